import { evenkeel, evenkeelJson } from './evenkeel.ts';

interface Found {
  readonly id: number;
  readonly rule: string | null;
}

const OPERATOR = ['--by', 'Operator of the testbed'];
const AUTHOR = ['--by', 'First Author'];

/** What people do with the findings that the rules opened, command by command. */
export async function fillRegister(folder: string): Promise<void> {
  const findings = await evenkeelJson<readonly Found[]>(folder, ['finding', 'list']);
  const set = async (rule: string, ...options: readonly (readonly string[])[]): Promise<void> => {
    const found = findings.find((finding) => finding.rule === rule);
    if (found !== undefined) await evenkeel(folder, ['finding', 'set', `finding-${found.id}`, ...options.flat()]);
  };
  const outage = 'outage:probe:names';
  await set(
    outage,
    ['--status', 'In progress', '--reason', 'the operator of the name server was told', '--link', 'event-1'],
    ['--intended', 'A second name server, asked where the first one is silent'],
    OPERATOR,
  );
  await set(outage, ['--status', 'Pending review', '--reason', 'the server was restarted; the second one is to be tried out'], OPERATOR);
  await set(
    'failures:probe:api',
    ['--status', 'In progress', '--reason', 'reported to the provider, with the raw answers'],
    ['--intended', 'The provider looks for the cause; until then a refused call is made again'],
    AUTHOR,
  );
  await addSlowerJobs(folder);
  await add(
    folder,
    'Firewall rules and backups were not tested',
    ['--impact', 'Low', '--status', 'Closed', '--reason', 'this provider has neither'],
    ['--intended', 'To be tested at the next provider'],
  );
}

async function add(folder: string, title: string, ...options: readonly (readonly string[])[]): Promise<void> {
  await evenkeel(folder, ['finding', 'add', title, '--target', 'machine', ...AUTHOR, ...options.flat()]);
}

interface Compared {
  readonly compared: readonly { readonly metric: string; readonly level: { readonly verdict: string } }[];
}

/** Entered by hand, since no rule compares campaigns; and only where the verdict says so. */
async function addSlowerJobs(folder: string): Promise<void> {
  const { compared } = await evenkeelJson<Compared>(folder, ['report', 'compare', 'before', 'after']);
  if (compared.find(({ metric }) => metric === 'job_duration_seconds cpu')?.level.verdict !== 'regression') return;
  const runs = await evenkeelJson<readonly { readonly uid: string }[]>(folder, ['campaign', 'show', 'after']);
  await add(
    folder,
    'CPU jobs got slower beside other tenants',
    ['--impact', 'High', '--description', 'The comparison of the campaigns before and after is a regression in level.'],
    ['--intended', 'A guaranteed share of the processors, or a host of our own'],
    ...runs.slice(0, 2).map(({ uid }) => ['--link', uid]),
  );
}

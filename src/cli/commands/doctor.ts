import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { findBrowser } from '../../../reports/pdf/find-browser.ts';
import { EXIT } from '../../core/errors.ts';
import { ensureFolder } from '../compose/ensure-folder.ts';
import { toolVersion } from '../compose/environment.ts';
import type { Config } from '../../config/types.ts';
import { JIRA_CHANNEL } from '../../notify/jira/sync-options.ts';
import type { MessageRow } from '../../store/rows.ts';
import { lookForK6 } from '../compose/engines.ts';
import { withReader } from '../compose/stores.ts';
import type { Context } from '../context.ts';
import { paragraph } from '../output/paragraph.ts';
import { textTable } from '../output/table.ts';

interface Finding {
  readonly what: string;
  /** absent costs something but nothing breaks; broken must be mended before a run. */
  readonly state: 'found' | 'absent' | 'broken';
  readonly detail: string;
}

export function addDoctorCommand(program: Command, context: () => Context): void {
  program
    .command('doctor')
    .description('what is here, what is not, and what each absence costs')
    .action(async () => {
      const { json, output } = context();
      const findings = await examine(context());
      if (json) output.printJson(findings);
      else
        output.print(
          textTable(
            [{ title: 'what' }, { title: 'state' }, { title: 'detail' }],
            findings.map(({ what, state, detail }) => [what, state, detail]),
          ),
        );
      if (findings.some(({ state }) => state === 'broken')) process.exitCode = EXIT.couldNotMeasure;
    });
}

async function examine(context: Context): Promise<readonly Finding[]> {
  return [
    { what: 'node', state: 'found', detail: process.versions.node },
    await k6(context),
    await tool(
      'sysbench',
      ['--version'],
      'CPU jobs use the portable job: a Node process that hashes. Its figures compare only with their own kind.',
    ),
    await tool('fio', ['--version'], 'IO jobs use the portable job: no read figure, since it cannot get past the page cache.'),
    await tool('docker', ['--version'], '`docker compose up` cannot run here: no Grafana.'),
    await chromium(context),
    clock(context),
    ...(await configAndStore(context)),
  ];
}

async function k6(context: Context): Promise<Finding> {
  const found = await lookForK6(context, undefined);
  return found === null
    ? { what: 'k6', state: 'absent', detail: 'scenarios run on the embedded runtime: for probing rates, tens of VUs.' }
    : { what: 'k6', state: 'found', detail: `${found.version} (${found.path})` };
}

async function chromium({ env }: Context): Promise<Finding> {
  try {
    const path = await findBrowser({ named: env['CHROMIUM_BIN'], path: env['PATH'] ?? '' });
    return { what: 'chromium', state: 'found', detail: `${(await toolVersion(path, ['--version'])) ?? 'of unknown version'} (${path})` };
  } catch {
    return {
      what: 'chromium',
      state: 'absent',
      detail: 'reports cannot be printed as PDF (--pdf); tests that look at them in a browser are skipped.',
    };
  }
}

async function tool(name: string, args: readonly string[], cost: string): Promise<Finding> {
  const version = await toolVersion(name, args);
  return version === undefined ? { what: name, state: 'absent', detail: cost } : { what: name, state: 'found', detail: version };
}

/** A clock far off makes timestamps of different machines useless; a year before the release is surely wrong. */
function clock(context: Context): Finding {
  const year = new Date(context.clock.now() / 1000).getUTCFullYear();
  return year < 2026
    ? { what: 'clock', state: 'broken', detail: `it says ${year}: set it, or no timestamp can be trusted` }
    : { what: 'clock', state: 'found', detail: new Date(context.clock.now() / 1000).toISOString() };
}

async function configAndStore(context: Context): Promise<readonly Finding[]> {
  try {
    const config = context.config();
    return [
      { what: 'config', state: 'found', detail: config.file },
      disk(dirname(config.store)),
      await store(config),
      ...(await jira(context, config)),
    ];
  } catch (error) {
    return [{ what: 'config', state: 'broken', detail: paragraph(error as Error) }];
  }
}

async function store(config: Config): Promise<Finding> {
  if (!existsSync(config.store)) return { what: 'store', state: 'absent', detail: `nothing has been measured yet: ${config.store}` };
  try {
    const runs = await withReader(config, (reader) => reader.runs({}));
    return { what: 'store', state: 'found', detail: `${runs.length} runs in ${config.store}` };
  } catch (error) {
    return { what: 'store', state: 'broken', detail: paragraph(error as Error) };
  }
}

/** Asks nothing of JIRA: whether the token is there, and what the outbox holds. */
async function jira({ env }: Context, config: Config): Promise<readonly Finding[]> {
  if (config.jira === null) return [];
  const what = 'jira';
  const { tokenEnv, url } = config.jira;
  if ((env[tokenEnv] ?? '') === '') return [{ what, state: 'broken', detail: `the environment variable ${tokenEnv} is not set` }];
  if (!existsSync(config.store)) return [{ what, state: 'found', detail: url }];
  try {
    const messages = await withReader(config, (reader) => reader.messages({ channel: JIRA_CHANNEL }));
    const [due, dead] = [count(messages, 'due'), count(messages, 'dead')];
    const hint = dead === 0 ? '' : ': `evenkeel finding sync` says why, --retry tries them again';
    return [{ what, state: 'found', detail: `${url}: ${due} messages wait, ${dead} were given up${hint}` }];
  } catch (error) {
    return [{ what, state: 'broken', detail: paragraph(error as Error) }];
  }
}

function count(messages: readonly MessageRow[], state: MessageRow['state']): number {
  return messages.filter((message) => message.state === state).length;
}

const SCARCE_BYTES = 1024 ** 3;

function disk(folder: string): Finding {
  try {
    ensureFolder(folder, 'Give it to the user who runs Evenkeel, or name another in the config (store).');
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    const detail = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
    return {
      what: 'disk',
      state: free < SCARCE_BYTES ? 'broken' : 'found',
      detail: free < SCARCE_BYTES ? `${detail}: a run may not fit` : detail,
    };
  } catch (error) {
    return { what: 'disk', state: 'broken', detail: paragraph(error as Error) };
  }
}

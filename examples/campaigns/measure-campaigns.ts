import { setTimeout as pause } from 'node:timers/promises';
import { isoTime } from '../../src/core/units.ts';
import { startEvenkeel } from '../../test/e2e/start-evenkeel.ts';
import { betweenLooks } from '../../test/fakes/between-looks.ts';
import { startCpuHog, type CpuHog } from '../../test/fakes/cpu-hog.ts';
import { evenkeel, ended } from './evenkeel.ts';
import type { Form } from './folder.ts';
import { API_FAILS_EVERY, type Faults } from './start-faults.ts';

/** Loops beside the runs of `after`, for each core. */
const HOG = { perCore: 3, forSeconds: 300 };
/** Answers that are seen before the name server falls silent. */
const ANSWERS_FIRST = 4;

/** What was done to the machine and its services: what the document has to find. Instants are ISO 8601, UTC. */
export interface Planted {
  readonly rounds: number;
  readonly hog: { readonly campaign: string; readonly loopsPerCore: number };
  readonly outage: { readonly probe: string; readonly from: string; readonly to: string };
  readonly api: { readonly probe: string; readonly failsEvery: number; readonly answers: number };
}

type Campaign = 'before' | 'after';

/** The runs by turns, the first of one pair the second of the next: whatever drifts meets both campaigns alike. */
export async function measureCampaigns(folder: string, form: Form, faults: Faults): Promise<Planted> {
  const { rounds } = form;
  const outageRound = Math.floor(rounds / 2);
  let outage = { from: '', to: '' };
  for (let round = 0; round < rounds; round += 1) {
    const pair: readonly Campaign[] = round % 2 === 0 ? ['before', 'after'] : ['after', 'before'];
    for (const campaign of pair) {
      process.stderr.write(`${campaign}: run ${round + 1} of ${rounds}\n`);
      if (campaign === 'after') await runBesideHog(folder);
      else if (round === outageRound) outage = await runThroughOutage(folder, form, faults);
      else await evenkeel(folder, ['run', '--campaign', 'before']);
    }
  }
  return {
    rounds,
    hog: { campaign: 'after', loopsPerCore: HOG.perCore },
    outage: { probe: 'names', ...outage },
    api: { probe: 'api', failsEvery: API_FAILS_EVERY, answers: faults.api.requests.length },
  };
}

/** The hog is there from the first job to the last; renting before it and releasing after it are undisturbed. */
async function runBesideHog(folder: string): Promise<void> {
  const started = startEvenkeel(folder, ['run', '--campaign', 'after']);
  let hog: CpuHog | undefined;
  try {
    await started.said('cpu');
    hog = startCpuHog(HOG);
    await started.said('release');
  } finally {
    await hog?.stop();
  }
  await ended(started, ['run']);
}

async function runThroughOutage(folder: string, form: Form, faults: Faults): Promise<{ readonly from: string; readonly to: string }> {
  const started = startEvenkeel(folder, ['run', '--campaign', 'before', '--at-least', `${form.outageRunSeconds}s`]);
  const enough = faults.names.asked.length + ANSWERS_FIRST;
  const isOver = started.ended.then(() => 'over' as const);
  while (faults.names.asked.length < enough) if ((await Promise.race([isOver, pause(20)])) === 'over') break;
  const from = await betweenLooks(faults.names, faults.fallSilent);
  await pause(1000 * (form.silentSeconds - 1));
  const to = await betweenLooks(faults.names, faults.speakAgain);
  await ended(started, ['run']);
  await evenkeel(folder, [
    'event',
    'add',
    'The name server was restarted',
    '--kind',
    'maintenance',
    '--target',
    'machine',
    '--at',
    isoTime(to),
  ]);
  return { from: isoTime(from), to: isoTime(to) };
}

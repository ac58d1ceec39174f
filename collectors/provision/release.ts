import type { Measurement } from '../../src/core/observation.ts';
import { failureNotes } from './failure-notes.ts';
import type { ProvisionDeps } from './provision-deps.ts';
import { releaseAll, type Released } from './release-all.ts';
import type { Rented } from './rent.ts';

/**
 * Releases one machine, also a half-made one: its channel closed, server and drive removed and seen to be gone.
 * Outcome `failed` with code `leftovers` when something was not; sample `release` when all of it was.
 */
export async function release(rented: Rented, deps: ProvisionDeps): Promise<Released & { readonly measurement: Measurement }> {
  const { clock } = deps;
  const notes = failureNotes();
  const [at, from] = [clock.now(), clock.monotonic()];
  await rented.machine?.channel.close();
  const released = await releaseAll(rented.owed, {
    ...deps,
    report: (call) => {
      notes.note(call);
      deps.report(call);
    },
  });
  const tookUs = Math.round(clock.monotonic() - from);
  const { instrument } = rented.measurement;
  if (released.lost.length === 0) {
    const sample = { metric: 'instance_phase_duration_seconds', tags: { phase: 'release' }, value: tookUs / 1e6 };
    return { ...released, measurement: { at, tookUs, outcome: 'ok', instrument, samples: rented.owed.length === 0 ? [] : [sample] } };
  }
  const why = released.lost.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const failure = deps.signal.aborted
    ? ({ outcome: 'unknown', code: 'aborted' } as const)
    : ({ outcome: 'failed', code: 'leftovers' } as const);
  return { ...released, measurement: { at, tookUs, ...failure, instrument, samples: [], evidence: notes.evidence('release', why) } };
}

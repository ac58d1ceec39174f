import type { Instrument } from '../../src/core/instrument.ts';
import type { Provider } from '../../src/core/provider.ts';

/** Raised whenever a phase begins or ends at another event than before: older timings are then another instrument's. */
const PROCEDURE = '1';

export interface MachineSpec {
  readonly image: string;
  readonly flavour: string;
  readonly driveBytes: number;
}

export function provisionInstrument(provider: Provider, spec: MachineSpec, pollMs: number): Instrument {
  return {
    name: 'evenkeel-provision',
    version: PROCEDURE,
    params: {
      provider: provider.name,
      providerVersion: provider.version,
      image: spec.image,
      flavour: spec.flavour,
      ...(provider.hasDrives ? { driveBytes: spec.driveBytes } : {}),
      pollMs,
    },
  };
}

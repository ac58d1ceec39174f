import { canonical, type Json } from './canonical.ts';

/** What measured: the tool, its version, and every parameter that changes the figure. */
export interface Instrument {
  readonly name: string;
  readonly version: string;
  readonly params: { readonly [key: string]: Json };
}

/** Two figures may be compared only when this text is equal; series and baselines are kept apart by it. */
export function comparable(instrument: Instrument): string {
  return `${instrument.name} ${instrument.version} ${canonical(instrument.params)}`;
}

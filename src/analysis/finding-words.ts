import type { SubjectKind } from '../core/observation.ts';

/** How titles and descriptions of findings tell subjects, times and shares. */
export function subjectLabel(kind: SubjectKind, key: string): string {
  return kind === 'api_call' ? `API call ${key}` : `${kind} ${key}`;
}

export function timeWords(us: number): string {
  return new Date(us / 1000).toISOString();
}

export function secondsWords(value: number): string {
  return `${value.toPrecision(3).replace(/\.?0+$/, '')} s`;
}

export function percentWords(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Four significant digits. */
export function figureWords(value: number): string {
  return String(Number(value.toPrecision(4)));
}

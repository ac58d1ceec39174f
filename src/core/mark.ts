import type { ResourceKind } from './provider.ts';

/** Every name in a cloud that is ours begins so. */
export const MARK_PREFIX = 'evk-';

const LETTERS: { readonly [kind in ResourceKind]: string } = { drive: 'd', server: 's', firewall: 'f', address: 'a' };

export interface MarkParts {
  readonly storeUid: string;
  readonly runUid: string;
  readonly kind: ResourceKind;
  /** 1, 2, 3 … within its run and kind. */
  readonly n: number;
}

/** `evk-<store uid>-<run uid>-<kind letter><n>`. */
export function markName({ storeUid, runUid, kind, n }: MarkParts): string {
  return `${MARK_PREFIX}${storeUid}-${runUid}-${LETTERS[kind]}${n}`;
}

/** undefined: no mark of ours. A run uid may hold dashes, a store uid may not. */
export function parseMark(name: string): MarkParts | undefined {
  const match = /^evk-([0-9a-z]+)-([0-9a-z-]+)-([dsfa])([1-9]\d*)$/.exec(name);
  if (match === null) return undefined;
  const [, storeUid, runUid, letter, n] = match as unknown as [string, string, string, string, string];
  const kind = (Object.keys(LETTERS) as ResourceKind[]).find((each) => LETTERS[each] === letter);
  return kind === undefined ? undefined : { storeUid, runUid, kind, n: Number(n) };
}

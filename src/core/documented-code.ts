/** `no answer`: our side's word for having got none (`timeout`, `ECONNREFUSED`), which nobody documents. `no list`: none is configured, nor does the provider's adapter bring one. */
export type Documented = 'documented' | 'undocumented' | 'no answer' | 'no list';

/** Documented codes by operation or probe; `*`: of all of them. */
export interface CodeLists {
  readonly [operation: string]: readonly string[];
}

const NO_ANSWER =
  /^(?:timeout|aborted|E(?:AI_[A-Z]+|CONN[A-Z]+|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|PROTO|TIMEDOUT|ADDR[A-Z]+)|UND_ERR_[A-Z_]+)$/;

/**
 * Whether a target's error code is one that is documented for the operation: by the lists of the config, else by those that the
 * provider's adapter brings (`own`; empty for what is no call of the provider).
 */
export function documentedCode(code: string, operation: string, configured: CodeLists, own: readonly string[]): Documented {
  const lists = [operation, '*'].flatMap((name) => (Object.hasOwn(configured, name) ? [configured[name] ?? []] : []));
  const list = lists.length > 0 ? lists.flat() : own;
  if (list.includes(code)) return 'documented';
  if (NO_ANSWER.test(code)) return 'no answer';
  return lists.length === 0 && own.length === 0 ? 'no list' : 'undocumented';
}

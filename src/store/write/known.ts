import { HarnessError } from '../../core/errors.ts';

/** An update that met no row was meant for something that is not in this store. */
export function known(result: { readonly changes: number }, what: string, id: number | string): void {
  if (result.changes === 0) throw new HarnessError('unknown-id', `There is no ${what} ${id} in this store`);
}

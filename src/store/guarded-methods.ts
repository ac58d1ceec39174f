import { storeError } from './store-error.ts';
import type { Methods } from './thread.ts';

/** The methods of a thread: what SQLite says becomes an error with the file's name. `failed` is told of every error first. */
export function guardedMethods<M extends Methods>(methods: M, file: string, failed: () => void = () => undefined): M {
  const wrapped = Object.entries(methods).map(([name, method]: [string, (...args: never[]) => unknown]) => [
    name,
    async (...args: never[]): Promise<unknown> => {
      try {
        return await method(...args);
      } catch (error) {
        failed();
        throw storeError(error, file);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as M;
}

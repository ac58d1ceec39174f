import { HarnessError } from '../../src/core/errors.ts';

/** What an author asks for cannot be had: the place is added by whoever reads the text. */
export function refuse(message: string): never {
  throw new HarnessError('document-invalid', message);
}

import { HarnessError } from '../../src/core/errors.ts';

const SECRET = /(^|\s)env:([A-Za-z_]\w*)$/;

/** Fills in the secret at the end of a value: `env:NAME`, `Bearer env:NAME`. Throws HarnessError `config-invalid`, never naming the value. */
export function withSecret(value: string, secret: (name: string) => string, place: string): string {
  const filled = value.replace(SECRET, (_whole, before: string, name: string) => before + secret(name));
  if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(filled)) {
    throw new HarnessError('config-invalid', `The value of ${place} holds a character that no header can carry`, {
      hint: 'Look for a line break at the end of the secret.',
    });
  }
  return filled;
}

import { HarnessError } from '../../core/errors.ts';

export interface Secrets {
  /** Throws HarnessError `secret-missing`. */
  readonly value: (name: string) => string;
  /** Adds a value of our own making (tokens), so that it is redacted like the others. */
  readonly add: (name: string, value: string) => void;
  /** All values that must never be seen. */
  readonly values: () => readonly string[];
}

const SECRET_NAME = /(?:secret|token|password|passwd|pass|api_?key|credential|private_?key)/i;

/** Secrets come by name from the environment; whatever there looks like one is redacted even when nothing asks for it. */
export function loadSecrets(env: { readonly [name: string]: string | undefined }): Secrets {
  const own = new Map<string, string>();
  const used = new Map(
    Object.entries(env).filter((entry): entry is [string, string] => SECRET_NAME.test(entry[0]) && (entry[1] ?? '').length >= 8),
  );
  return {
    value(name) {
      const value = own.get(name) ?? env[name];
      if (value === undefined || value === '') {
        throw new HarnessError('secret-missing', `The environment variable ${name} is not set, and the config asks for it`, {
          hint: `Set ${name} before starting.`,
        });
      }
      used.set(name, value);
      return value;
    },
    add: (name, value) => void own.set(name, value),
    values: () => [...used.values(), ...own.values()],
  };
}

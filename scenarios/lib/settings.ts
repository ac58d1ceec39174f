/** A variable that the run sets; throws when it is missing, so that the script stops in its init code. */
export function setting(name: string): string {
  const value = __ENV[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: this script is started by \`evenkeel run\`, which tells it what to do`);
  }
  return value;
}

/** A whole number of at least 1. */
export function countSetting(name: string): number {
  return countFrom(name, setting(name));
}

/** Values separated by commas, empty ones left out. */
export function listSetting(name: string): readonly string[] {
  return setting(name)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

export function countFrom(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number of at least 1, not "${text}"`);
  return value;
}

/** Names that a secret goes by, in the query of an address or among headers. */
const SECRET_NAME = /key|secret|token|pass|credential|auth|sig|cookie|code/i;

/**
 * Secrets that stand in the config itself, where `env:NAME` was not used: password and query of every address in it, and
 * headers that are called like one. In each form in which a target may repeat them.
 */
export function secretsWithin(value: unknown): readonly string[] {
  if (typeof value === 'string') return secretsOfAddress(value);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]: readonly [string, unknown]) =>
    name === 'headers' ? secretsOfHeaders(part) : secretsWithin(part),
  );
}

function secretsOfAddress(text: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [];
  const { username, password, search, searchParams } = new URL(text);
  const [user, word] = [decoded(username), decoded(password)];
  // A token may stand in the place of the user.
  const userinfo = user === '' && word === '' ? [] : [`${user}:${word}`, word === '' ? user : word];
  const pairs = search.slice(1).split('&');
  const named = [...searchParams].filter(([name]) => SECRET_NAME.test(name)).map(([, secret]) => secret);
  return [...userinfo, ...pairs, ...named].filter((secret) => secret !== '');
}

function secretsOfHeaders(headers: unknown): readonly string[] {
  if (headers === null || typeof headers !== 'object') return [];
  return Object.entries(headers).flatMap(([name, text]: readonly [string, unknown]) => {
    if (typeof text !== 'string' || !SECRET_NAME.test(name) || /(?:^|\s)env:\w+$/.test(text)) return [];
    // `Bearer …` and `Basic …` are no secret of their own.
    return [text.replace(/^\S+\s+/, '')];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

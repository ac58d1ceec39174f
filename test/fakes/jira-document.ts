/** What is wrong with an Atlassian document by its documented structure, of the nodes that we write; undefined: nothing. */
export function documentProblem(value: unknown): string | undefined {
  const { type, version } = part(value);
  if (type !== 'doc' || version !== 1) return 'the root is no doc of version 1';
  return contentProblem(value, ['paragraph', 'bulletList']);
}

const INNER: { readonly [type: string]: readonly string[] } = {
  paragraph: ['text', 'hardBreak'],
  bulletList: ['listItem'],
  listItem: ['paragraph', 'bulletList'],
};

function part(value: unknown): { readonly [key: string]: unknown } {
  return value !== null && typeof value === 'object' ? (value as { readonly [key: string]: unknown }) : {};
}

function contentProblem(value: unknown, allowed: readonly string[]): string | undefined {
  const { content, type: parent } = part(value);
  if (!Array.isArray(content)) return `${String(parent)} has no content`;
  if ((parent === 'bulletList' || parent === 'listItem') && content.length === 0) return `${parent} is empty`;
  for (const node of content as unknown[]) {
    const { type, text, ...rest } = part(node);
    if (typeof type !== 'string' || !allowed.includes(type)) return `${String(type)} within ${String(parent)}`;
    if (type === 'text' && (typeof text !== 'string' || text === '' || /[\n\r]/.test(text)))
      return `a text that is empty or has a line end`;
    if (type === 'text' && /\p{Cs}/u.test(String(text))) return 'half a character';
    if (type !== 'text' && text !== undefined) return `text within ${type}`;
    const inner = INNER[type];
    const problem = inner === undefined ? (Object.keys(rest).length > 0 ? `${type} holds more` : undefined) : contentProblem(node, inner);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

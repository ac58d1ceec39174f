/** `content-type` → `Content-Type`, values of one name joined with a comma, as Go writes them. */
export function canonicalHeaders(raw: readonly string[]): { readonly [name: string]: string } {
  const headers: { [name: string]: string } = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] as string).toLowerCase().replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());
    headers[name] = headers[name] === undefined ? (raw[at + 1] as string) : `${headers[name]}, ${raw[at + 1]}`;
  }
  return headers;
}

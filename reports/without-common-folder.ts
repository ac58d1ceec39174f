/** Paths without the folder that all of them share: what tells files apart, in a table that has to fit a page. */
export function withoutCommonFolder(paths: readonly string[]): (path: string) => string {
  const [first = '', ...others] = paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  let shared = first;
  for (const folder of others) {
    while (!folder.startsWith(shared)) shared = shared.slice(0, shared.slice(0, -1).lastIndexOf('/') + 1);
  }
  return (path) => path.slice(shared.length);
}

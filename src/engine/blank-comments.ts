// A string or template first, so that `//` in a URL is no comment.
const TOKEN = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[^]*?\*\//g;

/** JavaScript or TypeScript with every comment replaced by spaces, so that each index and line stays. */
export function blankComments(source: string): string {
  return source.replaceAll(TOKEN, (token) => (token.startsWith('/') ? token.replaceAll(/[^\n]/g, ' ') : token));
}

/** An error as text: what it says, and the script's own places; lines of ours are no help to the script's author. */
export function scriptStack(error: Error): string {
  const lines = (typeof error.stack === 'string' ? error.stack : '').split('\n');
  const first = lines.findIndex((line) => /^\s+at /.test(line));
  const title = first < 0 ? lines.join('\n') || String(error) : lines.slice(0, first).join('\n');
  return [title, ...(first < 0 ? [] : lines.slice(first).filter(isScript))].join('\n');
}

function isScript(line: string): boolean {
  return !line.includes('evenkeel:guest/') && !line.includes('node:') && !/\/embedded\/vu/.test(line);
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$_]*$/u;

/**
 * The module that stands between an engine and the user's: hands on every export, and has its own `handleSummary`,
 * which calls theirs. The summary is always written to `summaryFile`, without what setup() returned, whatever theirs does;
 * with any result at all k6 prints no text of its own.
 */
export function bundleEntry(script: string, exports: readonly string[], summaryFile: string): string {
  const handedOn = exports.filter((name) => name !== 'handleSummary' && IDENTIFIER.test(name));
  const from = JSON.stringify(script);
  const theirs = exports.includes('handleSummary');
  return [
    theirs ? `import { handleSummary as theirs } from ${from};` : 'const theirs = undefined;',
    handedOn.length === 0 ? `import ${from};` : `export { ${handedOn.join(', ')} } from ${from};`,
    `const summaryFile = ${JSON.stringify(summaryFile)};`,
    HANDLE_SUMMARY,
  ].join('\n');
}

const HANDLE_SUMMARY = `
export function handleSummary(data) {
  const { setup_data, ...kept } = data;
  const summary = JSON.stringify(kept);
  let results;
  try {
    results = theirs === undefined ? undefined : theirs(data);
    if (results !== null && typeof results === 'object' && typeof results.then === 'function') {
      results = undefined;
      throw new TypeError('handleSummary returned a promise: k6 does not wait for it');
    }
  } catch (error) {
    console.error('handleSummary failed: ' + (error && error.stack ? error.stack : String(error)));
  }
  return { ...(results !== null && typeof results === 'object' ? results : {}), [summaryFile]: summary };
}
`;

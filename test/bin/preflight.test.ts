import { describe, expect, it } from 'vitest';

interface Circumstances {
  readonly platform?: string;
  readonly version?: string;
  readonly load?: () => string | null;
}
const { preflight } = (await import(new URL('../../bin/preflight.mjs', import.meta.url).href)) as {
  readonly preflight: (circumstances?: Circumstances) => string | null;
};
const fine: Circumstances = { platform: 'linux', version: '22.1.0', load: () => null };

describe('preflight', () => {
  it('says nothing where all is well, as here', () => {
    expect(preflight(fine)).toBeNull();
    expect(preflight({ ...fine, platform: 'darwin', version: '20.19.0' })).toBeNull();
    expect(preflight()).toBeNull();
  });

  it('sends Windows to WSL', () => {
    expect(preflight({ ...fine, platform: 'win32' })).toContain('use WSL');
  });

  it.each(['18.20.4', '20.18.3', '16.0.0'])('refuses Node.js %s by name', (version) => {
    expect(preflight({ ...fine, version })).toContain(`needs Node.js 20.19 or newer; this is ${version}`);
  });

  it('tells what better-sqlite3 lacks, and the lines that bring it', () => {
    const told = preflight({ ...fine, load: () => 'it is not installed' }) ?? '';
    for (const words of [
      'it is not installed.',
      'apt-get install python3 make g++',
      'dnf install python3 make gcc-c++',
      'brew install python3',
      'npm ci again',
    ]) {
      expect(told).toContain(words);
    }
    expect(told).not.toMatch(/node-gyp|ERR!/);
  });
});

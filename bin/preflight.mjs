// What must be true before anything of Evenkeel can run, said in plain words: exit 2 when it is not.
// No import beyond Node itself: this runs where nothing else is installed.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** null when all is well, else one paragraph for a person. */
export function preflight({ platform = process.platform, version = process.versions.node, load = loadSqlite } = {}) {
  if (platform === 'win32') {
    return 'Evenkeel runs on Linux and macOS. On Windows, use WSL: run `wsl --install`, then clone and start Evenkeel inside it.';
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return `Evenkeel needs Node.js 20.19 or newer; this is ${version}. Install a newer one (https://nodejs.org), then run npm ci again.`;
  }
  const problem = load();
  if (problem === null) return null;
  return [
    'Evenkeel keeps its measurements in SQLite through better-sqlite3, and that package is not usable here:',
    `${problem}.`,
    'Installing it takes either its prebuilt binary (npm fetches it from GitHub) or python3, make and g++ to compile it.',
    'Neither was there when npm ci ran. Let npm reach GitHub, or install the compilers:',
    '  Debian, Ubuntu:  sudo apt-get install python3 make g++',
    '  Fedora, RHEL:    sudo dnf install python3 make gcc-c++',
    '  macOS:           xcode-select --install && brew install python3',
    'Then run npm ci again.',
  ].join('\n');
}

function loadSqlite() {
  const require = createRequire(import.meta.url);
  try {
    const Database = require('better-sqlite3');
    new Database(':memory:').close();
    return null;
  } catch (error) {
    return error.code === 'MODULE_NOT_FOUND' ? 'it is not installed' : String(error.message).split('\n')[0].replace(/\.$/, '');
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = preflight();
  if (problem !== null) {
    process.stderr.write(`${problem}\n`);
    process.exit(2);
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  /** PEM; its own authority. */
  readonly cert: string;
}

/** A fresh self-signed certificate for these names and addresses (`DNS:localhost`, `IP:127.0.0.1`), made by openssl. */
export function selfSigned(names: readonly string[] = ['DNS:localhost', 'IP:127.0.0.1']): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const about = ['-subj', '/CN=evenkeel test', '-days', '2', '-addext', `subjectAltName=${names.join(',')}`];
    execFileSync('openssl', ['req', '-x509', ...kind, ...about, '-keyout', key, '-out', cert], { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

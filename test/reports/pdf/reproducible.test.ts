import { describe, expect, it } from 'vitest';
import { reproducible } from '../../../reports/pdf/reproducible.ts';

const pdf = (made: string, node: number, body = '\u00ff\u0000'): Uint8Array =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj\n<</Title (>>endobj /ModDate \\(D:1\\))\n/CreationDate (D:${made})\n/ModDate (D:${made})>>\nendobj\n${body}` +
      `<</ID (node0000${node})>> <</Headers [(node0000${node + 5}) (node0000${node})]>> (\\(node00001234\\)) (D:${made.length})`,
    'latin1',
  );

describe('reproducible', () => {
  it('takes out when it was printed and what the nodes were called, and moves nothing', () => {
    const [one, two] = [pdf("20261125184859+00'00'", 1117), pdf("20271231235959+00'00'", 2116)];
    expect(Buffer.from(reproducible(one)).equals(reproducible(two))).toBe(true);
    const text = Buffer.from(reproducible(one)).toString('latin1');
    expect(text).toHaveLength(one.length);
    expect(text).toContain('<</ID (node00000001)>> <</Headers [(node00000002) (node00000001)]>>');
    expect(text).not.toContain('20261125');
  });

  it('leaves the text of the page and binary data alone', () => {
    const text = Buffer.from(reproducible(pdf("20261125184859+00'00'", 1117))).toString('latin1');
    expect(text).toContain('/Title (>>endobj /ModDate \\(D:1\\))');
    expect(text).toContain('\u00ff\u0000<<');
    expect(text).toContain('(\\(node00001234\\))');
  });
});

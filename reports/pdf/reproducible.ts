/** When it was printed: entries of the Info dictionary, both optional (Adobe, PDF Reference, third edition, section 9.2.1). */
const STAMP = /\/(?:CreationDate|ModDate) \(D:[^)]*\)/g;

/** What Chromium calls the elements of the structure tree, a count that also runs over what it made on the side. */
const NODE = /\(node(\d{8})\)/g;

/**
 * The same PDF without the bytes by which two printings of one page differ: instants become spaces, nodes are numbered from one in
 * their order. Lengths stay, so that no offset of the cross-reference table moves; text of the page cannot look like either, its
 * parentheses are escaped.
 */
export function reproducible(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const info = text.indexOf('>>\nendobj');
  const undated = text.slice(0, info).replaceAll(STAMP, (found) => ' '.repeat(found.length)) + text.slice(info);
  const nodes = [...new Set(Array.from(text.matchAll(NODE), ([, id]) => id as string))].toSorted();
  const rank = new Map(nodes.map((id, index) => [id, String(index + 1).padStart(8, '0')]));
  return Buffer.from(
    undated.replaceAll(NODE, (_, id: string) => `(node${rank.get(id)})`),
    'latin1',
  );
}

/** The titles of a PDF's outline, as Skia writes it, in the order and with the depth of the document: two blanks a level. */
export function bookmarksOf(bytes: string): readonly string[] {
  const objects = new Map(
    [...bytes.matchAll(/^(\d+) 0 obj\n(<<\/(?:Title|Type \/Outlines).*?)\nendobj/gms)].map(([, id = '', body = '']) => [id, body]),
  );
  const reference = (body: string, key: string): string => objects.get(new RegExp(`^/${key} (\\d+) 0 R`, 'm').exec(body)?.[1] ?? '') ?? '';
  const walk = (body: string, depth: number): readonly string[] => {
    const [, title = ''] = /^<<\/Title (\((?:[^\\)]|\\.)*\)|<[0-9A-Fa-f]*>)/s.exec(body) ?? [];
    return body === ''
      ? []
      : [`${'  '.repeat(depth)}${textOf(title)}`, ...walk(reference(body, 'First'), depth + 1), ...walk(reference(body, 'Next'), depth)];
  };
  const [root = ''] = [...objects.values()].filter((body) => body.startsWith('<</Type /Outlines'));
  return walk(reference(root, 'First'), 0);
}

/** A string object: literal or hexadecimal, in PDFDocEncoding or, after a mark, in UTF-16. */
function textOf(object: string): string {
  const bytes = object.startsWith('<')
    ? Buffer.from(object.slice(1, -1), 'hex')
    : Buffer.from(
        object
          .slice(1, -1)
          .replaceAll(/\\([0-7]{3}|.)/gs, (_, code: string) => (code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code)),
        'latin1',
      );
  return bytes[0] === 0xfe && bytes[1] === 0xff ? Buffer.from(bytes.subarray(2)).swap16().toString('utf16le') : bytes.toString('latin1');
}

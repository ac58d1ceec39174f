import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { promisify } from 'node:util';
import { RequestFailure } from './error-code.ts';

const DECODERS: { readonly [encoding: string]: (body: Buffer) => Promise<Buffer> } = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Undoes Content-Encoding. Rejects with RequestFailure (1701) when the body is not what it says; an unknown encoding stays. */
export async function decodeBody(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const decoder = DECODERS[encoding?.trim().toLowerCase() ?? ''];
  if (decoder === undefined || body.length === 0) return body;
  try {
    return await decoder(body);
  } catch {
    throw new RequestFailure(1701, 'error decompressing response body');
  }
}

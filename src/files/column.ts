/** Beyond this many values a column grows in place, so that growing never holds it twice. */
const COPIED_AT_MOST = 65_536;
/** Address space that a column in place reserves; memory is only taken by what is filled. */
const RESERVED_BYTES = 2 ** 32;

type Resizable = ArrayBuffer & { resize(bytes: number): void };
// Node 20 has resizable buffers; the types of ES2023 do not.
const ResizableBuffer = ArrayBuffer as unknown as new (bytes: number, options: { readonly maxByteLength: number }) => Resizable;

/** Numbers in the order they come: 8 bytes a value, up to 536,870,912 values. */
export interface Column {
  push(value: number): void;
  readonly length: number;
  /** All of them, without a copy where there are many. The column takes no more values then. */
  finish(): Float64Array;
}

export function createColumn(): Column {
  let values = new Float64Array(16);
  let buffer: Resizable | undefined;
  let length = 0;
  const grow = (): void => {
    const capacity = values.length * (buffer === undefined ? 2 : 1.25);
    if (capacity <= COPIED_AT_MOST) {
      const wider = new Float64Array(capacity);
      wider.set(values);
      values = wider;
      return;
    }
    const bytes = Math.min(Math.ceil(capacity) * 8, RESERVED_BYTES);
    if (buffer === undefined) {
      buffer = new ResizableBuffer(bytes, { maxByteLength: RESERVED_BYTES });
      const wider = new Float64Array(buffer, 0, bytes / 8);
      wider.set(values);
      values = wider;
    } else {
      if (bytes === buffer.byteLength) throw new RangeError('a series of a file cannot hold more than 536,870,912 values');
      buffer.resize(bytes);
      values = new Float64Array(buffer, 0, bytes / 8);
    }
  };
  return {
    push(value) {
      if (length === values.length) grow();
      values[length] = value;
      length += 1;
    },
    get length() {
      return length;
    },
    finish: () => (buffer === undefined ? values.slice(0, length) : new Float64Array(buffer, 0, length)),
  };
}

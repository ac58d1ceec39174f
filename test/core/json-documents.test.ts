import { describe, expect, it } from 'vitest';
import { jsonDocuments } from '../../src/core/json-documents.ts';

const found = (text: string): unknown[] => [...jsonDocuments(text)].map(({ line, value }) => [line, value]);

describe('jsonDocuments', () => {
  it('finds each object among banners, with its line', () => {
    expect(found('fio: {half\nbanner {x}\n{"a": {"b": 1}}\nmore\n{"c": 2} {"d": 3}\n')).toEqual([
      [3, { a: { b: 1 } }],
      [5, { c: 2 }],
      [5, { d: 3 }],
    ]);
  });

  it('is not led astray by braces and quotes within strings', () => {
    expect(found('{"a": "}\\"{", "b": "\\\\"}')).toEqual([[1, { a: '}"{', b: '\\' }]]);
  });

  it('reads numbers that C prints as null', () => {
    expect(found('{"a": -nan, "b": [inf, 1], "c": "nan, inf"}')).toEqual([[1, { a: null, b: [null, 1], c: 'nan, inf' }]]);
  });

  it('finds nothing in a text without, and gives up on what never closes', () => {
    expect(found('')).toEqual([]);
    expect(found('{"a": 1')).toEqual([]);
    expect(found('{'.repeat(100_000))).toEqual([]);
  });
});

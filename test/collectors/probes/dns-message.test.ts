import * as fc from 'fast-check';
import { encode, type Question } from 'dns-packet';
import { expect, test } from 'vitest';
import { DNS_TYPES, encodeQuery, readAnswer, type DnsQuestion } from '../../../collectors/probes/dns-message.ts';

const question: DnsQuestion = { id: 4711, name: 'cloud.test', type: 'A' };

test('arbitrary bytes never throw, and are no answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(['other', 'broken', 'answer']).toContain(readAnswer(Buffer.from(bytes), question).what);
    }),
    { numRuns: 2_000 },
  );
});

test('a damaged answer never throws', () => {
  const whole = encode({
    type: 'response',
    id: question.id,
    questions: [{ name: question.name, type: 'A' }],
    answers: DNS_TYPES.slice(0, 2).map((type) => ({ type: type as 'A', name: question.name, data: '192.0.2.1' })),
  });
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (changes, length) => {
      const message = Buffer.from(whole);
      for (const [at, value] of changes) message[at] = value;
      const reading = readAnswer(message.subarray(0, length), question);
      expect(() => reading.what === 'answer' && (JSON.parse(reading.json) as object)).not.toThrow();
    }),
    { numRuns: 3_000 },
  );
});

test('a query is not taken for its own answer', () => {
  expect(readAnswer(encodeQuery(question), question)).toEqual({ what: 'other' });
});

test('names are compared without regard to case and the final dot', () => {
  const message = encode({
    type: 'response',
    id: question.id,
    questions: [{ name: 'CLOUD.Test', type: 'A' }],
    answers: [{ type: 'A', name: 'CLOUD.Test', data: '192.0.2.1' }],
  });
  expect(readAnswer(message, { ...question, name: 'cloud.test.' })).toMatchObject({ what: 'answer', records: ['192.0.2.1'] });
});

test.each([
  ['of another id', { id: 4712 }, {}],
  ['about another type', {}, { type: 'AAAA' as const }],
  ['about another name', {}, { name: 'bank.test' }],
])('an answer %s is none', (_what, packet, asked) => {
  const answer = {
    type: 'response' as const,
    id: question.id,
    ...packet,
    questions: [{ name: question.name, type: 'A' as const, ...asked }],
  };
  expect(readAnswer(encode(answer), question)).toEqual({ what: 'other' });
});

test('an answer without its question is taken only when it refuses', () => {
  const bare = { type: 'response', id: question.id, questions: [] as Question[] } as const;
  expect(readAnswer(encode({ ...bare, answers: [{ type: 'A', name: 'cloud.test', data: '192.0.2.1' }] }), question).what).toBe('other');
  expect(readAnswer(encode({ ...bare, flags: 5 }), question)).toMatchObject({ what: 'answer', rcode: 'REFUSED' });
});

test('unicode and hostile text in records survives as JSON', () => {
  const hostile = ['</script>\u0000"\\', '雲☁️', "'; drop table samples; --"];
  const message = encode({
    type: 'response',
    id: question.id,
    questions: [{ name: 'cloud.test', type: 'TXT' }],
    answers: [{ type: 'TXT', name: 'cloud.test', data: hostile }],
  });
  const reading = readAnswer(message, { ...question, type: 'TXT' });
  expect(reading).toMatchObject({ what: 'answer', records: [hostile.join('')] });
  expect(reading.what === 'answer' && (JSON.parse(reading.json) as object)).toMatchObject({ rcode: 'NOERROR' });
});

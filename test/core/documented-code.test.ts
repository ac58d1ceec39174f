import { expect, test } from 'vitest';
import { documentedCode, type CodeLists } from '../../src/core/documented-code.ts';

const LISTS: CodeLists = { clone: ['quota_exceeded'], '*': ['conflict'], start: [] };

test.each<[string, string, CodeLists, readonly string[], ReturnType<typeof documentedCode>]>([
  ['quota_exceeded', 'clone', LISTS, [], 'documented'],
  ['conflict', 'clone', LISTS, [], 'documented'],
  ['max_retries_exceeded', 'clone', LISTS, [], 'undocumented'],
  ['quota_exceeded', 'create', LISTS, [], 'undocumented'],
  ['conflict', 'start', { start: [] }, ['conflict'], 'undocumented'],
  ['conflict', 'start', {}, ['conflict'], 'documented'],
  ['http_500', 'start', {}, ['conflict'], 'undocumented'],
  ['timeout', 'start', {}, ['conflict'], 'no answer'],
  ['ECONNREFUSED', 'clone', LISTS, [], 'no answer'],
  ['timeout', 'clone', { clone: ['timeout'] }, [], 'documented'],
  ['max_retries_exceeded', 'constructor', {}, [], 'no list'],
  ['Server.InternalError', '__proto__', {}, [], 'no list'],
])('%s of %s by %j and %j is %s', (code, operation, configured, own, said) => {
  expect(documentedCode(code, operation, configured, own)).toBe(said);
});

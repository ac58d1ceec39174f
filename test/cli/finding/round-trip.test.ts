import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, lineOf } from '../../../src/cli/compose/register-text.ts';
import { EXPORT_FORMATS, exportFindings } from '../../../src/cli/output/export-findings.ts';
import { FINDING_STATUSES, IMPACTS } from '../../../src/core/finding.ts';
import { readIssues } from '../../../src/files/issues/read-issues.ts';
import { HOSTILE } from '../../reports/hostile.ts';
import { makeFinding } from '../../reports/make-finding.ts';

const piece = fc.constantFrom('|', '\\', '`', '\n', '\r\n', '<br>', '<b>', '&amp;', '&#124;', '*', '_x_', '[a](b)', '"', "'", ',', ';', '\t', '=1+1', '-', '#', '~~', ' ', '\u0000', '\u202e', 'ש', '\ud800', 'www.x.y', 'a@b.c', 'http://x', '$', '😀', 'word'); // prettier-ignore
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);
const line = text.filter((each) => each.replaceAll(/\s/g, '') !== '').map((each) => lineOf(`x${each}`, 'it').slice(1).trim()).filter((each) => each !== ''); // prettier-ignore
const block = text.map((each) => blockOf(each));

const finding = fc
  .record({
    title: line,
    impact: fc.constantFrom(...IMPACTS),
    description: block,
    reporter: fc.option(line),
    intended: block,
    status: fc.constantFrom(...FINDING_STATUSES),
    externalId: line,
  })
  .map((said) => makeFinding({ ...said, target: null, source: 'f', openedAt: 1_767_225_600_123_000 }));

describe.each(EXPORT_FORMATS)('%s that was exported', (format) => {
  it('is read as what was in the register', () => {
    fc.assert(
      fc.property(fc.uniqueArray(finding, { selector: ({ externalId }) => externalId, minLength: 1, maxLength: 4 }), (findings) => {
        const written = exportFindings(
          findings.map((row) => ({ id: row.externalId ?? '', row, rests: null })),
          format,
        );
        const { rows, unread } = readIssues(written, `register.${format === 'markdown' ? 'md' : format}`, {});
        expect(unread).toEqual(['Rests on', 'Closed']);
        expect(rows.map(({ title, impact, description, reporter, intended, status, externalId, openedAt }) => ({ title, impact, description, reporter, intended, status, externalId, openedAt }))) // prettier-ignore
          .toEqual(findings.map(({ title, impact, description, reporter, intended, status, externalId, openedAt }) => ({ title, impact, description, reporter, intended, status, externalId, openedAt }))); // prettier-ignore
      }),
      { numRuns: 150 },
    );
  });

  it('holds nothing that cannot be seen, whatever a rule put into the register', () => {
    for (const hostile of HOSTILE) {
      const row = makeFinding({
        title: hostile,
        description: hostile,
        target: hostile,
        externalId: hostile,
        links: [{ kind: 'run', ref: hostile }],
      });
      const written = exportFindings([{ id: hostile, row, rests: hostile }], format);
      // oxlint-disable-next-line no-control-regex -- these are what must not get through
      expect(written).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      if (format === 'markdown') expect(written.trimEnd().split('\n')).toHaveLength(3);
    }
  });
});

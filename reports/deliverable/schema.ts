import { z } from 'zod';
import { isKnownLocale } from '../../src/core/known-locale.ts';
import { offsetMs } from '../../src/core/zone-offset.ts';

/** One visible line of at most so many characters. */
const line = (longest: number, what: string) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`)
    .refine((text) => !/[\r\n]/.test(text), 'must be one line')
    .describe(what);

const word = line(160, 'one line');
const markdown = z.string().max(200_000, 'must have at most 200000 characters');

function isZone(text: string): boolean {
  try {
    return Number.isFinite(offsetMs(text, 0));
  } catch {
    return false;
  }
}

/** What `{{ref ID}}` and links name. `c12` is what a claim is called, `main-caption` what a table's caption is. */
export const anchorId = z
  .string()
  .max(60, 'must have at most 60 characters')
  .regex(/^[a-z][a-z0-9-]*$/, 'expected small letters, digits and "-", beginning with a letter')
  .refine((id) => !/^c\d+$|-caption$|^evidence-/.test(id), 'is kept for what a report numbers itself');

const day = z.string().regex(/^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/, 'expected a date such as 2026-11-25');
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?$/, 'expected a date or an instant in UTC, such as 2026-11-25T10:15Z')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'there is no such instant')
  .transform((text) => Date.parse(text) * 1000);

const person = z.union(
  [
    word.transform((name) => ({ name, partner: undefined, email: undefined })),
    z.strictObject({ name: word, partner: word.optional(), email: z.email('expected an address such as name@example.org').optional() }),
  ],
  { error: 'expected a name, or a map of name, partner and email' },
);

const section = z.strictObject({
  title: word,
  id: anchorId.optional(),
  text: z.string().min(1).optional(),
  markdown: markdown.optional(),
  get sections() {
    return z.array(section).default([]);
  },
});

/** What directives call a campaign, by its name in the store or the id of a run. It is printed among our own words: no digit begins it. */
const campaignAlias = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,30}$/, 'expected a letter, then letters, digits and "_"');

/** The YAML file of a deliverable. */
export const deliverableSchema = z.strictObject({
  title: word,
  subtitle: word.optional(),
  number: word.optional(),
  project: word.optional(),
  dissemination: z
    .union([z.enum(['PU', 'PP', 'RE', 'CO']), z.strictObject({ level: word, means: word })], {
      error: 'expected PU, PP, RE or CO, or a map of level and means',
    })
    .optional(),
  date: day.optional(),
  version: word.optional(),
  authors: z.array(person).default([]),
  contributors: z.array(person).default([]),
  reviewers: z.array(person).default([]),
  partners: z.array(z.strictObject({ name: word, short: word.optional(), country: word.optional() })).default([]),
  history: z.array(z.strictObject({ version: word, date: day, author: word, change: line(500, 'what changed') })).default([]),
  abstract: markdown.optional(),
  keywords: z.array(word).default([]),
  glossary: z.record(line(40, 'an acronym'), line(500, 'what it stands for')).default({}),
  campaigns: z
    .union(
      [z.array(campaignAlias).transform((names) => Object.fromEntries(names.map((name) => [name, name]))), z.record(campaignAlias, word)],
      {
        error: 'expected names, or a map of names and what the store calls them; a name is a letter, then letters, digits and "_"',
      },
    )
    .default({}),
  window: z.strictObject({ from: instant.optional(), to: instant.optional() }).default({}),
  objectives: z.array(word).optional(),
  locale: z.string().refine(isKnownLocale, 'unknown locale: expected one such as de, fr or hu').optional(),
  time_zone: z.string().refine(isZone, 'unknown time zone: expected one such as Europe/Budapest or +02:00').optional(),
  margin: z.number().gt(0).lt(1).optional(),
  sections: z.array(section).min(1, 'at least one section is needed'),
});

export type Deliverable = z.infer<typeof deliverableSchema>;
export type DeliverableSection = Deliverable['sections'][number];

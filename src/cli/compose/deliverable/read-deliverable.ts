import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { AuthoredText, SectionInput } from '../../../../reports/deliverable/document.ts';
import type { Problem } from '../../../../reports/deliverable/problem.ts';
import { deliverableSchema, type Deliverable, type DeliverableSection } from '../../../../reports/deliverable/schema.ts';
import { toIssues } from '../../../config/effective.ts';
import { readYaml, type YamlSource } from '../../../config/yaml-source.ts';
import { HarnessError } from '../../../core/errors.ts';
import { containedText } from './contained-text.ts';
import { deliverableError } from './deliverable-error.ts';
import { inlinePlace } from './inline-place.ts';

/** A deliverable's file with its texts. */
export interface ReadDeliverable {
  readonly deliverable: Deliverable;
  readonly abstract: AuthoredText | null;
  readonly sections: readonly SectionInput[];
  /** What it is called: its file's name without the extension. */
  readonly name: string;
  readonly problems: readonly Problem[];
  /** Of a value of the YAML file. */
  placeOf(path: readonly PropertyKey[], key?: string): string;
}

/** Reads the YAML file, and the texts that it names, from its folder. What is wrong with texts is among its `problems`; HarnessError where the YAML cannot be used. */
export function readDeliverable(name: string, cwd: string): ReadDeliverable {
  const problems: Problem[] = [];
  const path = resolve(cwd, name);
  const source = readSource(path);
  const file = relative(cwd, path) || name;
  const yaml = readYaml(source, file, (message, place) => {
    throw new HarnessError('document-invalid', `Cannot read the deliverable as YAML: ${message}`, {
      place,
      hint: 'Mend the YAML at that place.',
    });
  });
  const checked = deliverableSchema.safeParse(yaml.value ?? {});
  if (!checked.success) {
    const issues = checked.error.issues.flatMap((issue) => toIssues(issue));
    throw deliverableError(
      issues.map((issue) => ({
        place: yaml.placeOf(issue.path, issue.key),
        message: `${issue.path.map(String).join('.')}${issue.path.length === 0 ? '' : ': '}${issue.message}`,
      })),
    );
  }
  const context = { yaml, source, file, folder: dirname(path), shown: dirname(file), problems };
  acronymClashes(checked.data, yaml, problems);
  return {
    deliverable: checked.data,
    abstract: checked.data.abstract === undefined ? null : inlineText(checked.data.abstract, ['abstract'], context),
    sections: checked.data.sections.map((section, index) => sectionOf(section, ['sections', index], context)),
    name: basename(name).replace(/\.ya?ml$/i, ''),
    problems,
    placeOf: yaml.placeOf,
  };
}

interface ReadContext {
  readonly yaml: YamlSource;
  readonly source: string;
  readonly file: string;
  readonly folder: string;
  /** The folder as messages call it. */
  readonly shown: string;
  readonly problems: Problem[];
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new HarnessError('document-invalid', `Cannot read the deliverable: ${code === 'ENOENT' ? 'there is no such file' : message}`, {
      place: path,
      hint: 'docs/reports.md has an example of such a file.',
    });
  }
}

function sectionOf(section: DeliverableSection, path: readonly PropertyKey[], context: ReadContext): SectionInput {
  const { title, id, text, markdown, sections } = section;
  const { yaml, problems } = context;
  const place = yaml.placeOf([...path, id === undefined ? 'title' : 'id']);
  if (text !== undefined && markdown !== undefined)
    problems.push({ place: yaml.placeOf([...path, 'markdown']), message: 'a section has text: or markdown:, not both' });
  if (text === undefined && markdown === undefined && sections.length === 0)
    problems.push({ place, message: `section "${title}" is empty: it has neither text:, nor markdown:, nor sections:` });
  return {
    title,
    id: id ?? null,
    place,
    text:
      text === undefined
        ? markdown === undefined
          ? null
          : inlineText(markdown, [...path, 'markdown'], context)
        : partialText(text, [...path, 'text'], context),
    sections: sections.map((inner, index) => sectionOf(inner, [...path, 'sections', index], context)),
  };
}

function inlineText(text: string, path: readonly PropertyKey[], { yaml, source, file }: ReadContext): AuthoredText {
  return { text, placeAt: inlinePlace(yaml, source, file, path) };
}

function partialText(name: string, path: readonly PropertyKey[], { yaml, folder, shown, problems }: ReadContext): AuthoredText | null {
  const read = containedText(folder, name);
  if ('problem' in read) {
    problems.push({ place: yaml.placeOf(path), message: read.problem });
    return null;
  }
  const file = join(shown, name);
  return { text: read.text, placeAt: (line, column) => `${file}:${line}:${column}` };
}

/** `VM` and `Vm` would be two things that a reader takes for one. */
function acronymClashes({ glossary }: Deliverable, yaml: YamlSource, problems: Problem[]): void {
  const seen = new Map<string, string>();
  for (const acronym of Object.keys(glossary)) {
    const first = seen.get(acronym.toLowerCase());
    if (first === undefined) seen.set(acronym.toLowerCase(), acronym);
    else
      problems.push({
        place: yaml.placeOf(['glossary'], acronym),
        message: `the acronym "${acronym}" differs from "${first}" by capitals only`,
      });
  }
}

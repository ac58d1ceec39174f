import type { Command } from 'commander';
import { readReference } from '../../../reports/verify/find-claim.ts';
import { HarnessError } from '../../core/errors.ts';
import { isoTime } from '../../core/units.ts';
import type { StoreReader } from '../../store/api.ts';
import { showClaim } from '../compose/show-claim.ts';
import { withReader } from '../compose/stores.ts';
import type { Context } from '../context.ts';

interface Shown {
  readonly kind: 'run' | 'observation' | 'evidence' | 'finding' | 'incident' | 'judgement' | 'claim';
  readonly value: object;
}

export function addShowCommand(program: Command, context: () => Context): void {
  program
    .command('show')
    .argument(
      '<id>',
      'a run (20261125t101502-7kq2xw), obs-12, evidence by the first digits of its hash, finding-3, incident-2, judgement-7; a number of a report: FILE#c12, or report.md:LINE:COLUMN',
    )
    .description('show any run, observation, evidence, finding, incident or judgement, or what stands behind a number of a report')
    .action(async (id: string) => {
      const { config, json, output } = context();
      const shown = await withReader(config(), (reader) => find(id, reader));
      if (shown === undefined) {
        throw new HarnessError('unknown-id', `There is nothing called "${id}" in the store`, {
          hint: 'Ids are printed by reports, `campaign show` and --json.',
        });
      }
      if (json) return output.printJson(shown.value, { kind: shown.kind });
      output.print(describe(shown.value));
    });
}

async function find(id: string, reader: StoreReader): Promise<Shown | undefined> {
  const reference = readReference(id);
  if (reference !== undefined) return named('claim', await showClaim(reader, reference.file, reference.wanted));
  const [, what, digits] = /^(obs|finding|incident|judgement)-(\d+)$/.exec(id) ?? [];
  if (digits !== undefined) {
    const number = Number(digits);
    switch (what as 'obs' | 'finding' | 'incident' | 'judgement') {
      case 'obs':
        return named('observation', await reader.observation(number));
      case 'finding':
        return named('finding', await reader.finding(number));
      case 'incident':
        return named('incident', await reader.incident(number));
      case 'judgement':
        return named('judgement', await reader.judgement(number));
    }
  }
  const run = await reader.run(id);
  if (run !== undefined) return { kind: 'run', value: run };
  return /^[0-9a-f]{6,64}$/.test(id) ? named('evidence', await reader.evidence(id)) : undefined;
}

function named(kind: Shown['kind'], value: object | undefined): Shown | undefined {
  return value === undefined ? undefined : { kind, value };
}

/** Keys and values, one a line; instants as ISO time, long texts after the rest. */
function describe(value: object, indent = ''): string {
  const texts: string[] = [];
  const lines = Object.entries(value).flatMap(([key, item]) => {
    if (typeof item === 'string' && item.includes('\n')) {
      texts.push(`${indent}${key}:\n${item.replaceAll(/^/gm, `${indent}  `)}\n`);
      return [];
    }
    if (Array.isArray(item) && item.every((each) => each !== null && typeof each === 'object')) {
      return [
        `${indent}${key}:\n`,
        ...item.map(
          (each: object) =>
            `${indent}  - ${Object.entries(each)
              .map(([name, part]) => `${name} ${plain(name, part)}`)
              .join(', ')}\n`,
        ),
      ];
    }
    if (Array.isArray(item)) return [`${indent}${key}: ${item.map((each) => plain(key, each)).join(', ')}\n`];
    if (item !== null && typeof item === 'object') return [`${indent}${key}:\n${describe(item, `${indent}  `)}`];
    return [`${indent}${key}: ${plain(key, item)}\n`];
  });
  return [...lines, ...texts].join('');
}

function plain(key: string, value: unknown): string {
  if (typeof value === 'number' && /(?:^at|^since|At)$/.test(key)) return isoTime(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buildDashboards } from '../../dashboards/build-dashboards.ts';
import { buildRules } from '../../dashboards/rules.ts';
import { writeDashboards } from '../../dashboards/write.ts';
import { OWN_TARGETS } from './panel-queries.ts';

const GENERATED = new URL('../../dashboards/generated/', import.meta.url);
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-dashboards-'));
  folders.push(folder);
  return folder;
}

describe('committed dashboards', () => {
  it('are what the code builds, file by file', () => {
    const built = new Map(buildDashboards().map(({ file, json }) => [file, json]));
    built.set('rules.yml', buildRules());
    expect(readdirSync(GENERATED).toSorted()).toEqual([...built.keys()].toSorted());
    for (const [file, text] of built)
      expect(readFileSync(new URL(file, GENERATED), 'utf8') === text, `${file}: run npm run dashboards`).toBe(true);
  });
});

describe('writeDashboards', () => {
  it('writes one dashboard more for each target of the config', () => {
    const folder = join(scratch(), 'new', 'folder');
    const paths = writeDashboards(folder, OWN_TARGETS);
    expect(readdirSync(folder)).toHaveLength(paths.length);
    expect(readdirSync(folder)).toContain('evenkeel-target-local.json');
    const own = readFileSync(join(folder, 'evenkeel-target-local.json'), 'utf8');
    expect(own).toContain('resolver (dns)');
    expect(own).toContain('Slower than 100 ms counts as slow.');
  });

  it('says what to do where it may not write', () => {
    const file = join(scratch(), 'file');
    writeFileSync(file, '');
    expect(() => writeDashboards(file)).toThrow(expect.objectContaining({ code: 'unwritable', place: file }));
  });
});

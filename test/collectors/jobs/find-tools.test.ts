import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseTool } from '../../../collectors/jobs/choose-tool.ts';
import { findTools, versionIn } from '../../../collectors/jobs/find-tools.ts';
import type { InstanceTools } from '../../../src/core/job.ts';
import { processChannel, type ProcessChannel } from './process-channel.ts';

const { signal } = new AbortController();

describe('findTools', () => {
  let bin: string;
  let channel: ProcessChannel;
  beforeEach(async () => {
    bin = mkdtempSync(join(tmpdir(), 'evenkeel-bin-'));
    channel = await processChannel(bin);
  });
  afterEach(async () => {
    await channel.close();
    rmSync(bin, { recursive: true });
  });
  const install = (tool: string, script: string): void => writeFileSync(join(bin, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  test('gives the versions of the tools that answer, and the facts', async () => {
    install('sysbench', 'echo "sysbench 1.0.20"');
    const tools = await findTools(channel, signal);
    expect(tools.versions).toEqual({ sysbench: '1.0.20' });
    expect(tools.facts.node?.version).toBe(process.versions.node);
  });

  test('leaves out a tool that fails or states no version', async () => {
    install('sysbench', 'echo "sysbench 1.0.20"; exit 1');
    install('fio', 'echo "command not licensed"');
    expect((await findTools(channel, signal)).versions).toEqual({});
  });

  test('rejects when the channel broke', async () => {
    const broken = { ...channel, exec: () => Promise.reject(new Error('connection lost')) };
    await expect(findTools(broken, signal)).rejects.toThrow('connection lost');
  });
});

test.each([
  ['sysbench 1.0.20\n', '1.0.20'],
  ['sysbench 0.4.12:  multi-threaded system evaluation benchmark', '0.4.12'],
  ['fio-3.33\n', '3.33'],
  ['fio-3.35-dirty', '3.35-dirty'],
  ['sysbench 1.1.0-18a9f86 (using bundled LuaJIT 2.1.0-beta2)', '1.1.0-18a9f86'],
  ['', undefined],
  ['fio', undefined],
  ['v20', undefined],
])('reads the version in %j', (text, version) => {
  expect(versionIn(text)).toBe(version);
});

describe('chooseTool', () => {
  const facts = { cpuModel: 'x', cpus: 1, memoryBytes: 1, kernel: 'x', virtualisation: 'none' };
  const node = { path: '/usr/bin/node', version: '20.20.2' };
  const having = (version?: string, withNode = true): InstanceTools => ({
    facts: withNode ? { ...facts, node } : facts,
    versions: version === undefined ? {} : { sysbench: version },
  });

  test.each([
    ['auto', having('1.0.20'), 'sysbench'],
    ['auto', having(), 'portable'],
    ['auto', having('0.4.12'), 'portable'],
    ['auto', having('0.4.12', false), undefined],
    ['auto', having(undefined, false), undefined],
    ['sysbench', having('1.0.20', false), 'sysbench'],
    ['sysbench', having(), undefined],
    ['portable', having('1.0.20'), 'portable'],
    ['portable', having('1.0.20', false), undefined],
  ] as const)('%s: %j → %s', (asked, tools, tool) => {
    expect(chooseTool(asked, 'sysbench', tools)).toBe(tool);
  });
});

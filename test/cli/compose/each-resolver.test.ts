import { describe, expect, it } from 'vitest';
import { dnsProbe } from '../../../collectors/probes/dns-probe.ts';
import { httpProbe } from '../../../collectors/probes/http-probe.ts';
import { eachResolver } from '../../../src/cli/compose/each-resolver.ts';
import { probeRules } from '../../../src/cli/compose/report-run.ts';
import { planScenarios } from '../../../src/cli/compose/scenarios.ts';
import { parseConfig } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/types.ts';

const kinds = { providers: [], jobs: [], probes: [dnsProbe, httpProbe] };
const load = (probes: string): Config =>
  parseConfig(`targets:\n  here:\n    probes:\n${probes}`, '/etc/evk/evenkeel.yaml', kinds, { cronProblem: () => null });
const namesWith = (resolvers: readonly string[]): readonly string[] =>
  Object.keys(eachResolver(load(system), resolvers).targets['here']?.probes ?? {});
const system = '      resolver: { kind: dns, server: system, name: example.com, every: 5s, open_after: 4, close_after: 1 }\n';
const others =
  "      quad9: { kind: dns, server: 9.9.9.9, name: example.com, every: 7s }\n      web: { kind: http, url: 'http://web.test/', every: 11s }\n";

describe('eachResolver', () => {
  it('watches every resolver of this machine, under the name of the probe and with its rules', () => {
    const { targets } = eachResolver(load(system + others), ['10.0.0.1', '10.0.0.2:5353', '2620:fe::fe']);
    const probes = Object.values(targets['here']?.probes ?? {});
    expect(probes.map(({ name }) => name)).toEqual(['resolver', 'resolver-2', 'resolver-3', 'quad9', 'web']);
    expect(Object.keys(targets['here']?.probes ?? {})).toEqual(probes.map(({ name }) => name));
    expect(probes.slice(0, 4).map(({ settings }) => (settings as { server: string }).server)).toEqual([
      '10.0.0.1',
      '10.0.0.2:5353',
      '2620:fe::fe',
      '9.9.9.9',
    ]);
    expect(probes.slice(0, 3).every(({ everyMs, openAfter, closeAfter }) => everyMs === 5_000 && openAfter === 4 && closeAfter === 1)).toBe(
      true,
    );
  });

  it('counts a resolver that is named twice once, and leaves a machine without any as it is', () => {
    expect(namesWith(['10.0.0.1', '10.0.0.1'])).toEqual(['resolver']);
    expect(namesWith([])).toEqual(['resolver']);
  });

  it('refuses a name that another probe has, and says what to rename', () => {
    const config = load(`${system}      resolver-2: { kind: dns, server: 9.9.9.9, name: example.com }\n`);
    expect(() => eachResolver(config, ['10.0.0.1', '10.0.0.2'])).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        place: '/etc/evk/evenkeel.yaml',
        message: expect.stringContaining('"resolver-2"'),
      }),
    );
    expect(() => eachResolver(config, ['10.0.0.1'])).not.toThrow();
  });

  it('is what the plan of a run, its rhythm and the rules for outages know', () => {
    const config = eachResolver(load(system + others), ['10.0.0.1', '10.0.0.2']);
    const target = config.targets['here'];
    if (target === undefined) throw new Error('no target');
    const plan = planScenarios({ target, chosen: ['dns', 'api'], instances: 1, jobs: {}, limitMs: 60_000, workDir: '/w' });
    expect(plan.map(({ name, env }) => [name, env['EVK_PROBES'], env['EVK_EVERY_MS']])).toEqual([
      ['dns', 'resolver,resolver-2,quad9', '5000,5000,7000'],
      ['api', 'web', '11000'],
    ]);
    expect(probeRules(config, new Set(['here']))).toMatchObject({
      resolver: { openAfter: 4, closeAfter: 1 },
      'resolver-2': { openAfter: 4, closeAfter: 1 },
      web: { openAfter: 3, closeAfter: 2 },
    });
  });
});

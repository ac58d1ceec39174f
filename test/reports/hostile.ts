import type { FindingStatus, LinkKind } from '../../src/core/finding.ts';
import type { RunContext } from '../../reports/run/model.ts';
import type { RunFacts } from '../../src/store/rows.ts';
import { makeFacts } from './make-facts.ts';
import { makeFinding } from './make-finding.ts';

/** Texts that others may choose: what breaks tables, runs scripts, turns text around or fills the page. */
export const HOSTILE: readonly string[] = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror="document.title=\'owned\'">',
  '</title></style><svg onload=document.title="owned">',
  'a | b || c \\| d \\',
  '`code` ``` ~~~ **bold** _x_ [link](javascript:document.title="owned") ![i](x)',
  '[x]: http://example.com "t"\n# heading\n- item\n\n| a | b |\n| - | - |',
  'line one\r\nline two\u2028line three\u0000\u001b[31mred\u0007',
  '\u202Eesrever\u2066 \u05E9\u05DC\u05D5\u05DD 12',
  '”quoted“ 99 ” 100',
  "=cmd|' /C calc'!A0",
  'x'.repeat(10_000),
  '\u{1F600}'.repeat(300) + '\uD800',
  '',
  '&lt;b&gt; &amp; &#60;',
  'constructor',
  '__proto__',
];

/** What a config may say in the same words. */
export function hostileContext(text: string): RunContext {
  return {
    objectives: [],
    probes: {},
    prices: [{ target: null, flavour: text, perHour: 1, currency: 'EUR', source: text, date: text }],
    errorCodes: Object.fromEntries([[text, Object.fromEntries([[text, [text]]])]]),
  };
}

/** Healthy facts in which everything that has a name of somebody's choice is called `text`. */
export function hostileFacts(text: string): RunFacts {
  const facts = makeFacts({ seed: 41, failEvery: 9, jobs: 6, failedJobs: [2], outage: { from: 10, to: 20 }, slowClone: 10 });
  const tagged = (tags: { readonly [tag: string]: string }): { readonly [tag: string]: string } => ({
    ...tags,
    ...(tags['probe'] === undefined ? {} : { probe: text, phase: `${tags['phase']}${text}` }),
  });
  return {
    ...facts,
    runs: facts.runs.map((run) => ({
      ...run,
      target: text,
      campaign: text,
      observer: text,
      version: text,
      config: `name: ${text}\n\`\`\`\n<script>document.title="owned"</script>\n`,
      plan: {
        ...run.plan,
        probes: Object.fromEntries([[text, { everyMs: 1000 }]]),
        rented: {
          kind: text,
          adapter: { name: text, version: text },
          image: text,
          flavour: text,
          driveBytes: null,
          documentedCodes: [text],
        },
      },
      environment: {
        ...run.environment,
        virtualisation: text,
        cpuModel: text,
        kernel: text,
        node: text,
        tools: Object.fromEntries([[text, text]]),
      },
    })),
    executions: facts.executions.map((execution) => ({ ...execution, scenario: text, engine: { name: text, version: text } })),
    instances: facts.instances.map((instance) => ({
      ...instance,
      flavour: text,
      cpuModel: `${text} ${instance.ordinal}.0 GHz`,
      hostKey: text,
      host: { cpus: 1, memoryBytes: 1, kernel: text, virtualisation: text },
    })),
    observations: facts.observations.map((row) => ({
      ...row,
      target: text,
      code: row.code === null ? null : text,
      subjectKey: row.subjectKind === 'probe' || row.subjectKind === 'api_call' ? text : row.subjectKey,
      instrument: { ...row.instrument, comparable: text },
    })),
    samples: facts.samples.map((sample) => ({ ...sample, target: text, comparable: text, tags: tagged(sample.tags) })),
    events: [{ id: 1, at: 1_793_606_430_000_000, until: null, target: text, kind: text, text }],
    findings: [
      makeFinding({
        title: text,
        description: text,
        target: text,
        reporter: text,
        intended: text,
        // The store has no rule for these two words.
        status: text as FindingStatus,
        links: [{ kind: text as LinkKind, ref: text }],
        basis: { kind: 'waiver', ref: text },
        rule: text,
        openedAt: 1_793_606_430_000_000,
        history: [{ at: 1_793_606_430_000_000, status: text as FindingStatus, who: text, reason: text }],
      }),
    ],
  };
}

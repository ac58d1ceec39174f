import { join } from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { StoreReader } from '../../src/store/api.ts';
import { openReader } from '../../src/store/open-reader.ts';
import { openWriter, type OpenedWriter } from '../../src/store/open-writer.ts';
import type { RunFacts } from '../../src/store/rows.ts';

const placeIn = (folder: string) => ({ file: join(folder, 'var', 'evenkeel.db'), sessionsDir: join(folder, 'var', 'sessions') });

export async function writeStore<T>(folder: string, work: (writer: OpenedWriter) => Promise<T>): Promise<T> {
  const writer = await openWriter({
    ...placeIn(folder),
    clock: systemClock,
    random: seededRandom(systemClock.now()),
    log: silentLog,
    observer: { name: 'desk', place: null },
    version: '0.1.0',
    config: 'made up\n',
    kind: 'run',
  });
  try {
    return await work(writer);
  } finally {
    await writer.close('done');
  }
}

export async function readStore<T>(folder: string, work: (reader: StoreReader) => Promise<T>): Promise<T> {
  const reader = await openReader(placeIn(folder));
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

/** Writes made-up facts through the real writer, as a run would; row ids become the store's. */
export async function storeFacts(folder: string, facts: RunFacts): Promise<readonly string[]> {
  return writeStore(folder, async (writer) => {
    for (const row of facts.runs) await storeRun(writer, facts, row);
    for (const { id: _id, ...gap } of facts.gaps) await writer.recordGap(gap);
    for (const { id: _id, ...event } of facts.events) await writer.addEvent(event);
    return facts.runs.map(({ uid }) => uid);
  });
}

async function storeRun(writer: OpenedWriter, facts: RunFacts, row: RunFacts['runs'][number]): Promise<void> {
  const { id, state, exit, endedAt, version: _version, observer: _observer, ...begun } = row;
  const run = await writer.startRun({ ...begun, targetKind: 'local' });
  const ofRun = <Row extends { readonly runId: number | null }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter(({ runId }) => runId === id);
  for (const { scenario, engine, startedAt, endedAt: over, state: became, exit: code, summary } of ofRun(facts.executions)) {
    const execution = await writer.startExecution({ run, scenario, engine: { ...engine, params: {} }, startedAt });
    await writer.endExecution(execution, { state: became, exit: code, summary, endedAt: over ?? startedAt });
  }
  const instances = new Map<number, number>();
  for (const { id: old, ordinal, flavour, hostKey, cpuModel } of ofRun(facts.instances)) {
    const instance = await writer.addInstance({ run, ordinal, target: row.target, flavour });
    await writer.describeInstance(instance, { hostKey, cpuModel: cpuModel ?? '', context: 'ok' });
    instances.set(old, instance);
  }
  for (const { instanceId, provider, kind, name, externalId, state: now, intendedAt, expiresAt, goneAt } of ofRun(facts.resources)) {
    await writer.intend({ run, instance: instances.get(instanceId ?? 0) ?? null, provider, kind, name, intendedAt, expiresAt });
    await writer.resourceState(name, now, { ...(externalId === null ? {} : { externalId }), at: goneAt ?? intendedAt });
  }
  const samples = groupedBy(facts.samples, ({ obs }) => obs);
  for (const seen of ofRun(facts.observations)) {
    const instance = instances.get(seen.instanceId ?? 0);
    writer.observe({
      subject: { kind: seen.subjectKind, key: seen.subjectKey },
      target: seen.target,
      run,
      ...(instance === undefined ? {} : { instance }),
      at: seen.at,
      tookUs: seen.tookUs,
      attempt: seen.attempt,
      outcome: seen.outcome,
      ...(seen.code === null ? {} : { code: seen.code }),
      marks: seen.marks,
      instrument: { ...seen.instrument, params: JSON.parse(seen.instrument.params) as { readonly [name: string]: string | number } },
      ...(seen.evidence === null ? {} : { evidence: { media: 'text/plain', body: `answer ${seen.id}` } }),
      samples: (samples.get(seen.id) ?? []).flatMap(({ metric, tags, value }) => (value === null ? [] : [{ metric, tags, value }])),
    });
  }
  await writer.flush();
  await writer.summariseRun(run);
  if (state !== 'running') await writer.endRun(run, { state, exit: exit ?? 0, endedAt: endedAt ?? begun.startedAt });
}

function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): ReadonlyMap<number, readonly Row[]> {
  const found = new Map<number, Row[]>();
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  return found;
}

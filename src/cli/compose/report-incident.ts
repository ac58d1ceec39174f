import { join } from 'node:path';
import { incidentDocument } from '../../../reports/incident/document.ts';
import { duringOf, incidentModel, shownLooks, type IncidentModel } from '../../../reports/incident/model.ts';
import { watchedProbe, type WatchedProbe } from '../../../reports/status/watched-probe.ts';
import type { WrittenFiles } from '../../../reports/write-report.ts';
import type { Config } from '../../config/types.ts';
import { HarnessError } from '../../core/errors.ts';
import type { StoreReader } from '../../store/api.ts';
import type { EvidenceRow, IncidentRow, ObservationRow } from '../../store/rows.ts';
import type { Window, WindowLooks } from '../../store/window-rows.ts';
import type { WriteDocument } from './report-writer.ts';
import { keptWindow, watchRule, type WatchedConfig } from './watched-window.ts';

/** The time before and after an incident that belongs to its story: ten times its length, so that it can be seen beside it … */
const AROUND_LENGTHS = 10;
/** … within these bounds. */
const LEAST_AROUND_US = 120_000_000;
const MOST_AROUND_US = 6 * 3_600_000_000;
/** How far back its subject's past is read. */
const HISTORY_US = 90 * 86_400_000_000;
const ACTS = 50;
const ANSWERS = 3;

/** What the store says of one incident. Rejects with HarnessError `unknown-id`. */
export async function incidentOf(config: WatchedConfig, reader: StoreReader, id: number, now: number): Promise<IncidentModel> {
  const incident = await reader.incident(id);
  if (incident === undefined) {
    throw new HarnessError('unknown-id', `There is no incident-${id} in this store`, {
      hint: '`evenkeel report status` lists those of a window.',
    });
  }
  const during = duringOf(incident);
  const margin = Math.min(MOST_AROUND_US, Math.max(LEAST_AROUND_US, AROUND_LENGTHS * (during.to - during.from)));
  const around = { from: (incident.lastOkAt ?? incident.firstBadAt) - margin, to: during.to + margin };
  const looks = await reader.looksOfSubject({ ...around, subject: incident.subjectId });
  const ids = shownLooks(looks, incident).map(({ index }) => looks.obs[index] as number);
  const plan = await reader.windowPlan(around);
  const findings = await reader.findings({});
  return incidentModel({
    incident,
    incidents: await reader.incidents({}),
    around,
    looks,
    observations: await rowsOf(reader, ids),
    evidence: await answers(reader, looks, during),
    others: await othersDuring(config, reader, incident, during),
    acts: await actsDuring(reader, during),
    plan,
    events: await reader.events({ from: during.from - MOST_AROUND_US, to: during.to + MOST_AROUND_US }),
    findings: findings.filter(({ links }) =>
      links.some(({ kind, ref }) => kind === 'incident' && (ref === String(id) || ref === `incident-${id}`)),
    ),
    history: await historyOf(config, reader, incident, during.to, now),
  });
}

/** Writes the report of one incident; `out` where not the reports folder of the config. */
export async function reportIncident(
  config: Config,
  reader: StoreReader,
  { id, now, write, out }: { readonly id: number; readonly now: number; readonly write: WriteDocument; readonly out: string | undefined },
): Promise<{ readonly folder: string; readonly files: WrittenFiles }> {
  const model = await incidentOf(config, reader, id, now);
  const folder = out ?? join(config.reports, `incident-${id}`);
  return { folder, files: await write(incidentDocument(model), folder) };
}

async function rowsOf(reader: StoreReader, ids: readonly number[]): Promise<readonly ObservationRow[]> {
  const found = await Promise.all(ids.map((id) => reader.observation(id)));
  return found.flatMap((each) => (each === undefined ? [] : [each.observation]));
}

/** Raw answers of the first failure with each code. */
async function answers(reader: StoreReader, { at, obs, codes }: WindowLooks, { from, to }: Window): Promise<readonly EvidenceRow[]> {
  const firsts = new Map<string, number>();
  for (const [index, text] of codes) {
    const instant = at[index] as number;
    if (instant >= from && instant < to && !firsts.has(text ?? '')) firsts.set(text ?? '', obs[index] as number);
  }
  const hashes = (await rowsOf(reader, [...firsts.values()])).flatMap(({ evidence }) => evidence ?? []);
  const found = await Promise.all([...new Set(hashes)].slice(0, ANSWERS).map((hash) => reader.evidence(hash)));
  return found.flatMap((each) => each ?? []);
}

async function othersDuring(
  config: WatchedConfig,
  reader: StoreReader,
  own: IncidentRow,
  during: Window,
): Promise<readonly WatchedProbe[]> {
  const others: WatchedProbe[] = [];
  for (const subject of await reader.windowSubjects(during)) {
    if (subject.id === own.subjectId) continue;
    const looks = await reader.looksOfSubject({ ...during, subject: subject.id });
    others.push(watchedProbe(subject, looks, { window: during, rule: watchRule(config, subject), gaps: [] }));
  }
  return others;
}

/** Acts of runs, not those that went well. */
async function actsDuring(reader: StoreReader, during: Window): Promise<readonly ObservationRow[]> {
  const found: ObservationRow[] = [];
  for (const subjectKind of ['job', 'phase', 'api_call']) {
    const rows = await reader.observations({ ...during, subjectKind, limit: 100 * ACTS });
    found.push(...rows.filter(({ outcome, attempt }) => attempt === 0 && (outcome === 'failed' || outcome === 'slow')));
  }
  return found.toSorted((a, b) => a.at - b.at || a.id - b.id).slice(0, ACTS);
}

/** As far back as its looks are whole, until the incident ended. */
async function historyOf(
  config: WatchedConfig,
  reader: StoreReader,
  { subjectId, target }: IncidentRow,
  to: number,
  now: number,
): Promise<WatchedProbe | null> {
  const asked = { from: to - HISTORY_US, to };
  const own = (await reader.windowSubjects({ ...asked, target })).filter(({ id }) => id === subjectId);
  const window = await keptWindow(reader, asked, own, now - config.keep.probesMs * 1000);
  const [subject] = own;
  if (subject === undefined || window.from >= window.to) return null;
  const looks = await reader.looksOfSubject({ ...window, subject: subjectId });
  const [first] = looks.at;
  if (first === undefined) return null;
  const { gaps } = await reader.windowPlan(window);
  return watchedProbe(subject, looks, { window: { from: first, to }, rule: watchRule(config, subject), gaps });
}

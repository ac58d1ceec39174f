import type { PointLine } from './sample-lines.ts';

/** A point and how long before its own time its act began, ms; undefined: that cannot be known. */
export interface Placed {
  readonly point: PointLine;
  readonly beforeMs: number | undefined;
}

interface Hop {
  readonly points: Map<string, PointLine>;
}

// k6 writes the points of a hop together; more hops than this are never between them.
const OPEN_HOPS = 256;
const POINTS_OF_A_HOP = 9;

const OWN_LENGTH = new Set(['iteration_duration', 'group_duration']);
const OF_A_HOP = /^http_req(?:s$|_)/;

/**
 * Puts points at the start of their act; k6 writes its end. The nine points of one HTTP hop share instant and tags and are
 * one act that began duration + blocked earlier (blocked holds DNS, connect and TLS; duration does not).
 */
export function httpHops(): { add(point: PointLine): readonly Placed[]; end(): readonly Placed[] } {
  const open = new Map<string, Hop>();
  const close = (key: string): readonly Placed[] => {
    const points = [...(open.get(key)?.points.values() ?? [])];
    open.delete(key);
    const valueOf = (metric: string): number | undefined => points.find((point) => point.metric === metric)?.value;
    const [duration, blocked] = [valueOf('http_req_duration'), valueOf('http_req_blocked')];
    const beforeMs = duration === undefined || blocked === undefined ? undefined : duration + blocked;
    return points.map((point) => ({ point, beforeMs }));
  };
  const oldest = (): string => open.keys().next().value as string;
  return {
    add: (point) => {
      if (!OF_A_HOP.test(point.metric)) return [{ point, beforeMs: OWN_LENGTH.has(point.metric) ? point.value : 0 }];
      const key = point.time + JSON.stringify(point.tags);
      // The same metric twice: another hop that ended at the same instant.
      const earlier = open.get(key)?.points.has(point.metric) === true ? close(key) : [];
      const hop = open.get(key) ?? { points: new Map<string, PointLine>() };
      hop.points.set(point.metric, point);
      open.set(key, hop);
      if (hop.points.size === POINTS_OF_A_HOP) return [...earlier, ...close(key)];
      return open.size > OPEN_HOPS ? [...earlier, ...close(oldest())] : earlier;
    },
    end: () => [...open.keys()].flatMap((key) => close(key)),
  };
}

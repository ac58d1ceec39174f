import { ask, point, refuseInInit, refuseOutsideInit, tagsFrom, type VuState } from './vu-state.ts';

type Kind = 'counter' | 'gauge' | 'rate' | 'trend';

/** The module `k6/metrics`: Counter, Gauge, Rate, Trend; made in the init context only. */
export function metricsModule(state: VuState): { readonly [name: string]: unknown } {
  function metricOf(kind: Kind): new (name: string, isTime?: boolean) => unknown {
    return class {
      readonly name: string;

      constructor(name: string, isTime?: boolean) {
        refuseOutsideInit(state, 'making a metric');
        ask(state, 'metric', { name, kind, isTime: isTime === true });
        this.name = name;
      }

      add(given: unknown, tags?: unknown): boolean {
        refuseInInit(state, 'adding to a metric');
        const value = typeof given === 'boolean' ? Number(given) : given === null || given === undefined ? Number.NaN : Number(given);
        if (Number.isNaN(value)) {
          const message = `${String(given)} is not a valid value for metric "${this.name}", a number is needed`;
          if (state.options.throw) throw new Error(message);
          state.host.log('warn', message);
          return false;
        }
        point(state, this.name, value, tagsFrom(tags));
        return true;
      }
    };
  }
  return { Counter: metricOf('counter'), Gauge: metricOf('gauge'), Rate: metricOf('rate'), Trend: metricOf('trend') };
}

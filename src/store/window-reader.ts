import type {
  NearLook,
  Window,
  WindowFigure,
  WindowFilter,
  WindowLooks,
  WindowPlan,
  WindowSeriesRow,
  WindowSubjectRow,
  WindowValues,
} from './window-rows.ts';

/** The part of the read side for stretches of time: millions of rows, a subject or a series at a time, as columns. */
export interface WindowReader {
  /** Probes with a look in the window, by target and key. */
  windowSubjects(filter: Window & { target?: string }): Promise<readonly WindowSubjectRow[]>;
  /** `subject`: row id. */
  looksOfSubject(filter: Window & { subject: number }): Promise<WindowLooks>;
  /** Series of a metric that probes gave in the window, by target and tags. */
  windowSeries(filter: Window & { metric: string; target?: string }): Promise<readonly WindowSeriesRow[]>;
  /** `series`: row id. Quickest for the series of one probe one after the other. */
  valuesOfSeries(filter: Window & { series: number }): Promise<WindowValues>;
  windowPlan(window: Window): Promise<WindowPlan>;
  /** A number by plain SQL, apart from the columns above; NaN where there is none. */
  windowFigure(filter: WindowFilter, figure: WindowFigure): Promise<number>;
  /** The looks of one subject that failed or say nothing, with `nearby` others on each side, the first and the last. */
  looksNear(filter: WindowFilter, nearby: number): Promise<readonly NearLook[]>;
}

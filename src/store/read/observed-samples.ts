/**
 * From observations `o` to their samples `s`, as a `from` clause: a look-up by key in each series that the subject ever gave.
 * Samples have no index by observation, which would cost as much as they do.
 */
export const OBSERVED_SAMPLES = `observations o join subject_series u on u.subject = o.subject
  join samples s on s.series = u.series and s.at between coalesce(o.samples_from, o.at) and coalesce(o.samples_to, o.at) and s.obs = o.id`;

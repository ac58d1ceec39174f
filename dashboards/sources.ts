/** Live panels ask Prometheus. */
export const PROMETHEUS = { type: 'prometheus', uid: 'evenkeel-prometheus' } as const;

/** History comes from the store's snapshot. */
export const SQLITE = { type: 'frser-sqlite-datasource', uid: 'evenkeel-sqlite' } as const;

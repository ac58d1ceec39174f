/** Columns of a ResourceRow, from `resources x`. */
export const RESOURCE_COLUMNS = `x.id, x.run as runId, x.instance as instanceId, x.provider, x.kind, x.name, x.external_id as externalId, x.state,
  x.intended_at as intendedAt, x.expires_at as expiresAt, x.gone_at as goneAt, x.attempts, x.last_error as lastError`;

import { z } from 'zod';

/** Bodies and answers of the local provider's API, used by its server and by its adapter. Sizes in bytes, instants in µs since 1970. */
const name = z.string().min(1).max(200);
const expiresAt = z.int().nonnegative();

export const driveOrder = z.strictObject({
  name,
  expires_at: expiresAt,
  image: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  size_bytes: z
    .int()
    .min(4096)
    .max(2 ** 36),
});

export const serverOrder = z.strictObject({
  name,
  expires_at: expiresAt,
  flavour: z.string().min(1).max(64),
  drive: z.string().min(1).max(64).nullable(),
  user_data: z.string().max(16_384),
});

/** The provider's own words; the adapter maps them. */
export const status = z.enum(['cloning', 'unmounted', 'creating', 'stopped', 'starting', 'running', 'removing', 'failed']);
export type LocalStatus = z.infer<typeof status>;

export const resourceAnswer = z.object({
  id: z.string(),
  kind: z.enum(['drive', 'server']),
  name,
  status,
  expires_at: expiresAt,
  address: z.object({ host: z.string(), port: z.int().min(1).max(65_535) }).optional(),
  /** SHA-256 (hex) of a cloned drive, as read back. */
  sha256: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** The last order: when it was taken, and when it was done. */
  ordered_at: z.int().nonnegative().optional(),
  done_at: z.int().nonnegative().optional(),
});
export type ResourceAnswer = z.infer<typeof resourceAnswer>;

export const listAnswer = z.object({ resources: z.array(resourceAnswer) });
export const errorAnswer = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Every code that this API gives of itself. */
export const API_CODES = ['unauthorized', 'refused', 'invalid_request', 'not_found', 'conflict', 'internal'] as const;

export class ApiError extends Error {
  readonly status: 400 | 404 | 409;
  readonly code: (typeof API_CODES)[number];

  constructor(httpStatus: 400 | 404 | 409, code: (typeof API_CODES)[number], message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = httpStatus;
    this.code = code;
  }
}

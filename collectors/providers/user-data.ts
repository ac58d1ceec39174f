import { z } from 'zod';

const shape = z.object({ evenkeel: z.object({ secret: z.string().min(16) }) });

/** What a new server is handed: the secret with which it proves that its context arrived. */
export function userDataOf(secret: string): string {
  return JSON.stringify({ evenkeel: { secret } } satisfies z.infer<typeof shape>);
}

/** undefined: no user data of ours arrived. */
export function secretOf(userData: string): string | undefined {
  try {
    return shape.parse(JSON.parse(userData)).evenkeel.secret;
  } catch {
    return undefined;
  }
}

import type { JobKind } from '../../src/core/job.ts';
import { cpuJob } from './cpu-job.ts';
import { ioJob } from './io-job.ts';

/** Every kind of job there is; a new one is a line here. */
export const jobKinds: readonly JobKind[] = [cpuJob, ioJob];

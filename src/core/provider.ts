import type { z } from 'zod';
import type { Outcome } from './outcome.ts';
import type { Evidence } from './observation.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { Log } from './log.ts';

export type ResourceKind = 'drive' | 'server' | 'firewall' | 'address';

/** One attempt at one call of the provider's API, whatever came of it: becomes an `api_call` observation. */
export interface ApiCall {
  /** Short and fixed: clone, create, start, inspect, remove, list. */
  readonly operation: string;
  /** µs since 1970. */
  readonly at: number;
  /** Monotonic µs. */
  readonly tookUs: number;
  /** 0 = first try. */
  readonly attempt: number;
  readonly outcome: Outcome;
  /** The provider's own code (`max_retries_exceeded`), else `http_503`, `timeout`, `ECONNREFUSED`. */
  readonly code?: string;
  /** The raw answer, always given when the outcome is not ok. */
  readonly evidence?: Evidence;
}

/** Passed to every call: when to give up, and where each attempt is reported. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly report: (call: ApiCall) => void;
}

/**
 * pending: asked for, not yet usable · ready: a drive can be used, a server is defined and stopped ·
 * running · stopped · failed: the provider says so · removing · gone: the provider no longer knows it.
 */
export type ResourceStatus = 'pending' | 'ready' | 'running' | 'stopped' | 'failed' | 'removing' | 'gone';

export interface ResourceState {
  readonly id: string;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly status: ResourceStatus;
  /** Where a running server answers. */
  readonly address?: { readonly host: string; readonly port: number };
  /** The provider's own code when failed, where it gives one. */
  readonly code?: string;
  /** The provider's words when failed. */
  readonly message?: string;
  /** µs since 1970, from the mark; absent on what carries none. */
  readonly expiresAt?: number;
  /** When the provider says that it took the last order for it, and had done it: µs since 1970, by its own clock. Absent where it tells neither. */
  readonly times?: { readonly orderedAt: number; readonly doneAt: number };
}

/** Whatever is created carries this: as its name where the provider has no other place. */
export interface Mark {
  /** `evk-<store uid>-<run uid>-<kind letter><n>`; unique, so a lost answer can be looked up by it. */
  readonly name: string;
  /** µs since 1970; a reaper of the same store may delete it at once when its session is dead, anybody else after this. */
  readonly expiresAt: number;
}

export interface DriveSpec extends Mark {
  readonly image: string;
  readonly sizeBytes: number;
}

export interface ServerSpec extends Mark {
  readonly flavour: string;
  /** The cloned drive, where the provider has drives. */
  readonly driveId?: string;
  /** Handed to the guest: holds the secret that proves context (base64 where the provider wants it is the adapter's affair). */
  readonly userData: string;
}

export interface HostFacts {
  /** Equal for instances that share a physical host, as far as it can be known; absent = unknown. */
  readonly hostKey?: string;
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly virtualisation: string;
  /** A Node.js on the instance, for portable jobs. */
  readonly node?: { readonly path: string; readonly version: string };
}

export interface ExecOptions {
  readonly signal: AbortSignal;
  readonly stdin?: string;
  /** Kills the command after this long; the result then has `timedOut`. */
  readonly timeoutMs: number;
}

export interface ExecResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** Each cut at 256 KiB. */
  readonly stdout: string;
  readonly stderr: string;
  /** Wall clock of the harness, µs since 1970. */
  readonly at: number;
  /** Monotonic µs, as seen by the side that ran the command where the channel tells it. */
  readonly tookUs: number;
}

/** A way onto a running instance: ssh for clouds, the instance's own socket for `local`. */
export interface InstanceChannel {
  /** Runs argv without a shell in the instance's own folder (a relative path is there); rejects only when the channel itself broke. */
  exec(argv: readonly string[], options: ExecOptions): Promise<ExecResult>;
  /** The HMAC-SHA256 (hex) of `nonce` with the secret from the user data: proof that context arrived. */
  context(nonce: string, signal: AbortSignal): Promise<string>;
  facts(signal: AbortSignal): Promise<HostFacts>;
  close(): Promise<void>;
}

/**
 * Who rents instances. Every method asks the provider once (an adapter never retries: attempts are data and the
 * caller's affair) and throws ProviderError. Create calls return when the provider has taken the order; `inspect` tells the rest.
 */
export interface Provider {
  readonly name: string;
  /** Version of the adapter: part of the instrument. */
  readonly version: string;
  /** True: a server needs a drive cloned from an image first. */
  readonly hasDrives: boolean;
  /** Instances of one such provider share this machine: differences between them say nothing about a cloud. */
  readonly sharesHost: boolean;
  /** Error codes that the provider documents; any other is called undocumented. */
  readonly documentedCodes: readonly string[];
  /** URL that answers a GET while the API is well: what an `api` probe watches. */
  readonly endpoint?: string;
  /** Header that the endpoint wants; its value is a secret. */
  readonly endpointAuth?: { readonly header: string; readonly value: string };
  /** Makes what an image needs on this machine before anything is timed; absent where nothing is. Rejects with ProviderError. */
  prepare?(image: string, sizeBytes: number, context: CallContext): Promise<void>;
  clone(spec: DriveSpec, context: CallContext): Promise<{ readonly id: string }>;
  create(spec: ServerSpec, context: CallContext): Promise<{ readonly id: string }>;
  start(serverId: string, context: CallContext): Promise<void>;
  /** `gone` rather than an error for what the provider does not know. */
  inspect(kind: ResourceKind, id: string, context: CallContext): Promise<ResourceState>;
  /** Resolves when the order is taken, also for what is already gone. */
  remove(kind: ResourceKind, id: string, context: CallContext): Promise<void>;
  /** Everything whose name begins with `prefix`; what carries no mark of ours never appears for prefix `evk-`. */
  list(prefix: string, context: CallContext): Promise<readonly ResourceState[]>;
  /** Tries once; rejects while nothing answers. */
  connect(server: ResourceState, secret: string, signal: AbortSignal): Promise<InstanceChannel>;
  close(): Promise<void>;
}

export class ProviderError extends Error {
  readonly code: string;
  /** Whether the same call may help later. */
  readonly retryable: boolean;
  /** The provider does not know the thing. */
  readonly notFound: boolean;

  constructor(message: string, details: { code: string; retryable: boolean; notFound?: boolean; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.name = 'ProviderError';
    this.code = details.code;
    this.retryable = details.retryable;
    this.notFound = details.notFound ?? false;
  }
}

export interface ProviderDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Absolute folder for what the provider keeps on this machine. */
  readonly stateDir: string;
  /** Values of secrets by the name that the settings give. */
  readonly secret: (name: string) => string;
}

/** One cloud: the settings it takes in the config, and how to open it. A new cloud is one registry line. */
export interface ProviderKind<Settings = unknown> {
  readonly kind: string;
  readonly settings: z.ZodType<Settings>;
  open(settings: Settings, deps: ProviderDeps): Promise<Provider>;
}

/** What a run set out to do: stored with it, so that `missed` can be told from `never planned`. */
export interface RunPlan {
  readonly instances: number;
  /** Jobs in all by kind, dealt out evenly beforehand. */
  readonly jobs: { readonly [kind: string]: number };
  /** Names of the probes that ran throughout, with their interval in ms. */
  readonly probes: { readonly [name: string]: { readonly everyMs: number } };
  /** From whom and as what the instances were rented; absent where none were, and in older runs. */
  readonly rented?: RentedAs;
}

export interface RentedAs {
  /** Kind of provider, as the config names it. */
  readonly kind: string;
  /** The provider that answered, and the version of the adapter that spoke to it. */
  readonly adapter: { readonly name: string; readonly version: string };
  readonly image: string;
  readonly flavour: string;
  /** Of each drive; null where the provider has no drives. */
  readonly driveBytes: number | null;
  /** Error codes that the provider documents. */
  readonly documentedCodes: readonly string[];
}

/** Where the harness itself ran. */
export interface Environment {
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  /** `none`, `container`, or what the hypervisor calls itself; absent in older runs. */
  readonly virtualisation?: string;
  /** Tool → version, as found: k6, sysbench, fio. */
  readonly tools: { readonly [tool: string]: string };
}

/** What a run set out to do: stored with it, so that `missed` can be told from `never planned`. */
export interface RunPlan {
  readonly instances: number;
  /** Jobs in all by kind, dealt out evenly beforehand. */
  readonly jobs: { readonly [kind: string]: number };
  /** Names of the probes that ran throughout, with their interval in ms. */
  readonly probes: { readonly [name: string]: { readonly everyMs: number } };
}

/** Where the harness itself ran. */
export interface Environment {
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  /** Tool → version, as found: k6, sysbench, fio. */
  readonly tools: { readonly [tool: string]: string };
}

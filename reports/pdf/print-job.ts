/** What the printing process is told: absolute paths, and whether Chromium keeps its sandbox. */
export interface PrintJob {
  readonly browser: string;
  readonly html: string;
  readonly pdf: string;
  readonly sandbox: boolean;
  readonly patienceMs: number;
}

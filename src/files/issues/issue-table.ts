/** A cell as it reads, and where it begins (1-based); 0 where the file has no lines to speak of. */
export interface IssueCell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A table of somebody's issues, before anybody asked what its columns mean. */
export interface IssueTable {
  readonly header: readonly IssueCell[];
  /** A row may have more or fewer cells than the header. */
  readonly rows: readonly (readonly IssueCell[])[];
}

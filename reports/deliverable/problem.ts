/** What an author has to mend, and where: `file:line:column`. */
export interface Problem {
  readonly place: string;
  readonly message: string;
}

/** Where a line and a column (both from one) of an author's text stand. */
export type PlaceAt = (line: number, column: number) => string;

/** What the search is made of. One set for every series; only the measurement of its accuracy tries others. */
export interface SearchSettings {
  /** Paid for a change, × ln n: its level and its place. */
  readonly changePenalty: number;
  /** Paid for a slope, × ln n. */
  readonly slopePenalty: number;
  /** Fewest values of a segment in the search. */
  readonly minSegment: number;
  /** Fewest values between a reported change and its neighbours or the ends. */
  readonly edge: number;
  /** Rounds of searching again inside the segments. */
  readonly recursions: number;
  /** Fewest values of a segment that is searched again. */
  readonly searchAgain: number;
  readonly alpha: number;
  /** Share of the level. */
  readonly floor: number;
  /** Of the robust spread of the quieter side. */
  readonly spreadFloor: number;
  readonly seed: number;
}

export const SEARCH: SearchSettings = {
  changePenalty: 2,
  slopePenalty: 1,
  minSegment: 3,
  edge: 5,
  recursions: 1,
  searchAgain: 20,
  alpha: 0.001,
  floor: 0.03,
  spreadFloor: 0.5,
  seed: 1,
};

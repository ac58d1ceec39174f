/** What the search is made of. One set for every series; only the measurement of its accuracy tries others. */
export interface SearchSettings {
  /** Paid for a change, × ln n: its level and its place. */
  readonly changePenalty: number;
  /** Paid for a slope, × ln n. */
  readonly slopePenalty: number;
  /** Paid for a change inside a stretch that went through as a line, × ln n; one more than above, since the noise is measured about the line. */
  readonly kinkPenalty: number;
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
  /** Segment costs that one exact search may look at; a longer series is searched as block medians. */
  readonly mostCosts: number;
  /** Block medians of a longer series. */
  readonly blocks: number;
  readonly seed: number;
}

export const SEARCH: SearchSettings = {
  changePenalty: 2,
  slopePenalty: 1,
  kinkPenalty: 3,
  minSegment: 3,
  edge: 5,
  recursions: 1,
  searchAgain: 20,
  alpha: 0.001,
  floor: 0.03,
  spreadFloor: 0.5,
  mostCosts: 12_000_000,
  blocks: 4000,
  seed: 1,
};

/** What a replay of a recording finds: the commands ask, the recorder answers; `main.ts` brings the two together. */

/** The first place where a replay was not what was recorded. */
export interface ReplayDifference {
  /** Line of the input after which it showed. */
  readonly line: number;
  readonly input: string;
  readonly atMs: number;
  /** "" = of no service. */
  readonly service: string;
  /** What was recorded; a line each. */
  readonly recorded: readonly string[];
  /** What was decided now. */
  readonly decided: readonly string[];
}

/** What was replayed, up to its end or the first difference. */
export interface ReplayResult {
  readonly inputs: number;
  readonly commits: number;
  readonly calls: number;
  /** Turns that began while an earlier one may have been under way: there the order is not certain. */
  readonly midTurns: number;
  readonly difference?: ReplayDifference;
}

export type ReplayOutcome =
  | { readonly kind: "unreadable"; readonly problem: string }
  | ReplayResult & {
    readonly kind: "replayed";
    readonly tookMs: number;
    /**
     * Why the recording ends where it does. `full`: the file reached its size. `dropped`: lines came faster than the disk took
     * them. `cut`: it has no end.
     */
    readonly end: "stopped" | "full" | "dropped" | "cut";
    /** Lines that were dropped behind its end. */
    readonly missing: number;
  };

/** Replays the text of a recording. */
export type ReplayText = (text: string) => Promise<ReplayOutcome>;

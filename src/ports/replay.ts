/** The result of replaying a recording: the commands ask, the recorder answers; `main.ts` connects the two. */

/** The first difference between a replay and the recording. */
export interface ReplayDifference {
  /** Line of the input after which it occurred. */
  readonly line: number;
  readonly input: string;
  readonly atMs: number;
  /** "" = of no service. */
  readonly service: string;
  /** The recorded decisions, one line each. */
  readonly recorded: readonly string[];
  /** The decisions of the replay. */
  readonly decided: readonly string[];
}

/** What was replayed, up to the end or the first difference. */
export interface ReplayResult {
  readonly inputs: number;
  readonly commits: number;
  readonly calls: number;
  /** Turns that began while an earlier one may still have been running: their order is not certain. */
  readonly midTurns: number;
  readonly difference?: ReplayDifference;
}

export type ReplayOutcome =
  | { readonly kind: "unreadable"; readonly problem: string }
  | ReplayResult & {
    readonly kind: "replayed";
    readonly tookMs: number;
    /**
     * Why the recording ends. `continued`: another file goes on. `full`: the file reached its size before the manager was at rest.
     * `dropped`: lines arrived faster than the disk accepted them. `cut`: the end line is missing. `torn`: the last line is not whole.
     */
    readonly end: "stopped" | "continued" | "full" | "dropped" | "cut" | "torn";
    /** Lines that were dropped after its end. */
    readonly missing: number;
  };

/** Replays the text of a recording. */
export type ReplayText = (text: string) => Promise<ReplayOutcome>;

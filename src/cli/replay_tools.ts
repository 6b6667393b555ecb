/** The replay as the commands see it; `main.ts` brings it and the commands together. */

/** Where a replay was not what was recorded. */
export interface ReplayDifference {
  readonly line: number;
  readonly input: string;
  readonly atMs: number;
  /** "" = of no service. */
  readonly service: string;
  readonly recorded: readonly string[];
  readonly decided: readonly string[];
}

export type ReplayOutcome =
  | { readonly kind: "unreadable"; readonly problem: string }
  | {
    readonly kind: "replayed";
    readonly inputs: number;
    readonly commits: number;
    readonly calls: number;
    readonly tookMs: number;
    /** Turns in which the order of what came in is not certain. */
    readonly midTurns: number;
    /** Why the recording ends where it does. */
    readonly end: "stopped" | "full" | "dropped" | "cut";
    readonly missing: number;
    readonly difference?: ReplayDifference;
  };

/** Replays the text of a recording. */
export type ReplayText = (text: string) => Promise<ReplayOutcome>;

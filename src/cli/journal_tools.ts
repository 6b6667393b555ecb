/** What the commands for the journal need. The layer of the commands does not know SQLite: `main.ts` brings the two together. */
import type { JournalTools } from "../ports/journal_tools.ts";

/** The state directory that the configuration names, or why it cannot be known. */
export type StateDirOutcome =
  | { readonly kind: "known"; readonly stateDir: string }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** What the commands for the journal need of the machine. */
export interface JournalDeps {
  readonly tools: JournalTools;
  stateDirOf(
    configPath: string | undefined,
    env: Readonly<Record<string, string | undefined>>,
  ): StateDirOutcome;
  /** Runs `work` with the instance lock held; the answer says who has it where that cannot be. */
  withLock<T>(stateDir: string, work: () => T):
    | { readonly kind: "done"; readonly value: T }
    | { readonly kind: "held" | "failed"; readonly message: string };
}

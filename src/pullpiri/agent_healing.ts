/**
 * Whether the agent of a node is about to heal a model by itself, so that it is left to it for a moment. Pure.
 *
 * The agent restarts the first container of a model: at once, then 20, 40, 80 and 160 s after the one before, and never once 300 s have
 * passed since its last restart. It knows only what it started itself since its own start.
 */
import type { RestartPolicy } from "./words.ts";

export interface HealingFacts {
  /** Restarts that the agent made since the model was started there. */
  readonly restarts: number;
  /** Since the newest of them, milliseconds; undefined = none. */
  readonly sinceRestartMs: number | undefined;
  /** Whether it is the first container of the model that ended. */
  readonly isFirstContainer: boolean;
  /** Whether the agent was restarted, or made to forget the model, since the model was started there. */
  readonly hasForgotten: boolean;
  readonly policy: RestartPolicy;
  readonly exitCode: number;
}

const FIRST_BACKOFF_MS = 20_000;
const LONGEST_BACKOFF_MS = 160_000;
const GIVES_UP_AFTER_MS = 300_000;

/** Why the agent will not heal it now; undefined = it may. */
export function whyNotHealed(facts: HealingFacts): string | undefined {
  const { restarts, sinceRestartMs, policy } = facts;
  if (!facts.isFirstContainer) return "the agent only looks at the first container";
  if (facts.hasForgotten) return "the agent does not remember the model";
  if (policy === "Never") return "its restart policy is Never";
  if (policy === "OnFailure" && facts.exitCode === 0) return "it ended with code 0";
  if (restarts === 0 || sinceRestartMs === undefined) return undefined;
  if (sinceRestartMs >= GIVES_UP_AFTER_MS) return "the agent has given up";
  const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (restarts - 1), LONGEST_BACKOFF_MS);
  return sinceRestartMs < backoffMs ? "the agent is backing off" : undefined;
}

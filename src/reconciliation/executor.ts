/**
 * Carries out plans through the ActionController (seed `reconciliation/executor.rs`), by what it is given to do so.
 *
 * Owns sending, repeating and giving up. That an action worked is not judged here: see `decision.ts`.
 *
 * I1: an action that may have happened (no connection, no answer, or one that does not say how it ended) is repeated under the same
 *     id, so that it happens once.
 * I2: an action that was tried and failed is tried again under a new id made from the old one and how often it has failed, so that a
 *     second run of the same plan asks for the same ids in the same order, whatever was not answered in between.
 * I3: between two actions, and between two tries of one, the caller may stop the plan; an action that was sent is waited for, up to
 *     its deadline.
 */
import { type ActionResult, isUndecided, type UndecidedResult } from "../state/action.ts";
import { assertNever } from "../kit/errors.ts";
import { backoffDelayMs } from "../kit/backoff.ts";
import type { RecoveryAction } from "../state/issue.ts";
import { tryIdOf } from "../state/action_id.ts";
import type { ActionPlan, PlannedAction } from "../state/plan.ts";

export type ExecutionResult =
  /** Every action is acknowledged. */
  | { readonly kind: "acknowledged" }
  /** Stopped at a safe point, before `nextAction`. */
  | { readonly kind: "stopped"; readonly nextAction: number }
  /** It is not known how the action ended; the plan goes on later from `nextAction`, which is that action. */
  | {
    readonly kind: "postponed";
    readonly nextAction: number;
    readonly action: PlannedAction;
    readonly result: UndecidedResult;
  }
  | {
    readonly kind: "failed";
    readonly action: PlannedAction;
    readonly result: ActionResult;
    /** What is best done about it. */
    readonly recovery: RecoveryAction;
  };

export interface ExecuteOptions {
  /** Number of the action to begin with. */
  readonly fromAction: number;
  readonly signal: AbortSignal;
  /** Asked before each action and each repetition. */
  readonly canContinue: () => boolean;
  /** Called when an action leaves. */
  readonly onSend: (action: PlannedAction) => void;
  /** Called when an action is acknowledged, before the next one is sent; must store it. */
  readonly onAcknowledged: (action: PlannedAction, result: ActionResult) => void;
}

export interface ExecutorSettings {
  /** Tries of one action before the plan fails or is postponed, 1 to 10. */
  readonly attempts: number;
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
}

/** What it does to the world. */
export interface ExecutorEffects {
  /** Asks the controller for the action, once. Never rejects. */
  send(action: PlannedAction, signal: AbortSignal): Promise<ActionResult>;
  /** Resolves after the time, or when the signal aborts. */
  pause(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Jitter, in [0, 1). */
  random01(): number;
}

/** Asking again at once would not change that. */
const FINAL: ReadonlySet<ActionResult["kind"]> = new Set(["rejected", "withheld", "fenced"]);

export class Executor {
  readonly #effects: ExecutorEffects;
  readonly #settings: ExecutorSettings;
  #answers = 0;

  constructor(effects: ExecutorEffects, settings: ExecutorSettings) {
    this.#effects = effects;
    this.#settings = settings;
  }

  /** Calls of the controller that ended so far, however they ended. */
  get answers(): number {
    return this.#answers;
  }

  /** Execute action plan: its actions one after the other. Rejects only when a callback throws. */
  async executePlan(plan: ActionPlan, options: ExecuteOptions): Promise<ExecutionResult> {
    for (let index = options.fromAction; index < plan.actions.length; index++) {
      const action = plan.actions[index];
      if (action === undefined) break;
      if (options.signal.aborted || !options.canContinue()) return { kind: "stopped", nextAction: index };
      options.onSend(action);
      const result = await this.executeAction(action, options.signal, options.canContinue);
      if (isActionSuccessful(result)) {
        options.onAcknowledged(action, result);
        continue;
      }
      if (!options.canContinue()) return { kind: "stopped", nextAction: index };
      if (isUndecided(result)) {
        return options.signal.aborted
          ? { kind: "stopped", nextAction: index }
          : { kind: "postponed", nextAction: index, action, result };
      }
      return { kind: "failed", action, result, recovery: handleExecutionFailure(action, result) };
    }
    return { kind: "acknowledged" };
  }

  /** Execute single action using ActionController, with repetitions for as long as `canContinue` says so. Never rejects. */
  async executeAction(
    action: PlannedAction,
    signal: AbortSignal,
    canContinue: () => boolean = () => true,
  ): Promise<ActionResult> {
    let id = action.id;
    let failures = 0;
    for (let attempt = 1;; attempt++) {
      const result = await this.#effects.send({ ...action, id }, signal);
      this.#answers += 1;
      const isFinal = isActionSuccessful(result) || FINAL.has(result.kind);
      if (isFinal || attempt >= this.#settings.attempts || signal.aborted) return result;
      if (result.kind === "failed") id = tryIdOf(action.id, ++failures + 1);
      await this.#effects.pause(
        backoffDelayMs(attempt, { ...this.#settings.backoff, random01: this.#effects.random01() }),
        signal,
      );
      if (!canContinue()) return result;
    }
  }
}

/** Check if action execution was successful: acknowledged, not yet seen to work. */
export function isActionSuccessful(result: ActionResult): boolean {
  return result.kind === "done";
}

/** Handle action execution failure: what is best done when the controller could not carry an action out. */
export function handleExecutionFailure(action: PlannedAction, result: ActionResult): RecoveryAction {
  if (result.kind === "rejected") return "Notify";
  const { kind } = action.step;
  switch (kind) {
    case "UpdateVersion":
      return "RollbackVersion";
    case "ApplyConfig":
      return "ResetConfig";
    case "Start":
    case "Restart":
    case "Scale":
      return "Recreate";
    case "Stop":
    case "Recreate":
    case "Relocate":
    case "RollbackVersion":
    case "ResetConfig":
    case "Isolate":
      return "Notify";
    default:
      return assertNever(kind);
  }
}

/**
 * Whether the engine still works: a hung one is to be ended and started anew, a busy one is not.
 *
 * Hung is: work is there and nothing happens for longer than one call of a peer can take; or one reconcile goes on for longer than
 * the longest plan can take.
 *
 * I1: time counts only as it is seen to pass: a check that comes late (a stopped process, a computer that slept) adds no more than
 *     twice the usual interval, so one late check alone never makes an engine hung.
 * I2: a check changes nothing.
 */
import { backoffUpperBoundMs } from "../../kit/backoff.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { ManagerSettings } from "./settings.ts";

/** How far the work has come. */
export interface WorkProgress {
  /** Grows with every reconcile that begins or ends, and every call of the controller that ends. */
  readonly steps: number;
  /** Something is under way or due. */
  readonly isBusy: boolean;
  /** The reconcile that has been under way for longest. */
  readonly oldest?: { readonly serial: number; readonly resourceId: ResourceId };
}

export interface ProgressBounds {
  /** Longest time without a step while there is work. */
  readonly quietMs: number;
  /** Longest reconcile. */
  readonly reconcileMs: number;
}

/** What the runtime, a slow disk and a slow processor may add to any of it. */
const MARGIN_MS = 10_000;
/** More actions than any plan has. */
const MAX_ACTIONS = 16;
/** The calls of one reconcile that are no actions (observations of a node): their deadline, with the margin of the adapter. */
const LOOK_MS = 5_000;

/** Bounds that healthy work cannot reach. */
export function progressBounds(
  { actionDeadlineMs, actionAttempts, backoff }: Pick<
    ManagerSettings,
    "actionDeadlineMs" | "actionAttempts" | "backoff"
  >,
): ProgressBounds {
  const attemptMs = backoffUpperBoundMs(actionAttempts, backoff) + Math.max(actionDeadlineMs, LOOK_MS);
  return {
    quietMs: attemptMs + MARGIN_MS,
    reconcileMs: MAX_ACTIONS * actionAttempts * attemptMs + MARGIN_MS,
  };
}

/** Judges by checks at regular intervals. */
export class ProgressJudge {
  readonly #bounds: ProgressBounds;
  readonly #everyMs: number;
  #lookedAtMs: number | undefined;
  #steps = -1;
  #quietMs = 0;
  #oldestSerial = -1;
  #oldestMs = 0;

  constructor(bounds: ProgressBounds, everyMs: number) {
    this.#bounds = bounds;
    this.#everyMs = everyMs;
  }

  /** Why the engine counts as hung; undefined = it works, or there is nothing to judge. */
  judge(progress: WorkProgress | undefined, nowMs: number): string | undefined {
    const passedMs = Math.min(nowMs - (this.#lookedAtMs ?? nowMs), 2 * this.#everyMs);
    this.#lookedAtMs = nowMs;
    const { steps = -1, isBusy = false, oldest } = progress ?? {};
    this.#quietMs = isBusy && steps === this.#steps ? this.#quietMs + passedMs : 0;
    this.#steps = steps;
    const serial = oldest?.serial ?? -1;
    this.#oldestMs = serial >= 0 && serial === this.#oldestSerial ? this.#oldestMs + passedMs : 0;
    this.#oldestSerial = serial;
    if (this.#quietMs > this.#bounds.quietMs) {
      return `There is work, and nothing has happened for ${seconds(this.#quietMs)} s`;
    }
    if (this.#oldestMs > this.#bounds.reconcileMs) {
      return `The reconcile of ${oldest?.resourceId} has been under way for ${seconds(this.#oldestMs)} s`;
    }
    return undefined;
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}

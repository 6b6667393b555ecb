/**
 * Track and analyze state changes of one service (seed `state/tracker.rs`).
 *
 * Owns the shape that others see; the memory is `history_ring.ts`, the figures are `stability.ts`, the patterns
 * `transition_issues.ts`. Times are of the monotonic clock.
 */
import { HistoryRing, type StateChange } from "./history_ring.ts";
import { SERVICE_STATES, type ServiceStateType } from "./model.ts";
import type { ResourceId } from "./resource_id.ts";
import { DEFAULT_FLAP_SETTINGS } from "./flapping.ts";
import { type FlapOptions, type StabilityMetrics, stabilityOf } from "./stability.ts";
import {
  DEFAULT_THRESHOLDS,
  findTransitionIssues,
  type IssueThresholds,
  medianOf,
  type TransitionIssue,
} from "./transition_issues.ts";

export type { StateChange } from "./history_ring.ts";
export { historyBytes } from "./history_ring.ts";
export type { StabilityMetrics } from "./stability.ts";
export { DEFAULT_THRESHOLDS, type IssueThresholds, type TransitionIssue } from "./transition_issues.ts";

/** Changes that a tracker keeps by default. */
export const DEFAULT_CAPACITY_CHANGES = 64;

/** One kind of change, for the map of transition times. */
export type TransitionKey = `${ServiceStateType}->${ServiceStateType}`;

export interface TrackerOptions {
  /** Changes to keep, 2 to 65,536; default 64. */
  readonly capacityChanges?: number;
  /** Phase to begin with, entered at `nowMs` (default 0). */
  readonly state?: ServiceStateType;
  readonly nowMs?: number;
}

/** State tracker (seed `state/tracker.rs`). All its memory is allocated when it is made. */
export class StateTracker {
  readonly resourceId: ResourceId;
  /** For the functions of this module. */
  readonly ring: HistoryRing;

  constructor(resourceId: ResourceId, ring: HistoryRing) {
    this.resourceId = resourceId;
    this.ring = ring;
  }

  /** The kept changes, oldest first; a copy. */
  get stateHistory(): readonly StateChange[] {
    return [...this.ring.changes()];
  }

  /** How long it stayed before each kind of change, newest 8 of each, milliseconds, oldest first; a copy. */
  get transitionTimes(): ReadonlyMap<TransitionKey, readonly number[]> {
    const times = new Map<TransitionKey, readonly number[]>();
    for (const from of SERVICE_STATES) {
      for (const to of SERVICE_STATES) {
        const durations = this.ring.durations(from, to);
        if (durations.length > 0) times.set(`${from}->${to}`, durations);
      }
    }
    return times;
  }

  /** The newest phase, and since when. */
  get current(): StateChange | undefined {
    return this.ring.newest;
  }
}

/** A tracker that knows nothing yet, or only the phase to begin with. */
export function newStateTracker(resourceId: ResourceId, options: TrackerOptions = {}): StateTracker {
  const tracker = new StateTracker(
    resourceId,
    new HistoryRing(options.capacityChanges ?? DEFAULT_CAPACITY_CHANGES),
  );
  if (options.state !== undefined) recordStateChange(tracker, options.state, options.nowMs ?? 0);
  return tracker;
}

/**
 * Add state change to tracker; false when it is in that phase already, which changes nothing. A time before the newest
 * change counts as that time.
 */
export function recordStateChange(
  tracker: StateTracker,
  newState: ServiceStateType,
  timestampMs: number,
): boolean {
  return tracker.ring.push(newState, timestampMs);
}

/** The tracker as it would be after these changes of phase; it itself stays as it is. */
export function trackerAfter(tracker: StateTracker, changes: readonly StateChange[]): StateTracker {
  const copy = new StateTracker(tracker.resourceId, tracker.ring.copy());
  for (const { state, atMs } of changes) recordStateChange(copy, state, atMs);
  return copy;
}

/** Detect problematic state transition patterns, at most one of each kind. */
export function detectTransitionIssues(
  tracker: StateTracker,
  options: { readonly nowMs: number; readonly thresholds?: Partial<IssueThresholds> },
): readonly TransitionIssue[] {
  const thresholds = { ...DEFAULT_THRESHOLDS, ...options.thresholds };
  return findTransitionIssues(tracker.ring, { nowMs: options.nowMs, thresholds });
}

/** Calculate state stability metrics over the `windowMs` before `nowMs`. */
export function calculateStabilityMetrics(
  tracker: StateTracker,
  windowMs: number,
  options: { readonly nowMs: number; readonly flaps?: FlapOptions },
): StabilityMetrics {
  const { nowMs, flaps = { settings: DEFAULT_FLAP_SETTINGS } } = options;
  return stabilityOf(tracker.ring, { windowMs, nowMs, flaps });
}

/** How long it usually stays in `from` before it goes to `to`: the median, milliseconds; undefined if it never did. */
export function usualTransitionMs(
  tracker: StateTracker,
  from: ServiceStateType,
  to: ServiceStateType,
): number | undefined {
  return medianOf(tracker.ring.durations(from, to));
}

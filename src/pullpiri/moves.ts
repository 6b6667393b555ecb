/**
 * Which offloads are accepted. Pure.
 *
 * I1: a model that moved twice within the window flaps: it stays where it is until nobody has asked for another move for as long as the
 *     window. A policy that is always over its threshold asks without end.
 */

export interface MoveHistory {
  /** Wall times, oldest first. */
  readonly movedAtMs: readonly number[];
  /** Wall time of the newest request that was refused because the model flaps; 0 = none. */
  readonly refusedAtMs: number;
}

export const NO_MOVES: MoveHistory = { movedAtMs: [], refusedAtMs: 0 };
export const FLAP_WINDOW_MS = 300_000;
const MOVES_IN_WINDOW = 2;

/** Whether the model moved too often to be moved again. */
export function isFlapping({ movedAtMs, refusedAtMs }: MoveHistory, nowMs: number): boolean {
  const isInWindow = (atMs: number) => nowMs - atMs < FLAP_WINDOW_MS;
  if (movedAtMs.filter(isInWindow).length >= MOVES_IN_WINDOW) return true;
  return refusedAtMs > 0 && isInWindow(refusedAtMs);
}

export function withMove({ movedAtMs }: MoveHistory, nowMs: number): MoveHistory {
  return { movedAtMs: [...movedAtMs, nowMs].slice(-MOVES_IN_WINDOW), refusedAtMs: 0 };
}

export function withRefusal(history: MoveHistory, nowMs: number): MoveHistory {
  return { ...history, refusedAtMs: nowMs };
}

/** What is known when a move is asked for. */
export interface MoveFacts {
  readonly isKnown: boolean;
  /** Node that it is assigned to; "" = none. */
  readonly node: string;
  readonly target: string;
  readonly isTargetAllowed: boolean;
  readonly isTargetReachable: boolean;
  /** Something is being done about it already. */
  readonly isBusy: boolean;
  readonly isRunning: boolean;
}

/** Why the move is refused, a sentence without the full stop; undefined = it is accepted. */
export function whyNotMoved(facts: MoveFacts, history: MoveHistory, nowMs: number): string | undefined {
  if (!facts.isKnown) return "the model is not known";
  if (facts.target === facts.node) return `the model is on ${facts.target} already`;
  if (!facts.isTargetAllowed) return `neither its package nor its policy allows ${facts.target}`;
  if (!facts.isTargetReachable) return `${facts.target} does not answer its heartbeat`;
  if (facts.isBusy) return "a recovery of the model is running";
  if (!facts.isRunning) return "the model does not run";
  if (isFlapping(history, nowMs)) return "the model moved twice within five minutes; it stays where it is";
  return undefined;
}

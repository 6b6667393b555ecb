/** In which phase a service is, how it came there and what may follow, as a person reads it. */
import type { PhaseReport, PossibleTransition } from "../../reconciliation/explain/phases.ts";
import { ACTION_KINDS } from "../../state/plan.ts";
import { ageText, timeText } from "./age.ts";

/** Label and text of each line. */
export function phaseFacts(
  { earlier, next, allowedActions }: PhaseReport,
): readonly (readonly [string, string])[] {
  const before = earlier.map(({ state, lastedMs }) => `${state} ${spanText(lastedMs)}`);
  const isAny = allowedActions.length === ACTION_KINDS.length;
  return [
    ...(before.length === 0 ? [] : [["Before", before.join(", ")] as const]),
    ["Next", next.map(transitionText).join("; ")],
    ["Actions", isAny ? "any" : allowedActions.join(", ")],
  ];
}

/** The present phase, for a text that does not show it otherwise. */
export function presentPhase({ state, sinceMs }: PhaseReport): string {
  return `${state} since ${timeText(sinceMs)}`;
}

/** `Running (Ready), usually after 2.1s`. */
function transitionText({ event, to, measured, usualMs }: PossibleTransition): string {
  const where = to === "Removed" ? "ended" : to;
  return `${where} (${event})${measured === 0 ? "" : `, usually after ${spanText(usualMs)}`}`;
}

function spanText(ms: number): string {
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)}s` : ageText(ms);
}

/** An explanation as a person reads it, also at two in the morning: times, sentences, and what came of it. */
import type { Alternative } from "../../reconciliation/plan/alternatives.ts";
import type { Episode, ExplainedStep, Explanation } from "../../reconciliation/explain/explain_model.ts";
import type { PhaseReport } from "../../reconciliation/explain/phases.ts";
import { clockText, timeText } from "./age.ts";
import { brokenAtBlanks } from "./break_lines.ts";
import { phaseFacts, presentPhase } from "./phases_text.ts";
import { oneLine } from "../../kit/visible_text.ts";

const NARROWEST = 60;

/** Every line ended. `columns` not set = lines are not broken. */
export function explanationText(explanation: Explanation, columns?: number): string {
  const { resourceId, episodes, evictedRevision, phases } = explanation;
  const cut = evictedRevision > 0n
    ? [`Older events were overwritten, up to revision ${evictedRevision}.`, ""]
    : [];
  const width = columns === undefined ? undefined : Math.max(NARROWEST, columns);
  const story = episodes.length === 0
    ? ["Nothing has happened to it.", ""]
    : episodes.flatMap((episode) => [...episodeLines(episode, width), ""]);
  const now = phases === undefined ? [] : [...phaseLines(phases, width), ""];
  return [resourceId, "", ...cut, ...story, ...now].join("\n");
}

/** Where it is now: the end of the story, and what may follow. */
function phaseLines(phases: PhaseReport, width: number | undefined): readonly string[] {
  const facts = [["Now", presentPhase(phases)] as const, ...phaseFacts(phases)];
  return facts.flatMap(([label, text]) => hanging(`${`${label}:`.padEnd(10)}`, text, width));
}

function episodeLines({ title, outcome, steps }: Episode, width: number | undefined): readonly string[] {
  const [first] = steps;
  let day = dayOf(first);
  const digits = Math.max(...steps.map(({ revision }) => `${revision}`.length));
  return [
    ...hanging(`${timeText(first?.timestampMs ?? 0)}  `, oneLine(title), width),
    ...steps.flatMap((step) => {
      const isSameDay = dayOf(step) === day;
      day = dayOf(step);
      return [...(isSameDay ? [] : [`  ${day}`]), ...stepLines(step, { digits, width })];
    }),
    ...hanging("  => ", oneLine(outcome), width),
  ];
}

/** The date of a step; times of day alone would mislead where an episode goes on for longer. */
function dayOf(step: ExplainedStep | undefined): string {
  return timeText(step?.timestampMs ?? 0).slice(0, 10);
}

function stepLines(
  step: ExplainedStep,
  { digits, width }: { readonly digits: number; readonly width: number | undefined },
): readonly string[] {
  const time = `${clockText(step.timestampMs)}${step.clockSynchronised ? " " : "?"}`;
  const head = `  ${time} ${`#${step.revision}`.padStart(digits + 1)}  `;
  const lines = hanging(head, oneLine(step.text), width);
  if (step.alternatives.length === 0) return lines;
  return [...lines, ...hanging(" ".repeat(head.length), alternativesLine(step.alternatives), width)];
}

/** `Not Relocate (no other node can run the service); not Isolate, Notify (later).` */
export function alternativesLine(alternatives: readonly Alternative[]): string {
  const byReason = Map.groupBy(alternatives, ({ whyNot }) => whyNot);
  const parts = [...byReason].map(([whyNot, those]) =>
    `not ${those.map(({ name }) => oneLine(name)).join(", ")} (${oneLine(whyNot)})`
  );
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The text behind its head, broken at blanks; what follows stands below the text. */
function hanging(head: string, text: string, width: number | undefined): readonly string[] {
  if (width === undefined) return [`${head}${text}`.trimEnd()];
  const room = Math.max(20, width - head.length);
  return brokenAtBlanks(text, room).map((part, index) =>
    `${index === 0 ? head : " ".repeat(head.length)}${part}`.trimEnd()
  );
}

/** An explanation as a picture: each step a box, each cause an arrow. */
import type { Episode, ExplainedStep, Explanation } from "../../reconciliation/explain/explain_model.ts";
import { clockText, timeText } from "./age.ts";
import { brokenAtBlanks } from "./break_lines.ts";
import type { Picture, PictureTone } from "./picture.ts";

const WIDTH = 44;

export function explanationPicture({ resourceId, episodes }: Explanation): Picture {
  const steps = episodes.flatMap((episode) => episode.steps);
  return {
    title: resourceId,
    direction: "down",
    groups: episodes.map(({ title, outcome, steps: own }) => ({
      title: `${timeText(own[0]?.timestampMs ?? 0)} ${title}`,
      nodes: [
        ...own.map((step) => ({ id: idOf(step), lines: linesOf(step), tone: toneOf(step) })),
        { id: endOf(own), lines: brokenAtBlanks(outcome, WIDTH), tone: "plain" as const },
      ],
    })),
    edges: episodes.flatMap((episode) => edgesOf(episode, steps)),
  };
}

function idOf({ revision }: ExplainedStep): string {
  return `#${revision}`;
}

function endOf(steps: readonly ExplainedStep[]): string {
  return `end ${steps[0]?.revision ?? 0}`;
}

function linesOf(step: ExplainedStep): readonly string[] {
  return [`${clockText(step.timestampMs)} #${step.revision}`, ...brokenAtBlanks(step.text, WIDTH)];
}

function toneOf({ kind, text }: ExplainedStep): PictureTone {
  if (kind === "Told") return "bad";
  if (kind === "Decided" || kind === "Acted") return "busy";
  if (kind !== "Phase") return "plain";
  return /Failed|Degraded/.test(text) ? "bad" : /Running/.test(text) ? "good" : "plain";
}

/** From what a step names as its cause; where it names none that is shown, from the step before it. */
function edgesOf({ steps }: Episode, all: readonly ExplainedStep[]): Picture["edges"] {
  const last = steps.at(-1);
  return [
    ...steps.flatMap((step, index) => {
      const named = all.findLast((other) => other.revision < step.revision && isCauseOf(other, step));
      const cause = named ?? steps[index - 1];
      return cause === undefined ? [] : [{ from: idOf(cause), to: idOf(step) }];
    }),
    ...(last === undefined ? [] : [{ from: idOf(last), to: endOf(steps) }]),
  ];
}

function isCauseOf(other: ExplainedStep, step: ExplainedStep): boolean {
  return step.causes.some((id) => id === other.actionId || id === other.planId || id === `${other.revision}`);
}

/**
 * What else could have been done, and why it was not: for people who ask why this and not something else.
 *
 * Owns the list for plans and the one text form in which alternatives stand in the history; that of recovery is made by
 * `describeStages` of `recovery/strategy.ts` in the same form.
 */
import type { ServiceState } from "../../state/model.ts";
import type { ActionKind, ActionPlan } from "../../state/plan.ts";

/** One thing that is not done. */
export interface Alternative {
  /** An action, mostly. */
  readonly name: string;
  /** A few words for people. */
  readonly whyNot: string;
}

/** More are not kept: there are eleven kinds of action. */
const MAX_ALTERNATIVES = 16;

/** What else there would have been besides the plan. `proposed` = the kinds of action before the plan was optimised. */
export function planAlternatives(
  plan: ActionPlan,
  context: { readonly proposed: readonly ActionKind[]; readonly service: ServiceState },
): readonly Alternative[] {
  const kinds = plan.actions.map(({ step }) => step.kind);
  const [first] = kinds;
  if (first === undefined) return [];
  const all = kinds.join(", ");
  const swallowed = [...new Set(context.proposed)].filter((kind) => !kinds.includes(kind))
    .map((name) => ({ name, whyNot: `${all} covers it` }));
  return [...swallowed, ...others(first, kinds, { all, node: context.service.status.node })];
}

function others(
  first: ActionKind,
  kinds: readonly ActionKind[],
  { all, node }: { readonly all: string; readonly node: string },
): readonly Alternative[] {
  if (first === "Stop") return [{ name: "Restart", whyNot: "that is not the assigned node" }];
  const stays = node === "" ? [] : [{ name: "Relocate", whyNot: `node ${node} answers` }];
  if (first === "Start") return [{ name: "Restart", whyNot: "no replica runs" }, ...stays];
  if (first === "Recreate") return stays;
  const isGentle = kinds.every((kind) => kind === "Scale");
  return [
    ...(isGentle ? [{ name: "Restart", whyNot: "the healthy replicas are not touched" }] : []),
    { name: "Recreate", whyNot: `${all} is enough` },
    ...stays,
  ];
}

/** As it stands in the history: `Restart: nothing of it runs; Relocate: node front answers`. */
export function alternativesText(alternatives: readonly Alternative[]): string {
  return alternatives.map(({ name, whyNot }) => `${name}: ${whyNot}`).join("; ");
}

/** Reads that form, and that of `describeStages`; what was chosen is left out. Text of another form gives nothing. */
export function parseAlternatives(text: string): readonly Alternative[] {
  return text.split("; ").flatMap((part) => {
    const colon = part.indexOf(": ");
    if (colon < 1) return [];
    const whyNot = part.slice(colon + 2);
    return whyNot === "chosen" ? [] : [{ name: part.slice(0, colon), whyNot }];
  }).slice(0, MAX_ALTERNATIVES);
}

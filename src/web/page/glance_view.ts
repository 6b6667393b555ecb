/** The strip at the top: services by state, and whether all that the State Manager works with is well. */
import { type ComponentChild, h } from "preact";
import { countStates, type Selection, SERVICE_STATES } from "./listing.ts";
import type { Known } from "./store.ts";
import { bound } from "./times.ts";

export function GlanceView({ known, selection, select }: {
  readonly known: Known;
  readonly selection: Selection;
  readonly select: (change: Partial<Selection>) => void;
}): ComponentChild {
  const counts = countStates(known.rows.values());
  const chips = SERVICE_STATES.map((state) =>
    h("button", {
      type: "button",
      class: `chip ${state.toLowerCase()}${counts[state] === 0 ? " none" : ""}`,
      "aria-pressed": selection.state === state ? "true" : "false",
      onClick: () => select({ state: selection.state === state ? "" : state }),
    }, [h("b", {}, String(counts[state] ?? 0)), ` ${state}`])
  );
  return h("section", { class: "glance", "aria-label": "At a glance" }, [
    h("div", { class: "chips" }, chips),
    h(
      "ul",
      { class: "signs" },
      signsOf(known).map(([label, value, isGood]) =>
        h("li", { class: isGood ? "good" : "bad" }, [`${label} `, h("b", {}, value)])
      ),
    ),
  ]);
}

type Sign = readonly [label: string, value: string, isGood: boolean];

function signsOf({ glance }: Known): readonly Sign[] {
  if (glance === undefined) return [];
  const up = glance.nodes.filter(({ isConnected }) => isConnected).length;
  const { reaction } = glance;
  const open = glance.alerts.filter(({ state }) => state === "open").length;
  return [
    ["Nodes", `${up}/${glance.nodes.length}`, up === glance.nodes.length],
    ["Controller", glance.isControllerReachable ? "ok" : "away", glance.isControllerReachable],
    ["Journal", glance.isJournalFailing ? "fails" : "ok", !glance.isJournalFailing],
    ...(glance.isEtcdAvailable === undefined ? [] : [
      ["etcd", glance.isEtcdAvailable ? "ok" : "away", glance.isEtcdAvailable] as const,
    ]),
    ["Alerts", open === 0 ? "none open" : `${open} open`, open === 0],
    ["Queue", String(glance.queue), true],
    ...(reaction.count === 0 ? [] : [
      ["Reaction p99", bound(reaction.p99Ms), reaction.late === 0] as const,
    ]),
    ["Role", glance.role, !glance.isStale],
  ];
}

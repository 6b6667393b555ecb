/// <reference lib="dom" />
/** One service: what it is, what is behind its failure, and what happened to it, as `explain` tells it. */
import { type ComponentChild, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ConditionRow, EpisodeRow, ServiceDetail, ServiceRow } from "../live/page_model.ts";
import { linkTo } from "./route.ts";
import { causesOf, dependentsOf, type Rows } from "./causes.ts";
import { Facts, remarksOn, StateBadge } from "./parts.ts";
import { printable } from "./printable.ts";
import type { Known } from "./store.ts";
import { age, clockTime } from "./times.ts";

/** After a change, before its history is asked for. */
const SETTLE_MS = 300;
const MAX_NAMES = 30;

export function ServiceView({ known, id }: { readonly known: Known; readonly id: string }): ComponentChild {
  const row = known.rows.get(id);
  const [detail, problem] = useDetail(id, row);
  const nowMs = known.glance?.nowMs ?? Date.now();
  const label = printable(id);
  return h("article", { class: "service", "aria-label": label }, [
    h("a", { class: "back", href: linkTo("services") }, "\u2190 Services"),
    h("h2", {}, label),
    row === undefined
      ? h("p", {}, known.isWhole ? "There is no such service now." : "Loading\u2026")
      : h(Present, { row, rows: known.rows, nowMs }),
    problem === "" ? null : h("p", { class: "problem", role: "alert" }, printable(problem)),
    detail === undefined ? null : h(Conditions, { conditions: detail.conditions, nowMs }),
    detail === undefined ? null : h(Timeline, { detail, nowMs }),
  ]);
}

/** Asked for when the service is opened, and again when it has changed. */
function useDetail(id: string, row: ServiceRow | undefined): readonly [ServiceDetail | undefined, string] {
  const [detail, setDetail] = useState<ServiceDetail | undefined>(undefined);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const gone = new AbortController();
    const ask = async () => {
      try {
        const response = await fetch(`/api/service?id=${encodeURIComponent(id)}`, { signal: gone.signal });
        if (!response.ok) throw new Error((await response.text()).trim());
        setDetail(await response.json());
        setProblem("");
      } catch (error) {
        if (!gone.signal.aborted) {
          setProblem(`History: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    };
    const timer = setTimeout(ask, detail === undefined ? 0 : SETTLE_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [id, row]);
  return [detail, problem];
}

function Present({ row, rows, nowMs }: {
  readonly row: ServiceRow;
  readonly rows: Rows;
  readonly nowMs: number;
}): ComponentChild {
  const causes = causesOf(row.id, rows);
  const others = causes.filter((cause) => cause !== row.id);
  const dependents = dependentsOf(rows).get(row.id) ?? [];
  return h("div", {}, [
    h("p", { class: "lead" }, [
      h(StateBadge, { row }),
      ` since ${age(Math.max(0, nowMs - row.sinceMs))}. `,
      printable(row.reason),
      ...remarksOn(row).map((remark) => h("strong", { class: "remark" }, ` ${remark} `)),
    ]),
    others.length === 0 ? null : h("p", { class: "cause" }, ["Behind it: ", ...namesOf(others, rows)]),
    causes.includes(row.id) && dependents.length > 0
      ? h("p", { class: "cause" }, "This service is a cause: nothing that it needs is unwell.")
      : null,
    h(Facts, {
      facts: [
        ["Criticality", row.criticality],
        ["Node", row.node === "" ? "none yet" : printable(row.node)],
        ["Version", printable(row.version)],
        ["Replicas", `${row.available} of ${row.replicas} available`],
        ["Restarts", String(row.restarts)],
      ],
    }),
    row.dependencies.length === 0 ? null : h("p", {}, ["Needs ", ...namesOf(row.dependencies, rows)]),
    dependents.length === 0 ? null : h("p", {}, ["Needed by ", ...namesOf(dependents, rows)]),
    h("p", {}, h("a", { href: linkTo("graph", row.id) }, "Show its dependencies as a graph")),
  ]);
}

function namesOf(ids: readonly string[], rows: Rows): readonly (ComponentChild | string)[] {
  const shown = ids.slice(0, MAX_NAMES).flatMap((id, index) => [
    index === 0 ? "" : ", ",
    h("a", { href: linkTo("service", id) }, printable(id)),
    " ",
    h(StateBadge, { row: rows.get(id) }),
  ]);
  return ids.length > MAX_NAMES ? [...shown, ` and ${ids.length - MAX_NAMES} more`] : shown;
}

function Conditions({ conditions, nowMs }: {
  readonly conditions: readonly ConditionRow[];
  readonly nowMs: number;
}): ComponentChild | null {
  if (conditions.length === 0) return null;
  const columns = ["Condition", "Status", "Since", "Reason", "Message"];
  return h("section", { "aria-label": "Conditions" }, [
    h("h3", {}, "Conditions"),
    h(
      "div",
      { class: "wide", tabIndex: 0, role: "region", "aria-label": "Conditions, table" },
      h("table", {}, [
        h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column)))),
        h(
          "tbody",
          {},
          conditions.map(({ type, status, sinceMs, reason, message }) =>
            h("tr", {}, [
              h("th", { scope: "row" }, type),
              h("td", {}, status),
              h("td", {}, age(Math.max(0, nowMs - sinceMs))),
              h("td", {}, printable(reason)),
              h("td", {}, printable(message)),
            ])
          ),
        ),
      ]),
    ),
  ]);
}

function Timeline(
  { detail, nowMs }: { readonly detail: ServiceDetail; readonly nowMs: number },
): ComponentChild {
  const episodes = detail.episodes.toReversed();
  return h("section", { "aria-label": "Timeline" }, [
    h("h3", {}, "What happened, and why"),
    episodes.length === 0 ? h("p", {}, "Nothing is recorded.") : null,
    ...episodes.map((episode, index) =>
      h(Episode, { key: episode.steps[0]?.revision ?? index, episode, nowMs, isOpen: index === 0 })
    ),
    detail.isCut ? h("p", { class: "small" }, "Older events were overwritten.") : null,
  ]);
}

function Episode({ episode, nowMs, isOpen }: {
  readonly episode: EpisodeRow;
  readonly nowMs: number;
  readonly isOpen: boolean;
}): ComponentChild {
  const { title, outcome, isOver, steps } = episode;
  const first = steps[0];
  return h("details", { open: isOpen, class: isOver ? "" : "going-on" }, [
    h("summary", {}, [
      h("time", {}, first === undefined ? "" : clockTime(first.atMs, nowMs)),
      " ",
      h("b", {}, printable(title)),
      ` ${printable(outcome)}`,
    ]),
    h(
      "ol",
      { class: "steps" },
      steps.map(({ atMs, kind, text, revision }) =>
        h("li", { key: revision, class: kind.toLowerCase() }, [
          h("time", {}, clockTime(atMs, nowMs)),
          h("span", { class: "kind" }, kind),
          h("span", { class: "text" }, printable(text)),
        ])
      ),
    ),
  ]);
}

/**
 * What `top` shows, and what each key does: plain data and pure functions.
 *
 * I1: the selection stays on the service, not on the row: rows move while a person reads.
 */
import { criticalityRank, type ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { isConfirmed } from "../format/service_table.ts";

export const SORTS = {
  s: { name: "state", order: byState },
  n: { name: "name", order: byName },
  o: { name: "node", order: by(({ status }) => status.node) },
  r: { name: "restarts", order: byNumber(({ status }) => status.restarts) },
  f: { name: "faults", order: byNumber(faultsOf) },
  a: { name: "age", order: byNumber(({ status }) => status.stateSinceMs) },
  c: { name: "criticality", order: byNumber(({ spec }) => criticalityRank(spec.criticality)) },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly order: Order }>>;
export type SortKey = keyof typeof SORTS;

type Order = (a: ServiceState, b: ServiceState) => number;

/** What is on the screen. */
export type TopPage =
  | { readonly kind: "list" }
  /** A person types a filter. */
  | { readonly kind: "filter"; readonly before: string }
  /** A text about one service; `top` = its first line that is shown. */
  | { readonly kind: "text"; readonly title: string; readonly lines: readonly string[]; readonly top: number }
  | { readonly kind: "help" };

export interface TopModel {
  readonly page: TopPage;
  readonly sort: SortKey;
  readonly isReversed: boolean;
  /** Parts of names, states, nodes and reasons. */
  readonly filter: string;
  readonly selected: ResourceId | undefined;
}

/** What a key asks for beyond the screen. */
export type TopRequest =
  | { readonly kind: "quit" }
  | { readonly kind: "describe" | "explain"; readonly id: ResourceId };

export const FIRST_TOP: TopModel = {
  page: { kind: "list" },
  sort: "s",
  isReversed: false,
  filter: "",
  selected: undefined,
};

export function faultsOf({ status }: ServiceState): number {
  return (status.faults ?? []).reduce((sum, { occurrences }) => sum + occurrences, 0);
}

/** What needs a person comes first: states from the worst on, and what is not confirmed before what is. */
function byState(a: ServiceState, b: ServiceState): number {
  const rank = (service: ServiceState) =>
    2 *
      ["Failed", "Degraded", "Terminating", "Initializing", "Pending", "Running"].indexOf(
        service.status.state,
      ) +
    (isConfirmed(service) ? 1 : 0);
  return rank(a) - rank(b);
}

function byName(a: ServiceState, b: ServiceState): number {
  return a.metadata.id < b.metadata.id ? -1 : 1;
}

function by(textOf: (service: ServiceState) => string): Order {
  return (a, b) => textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0;
}

/** The largest first. */
function byNumber(numberOf: (service: ServiceState) => number): Order {
  return (a, b) => numberOf(b) - numberOf(a);
}

/** The services that pass the filter, in order. */
export function shownServices(model: TopModel, services: Iterable<ServiceState>): readonly ServiceState[] {
  const words = model.filter.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const passes = ({ metadata, spec, status }: ServiceState) => {
    const labels = Object.entries(metadata.labels).map(([key, value]) => `${key}=${value}`);
    const text = [metadata.id, status.state, status.node, status.lastReason, spec.criticality, ...labels]
      .join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const { order } = SORTS[model.sort];
  const sign = model.isReversed ? -1 : 1;
  return [...services].filter(passes).sort((a, b) => sign * order(a, b) || byName(a, b));
}

/** What becomes of the screen, and what is asked for; `rows` = how many lines a text has room for. */
export function pressed(
  model: TopModel,
  key: string,
  { shown, rows }: { readonly shown: readonly ServiceState[]; readonly rows: number },
): { readonly model: TopModel; readonly request?: TopRequest } {
  if (key === "ctrl-c") return { model, request: { kind: "quit" } };
  switch (model.page.kind) {
    case "filter":
      return { model: typed(model, model.page.before, key) };
    case "help":
      return { model: { ...model, page: { kind: "list" } } };
    case "text":
      return { model: scrolled(model, model.page, { key, rows }) };
    case "list":
      return inList(model, key, { shown, rows });
  }
}

function typed(model: TopModel, before: string, key: string): TopModel {
  if (key === "enter") return { ...model, page: { kind: "list" } };
  if (key === "escape") return { ...model, filter: before, page: { kind: "list" } };
  if (key === "backspace") return { ...model, filter: [...model.filter].slice(0, -1).join("") };
  return [...key].length === 1 ? { ...model, filter: `${model.filter}${key}` } : model;
}

function scrolled(
  model: TopModel,
  page: TopPage & { readonly kind: "text" },
  { key, rows }: { readonly key: string; readonly rows: number },
): TopModel {
  const by = {
    up: -1,
    k: -1,
    down: 1,
    j: 1,
    pageup: -rows,
    pagedown: rows,
    " ": rows,
    home: -Infinity,
    end: Infinity,
  }[
    key
  ];
  if (by === undefined) return { ...model, page: { kind: "list" } };
  const last = Math.max(0, page.lines.length - rows);
  return { ...model, page: { ...page, top: Math.min(last, Math.max(0, page.top + by)) } };
}

function inList(
  model: TopModel,
  key: string,
  { shown, rows }: { readonly shown: readonly ServiceState[]; readonly rows: number },
): { readonly model: TopModel; readonly request?: TopRequest } {
  const at = Math.max(0, shown.findIndex(({ metadata }) => metadata.id === model.selected));
  const moved = (by: number) => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
    return { model: { ...model, selected: next?.metadata.id } };
  };
  const about = (kind: "describe" | "explain") => {
    const id = shown[at]?.metadata.id;
    return { model, ...(id === undefined ? {} : { request: { kind, id } as const }) };
  };
  switch (key) {
    case "q":
      return { model, request: { kind: "quit" } };
    case "up":
    case "k":
      return moved(-1);
    case "down":
    case "j":
      return moved(1);
    case "pageup":
      return moved(-rows);
    case "pagedown":
    case " ":
      return moved(rows);
    case "home":
      return moved(-Infinity);
    case "end":
      return moved(Infinity);
    case "enter":
    case "d":
      return about("describe");
    case "e":
      return about("explain");
    case "/":
      return { model: { ...model, page: { kind: "filter", before: model.filter } } };
    case "escape":
      return { model: { ...model, filter: "" } };
    case "h":
    case "?":
      return { model: { ...model, page: { kind: "help" } } };
  }
  if (!isSort(key)) return { model };
  return { model: { ...model, sort: key, isReversed: model.sort === key && !model.isReversed } };
}

function isSort(key: string): key is SortKey {
  return Object.hasOwn(SORTS, key);
}

/** A model that shows a text. */
export function withText(model: TopModel, title: string, text: string): TopModel {
  return { ...model, page: { kind: "text", title, lines: text.trimEnd().split("\n"), top: 0 } };
}

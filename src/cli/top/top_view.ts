/** The screen of `top`: exactly as many lines as there are rows, none longer than the columns. */
import { oneLine } from "../../kit/visible_text.ts";
import type { ServiceState } from "../../state/model.ts";
import { ageText, timeText } from "../format/age.ts";
import { type Overview, serviceCells } from "../format/overview_text.ts";
import { reasonOf, stateCell } from "../format/service_table.ts";
import { type Cell, type Column, columnWidths, paint, plain, tableHead, tableRow } from "../format/table.ts";
import { textWidth, truncate } from "../format/text_width.ts";
import { faultsOf, shownServices, SORTS, type TopModel } from "./top_model.ts";

/** What is known at the moment. */
export interface TopFacts {
  readonly services: ReadonlyMap<string, ServiceState>;
  /** Not set = the State Manager has not answered yet. */
  readonly overview: Overview | undefined;
  /** What is wrong with the connection; "" = nothing. */
  readonly trouble: string;
  readonly nowMs: number;
}

export interface TopSize {
  readonly columns: number;
  readonly rows: number;
}

const COLUMNS: readonly Column[] = [
  { title: "NAME", minWidth: 16, reserve: 16 },
  { title: "STATE", reserve: 13 },
  { title: "READY", reserve: 5 },
  { title: "NODE", minWidth: 6, reserve: 6 },
  { title: "RESTARTS", isRightAligned: true, spareRank: 1 },
  { title: "FAULTS", isRightAligned: true },
  { title: "AGE", reserve: 6 },
  { title: "REASON", minWidth: 10, likedWidth: 20 },
];
const KEYS = "q quit  / filter  d describe  e explain  s n o r f a c sort  h help";
/** Lines above the list: four of figures, one of titles; and one of keys below. */
const HEAD_LINES = 4;
const FRAME_LINES = HEAD_LINES + 2;
const HELP: readonly string[] = [
  "up, down, page up, page down, home, end: select a service",
  "d or Enter: describe it; e: explain why it is in its state",
  "/: filter by parts of names, states, nodes, reasons and labels",
  "   Enter keeps the filter, Escape drops it",
  "sort by: s state, n name, o node, r restarts, f faults, a age, c criticality",
  "   the same key again: reversed",
  "q, Ctrl-C: quit",
  "",
  "FAULTS counts what has gone wrong with a service and is remembered.",
  "AGE is how long a service is in its state. A state with a question mark",
  "is stale: its node has not confirmed it for too long.",
];

export interface TopLook {
  readonly size: TopSize;
  readonly isColour: boolean;
  /** Whether a person moves a selection: it is shown turned round, which is no colour. */
  readonly isLive: boolean;
}

/** How many lines of a list or a text there is room for. */
export function roomFor({ rows }: TopSize): number {
  return Math.max(1, rows - FRAME_LINES);
}

/** One line of the screen for each row. */
export function topLines(
  model: TopModel,
  facts: TopFacts,
  look: TopLook,
): readonly string[] {
  const { size, isColour } = look;
  const room = roomFor(size);
  const body = bodyLines(model, facts, look);
  const shown = body.slice(0, room + 1);
  const lines = [
    ...headLines(model, facts, isColour),
    ...shown,
    ...Array.from({ length: room + 1 - shown.length }, () => ""),
    lastLine(model, isColour),
  ];
  return lines.slice(0, size.rows).map((line) => fitted(line, size.columns));
}

/** Cut to the columns; colours take none. */
function fitted(line: string, columns: number): string {
  // deno-lint-ignore no-control-regex -- colours begin with it
  const bare = line.replaceAll(/\x1b\[[0-9;]*m/g, "");
  return textWidth(bare) <= columns ? line : truncate(bare, columns);
}

function headLines(model: TopModel, facts: TopFacts, isColour: boolean): readonly string[] {
  const { overview, trouble, nowMs } = facts;
  const time = timeText(nowMs);
  if (overview === undefined) {
    return [
      `statemanagerd top  ${time}`,
      trouble === "" ? "Connecting" : paint(trouble, "bad", isColour),
      "",
      sortLine(model),
    ];
  }
  const { manager } = overview;
  const role = `${manager.role}${manager.isStale ? ", stale" : ""}, up ${
    ageText(manager.uptimeMs)
  }, revision ${manager.revision}`;
  const services = cellsText([plain("Services "), ...serviceCells(overview)], isColour);
  return [
    trouble === "" ? `statemanagerd top  ${time}  ${role}` : paint(oneLine(trouble), "bad", isColour),
    `${services}  ${cellsText(nodeCells(overview), isColour)}`,
    cellsText(loadCells(overview), isColour),
    sortLine(model),
  ];
}

function cellsText(cells: readonly Cell[], isColour: boolean): string {
  return cells.map(({ text, tone }) => paint(oneLine(text), tone, isColour)).join("");
}

function nodeCells({ manager: { nodes }, openAlerts }: Overview): readonly Cell[] {
  const silent = nodes.filter(({ isConnected }) => !isConnected).map(({ node }) => node);
  return [
    plain(`Nodes ${nodes.length}`),
    ...(silent.length === 0 ? [] : [{ text: ` (silent: ${silent.join(", ")})`, tone: "bad" as const }]),
    plain("  Alerts "),
    openAlerts === 0 ? plain("0") : { text: `${openAlerts}`, tone: "bad" },
  ];
}

function loadCells({ manager }: Overview): readonly Cell[] {
  const { counters, queueLength, reconcilesActive, isControllerReachable } = manager;
  const backlog = counters['statemanager_buffer_entries{buffer="etcd_backlog"}'] ?? 0;
  const reaction = reactionText(counters);
  return [
    plain(
      `Queue ${queueLength} waiting, ${reconcilesActive} active  Reaction ${reaction}  Backlog ${backlog}  Controller `,
    ),
    isControllerReachable ? plain("answers") : { text: "does not answer", tone: "bad" },
  ];
}

/** The bound below which 99 of 100 reactions stayed, since the start of the State Manager. */
export function reactionText(counters: Readonly<Record<string, number>>): string {
  const buckets = new Map<number, number>();
  for (const [name, count] of Object.entries(counters)) {
    const le = /^statemanager_reaction_seconds_bucket\{.*le="([^"]+)"/.exec(name)?.[1];
    if (le === undefined) continue;
    const bound = le === "+Inf" ? Infinity : Number(le);
    buckets.set(bound, (buckets.get(bound) ?? 0) + count);
  }
  const total = buckets.get(Infinity) ?? 0;
  if (total === 0) return "-";
  const bounds = [...buckets.keys()].sort((a, b) => a - b);
  const bound = bounds.find((one) => (buckets.get(one) ?? 0) >= 0.99 * total) ?? Infinity;
  return bound === Infinity
    ? "p99 > 5 s"
    : `p99 < ${bound < 1 ? `${Math.round(bound * 1_000)} ms` : `${bound} s`}`;
}

function sortLine({ sort, isReversed, filter, page }: TopModel): string {
  const typed = page.kind === "filter" ? "_" : "";
  const filtered = filter === "" && typed === "" ? "" : `  Filter: ${oneLine(filter)}${typed}`;
  return `Sorted by ${SORTS[sort].name}${isReversed ? ", reversed" : ""}${filtered}`;
}

function lastLine({ page }: TopModel, isColour: boolean): string {
  const text = {
    list: KEYS,
    filter: "Enter keeps the filter  Escape drops it",
    text: "up, down, space: scroll  any other key: back",
    help: "any key: back",
  }[page.kind];
  return paint(text, "faint", isColour);
}

function bodyLines(
  model: TopModel,
  facts: TopFacts,
  { size, isColour, isLive }: TopLook,
): readonly string[] {
  const { page } = model;
  const room = roomFor(size);
  if (page.kind === "help") return HELP;
  if (page.kind === "text") return [page.title, ...page.lines.slice(page.top, page.top + room)];
  const services = shownServices(model, facts.services.values());
  const style = { columns: size.columns, isColour, isGrowing: true };
  const at = Math.max(0, services.findIndex(({ metadata }) => metadata.id === model.selected));
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), services.length - room));
  const rows = services.slice(first, first + room).map((service) => rowOf(service, facts.nowMs));
  const widths = columnWidths(COLUMNS, rows, style);
  const head = tableHead(COLUMNS, { widths, style });
  if (services.length === 0) {
    return [head, model.filter === "" ? "There are no services." : "Nothing passes the filter."];
  }
  return [
    head,
    ...rows.map((row, index) => {
      const isSelected = isLive && first + index === at;
      const text = tableRow(row, COLUMNS, { widths, style: { ...style, isColour: isColour && !isSelected } });
      return isSelected
        ? `\x1b[7m${text}${" ".repeat(Math.max(0, size.columns - textWidth(text)))}\x1b[0m`
        : text;
    }),
  ];
}

function rowOf(service: ServiceState, nowMs: number): readonly Cell[] {
  const { metadata, spec, status } = service;
  const faults = faultsOf(service);
  return [
    plain(metadata.id),
    stateCell(service),
    plain(`${status.availableReplicas}/${spec.replicas}`),
    plain(status.node === "" ? "-" : status.node),
    plain(status.restarts),
    { text: `${faults}`, tone: faults > 0 ? "busy" : "plain" },
    plain(ageText(nowMs - status.stateSinceMs)),
    plain(reasonOf(service)),
  ];
}

/// <reference lib="dom" />
/**
 * The list of services with search and filters. However many there are, only the rows that can be seen exist in the document
 * (@tanstack/virtual-core).
 */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { type ComponentChild, h } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ServiceRow } from "../live/page_model.ts";
import { linkTo } from "./route.ts";
import { CRITICALITIES, listed, type Order, ORDERS, type Selection, SERVICE_STATES } from "./listing.ts";
import { remarksOn, StateBadge } from "./parts.ts";
import { printable } from "./printable.ts";
import type { Known } from "./store.ts";
import { age } from "./times.ts";

/** A finger hits it. */
const ROW_PX = 44;
const COLUMNS = ["Service", "State", "Crit.", "Node", "Up", "Restarts", "Since", "Reason"] as const;
const ORDER_LABELS: Readonly<Record<Order, string>> = {
  problems: "Problems first",
  name: "By name",
  changed: "Newest change first",
};

interface Props {
  readonly known: Known;
  readonly selection: Selection;
  readonly select: (change: Partial<Selection>) => void;
  /** The service that is shown beside the list; "" = none. */
  readonly opened: string;
}

export function ServicesView({ known, selection, select, opened }: Props): ComponentChild {
  const rows = useMemo(() => listed(known.rows.values(), selection), [known.rows, selection]);
  const nodes = useMemo(
    () => [...new Set([...known.rows.values()].map(({ node }) => node))].filter((node) => node !== "").sort(),
    [known.rows],
  );
  return h("section", { class: "services", "aria-label": "Services" }, [
    h("form", { class: "filters", role: "search", onSubmit: (event: Event) => event.preventDefault() }, [
      h("input", {
        id: "search",
        type: "search",
        "aria-label": "Search in name, node, state and reason",
        placeholder: "Search",
        autocomplete: "off",
        spellcheck: false,
        value: selection.search,
        onInput: (event: Event) => {
          if (event.target instanceof HTMLInputElement) select({ search: event.target.value });
        },
      }),
      h(Choice, {
        label: "State",
        value: selection.state,
        values: SERVICE_STATES,
        onChange: (state) => select({ state }),
      }),
      h(Choice, {
        label: "Criticality",
        value: selection.criticality,
        values: CRITICALITIES,
        onChange: (criticality) => select({ criticality }),
      }),
      h(Choice, {
        label: "Node",
        value: selection.node,
        values: nodes,
        onChange: (node) => select({ node }),
      }),
      h("select", {
        "aria-label": "Order",
        value: selection.order,
        onChange: (event: Event) => select({ order: orderOf(event) }),
      }, ORDERS.map((order) => h("option", { value: order }, ORDER_LABELS[order]))),
      h("span", { class: "count", role: "status" }, countText(rows.length, known)),
    ]),
    h(List, { rows, opened, nowMs: known.glance?.nowMs ?? 0, isWhole: known.isWhole }),
  ]);
}

function countText(shown: number, { rows, isWhole }: Known): string {
  if (!isWhole) return "Loading\u2026";
  return shown === rows.size ? `${shown} services` : `${shown} of ${rows.size} services`;
}

function orderOf({ target }: Event): Order {
  const value = target instanceof HTMLSelectElement ? target.value : "";
  return ORDERS.find((order) => order === value) ?? "problems";
}

function Choice({ label, value, values, onChange }: {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly onChange: (value: string) => void;
}): ComponentChild {
  // A value that went away stays selectable, else another one would seem to be selected.
  const all = value === "" || values.includes(value) ? values : [value, ...values];
  return h("select", {
    "aria-label": label,
    value,
    onChange: ({ target }: Event) => target instanceof HTMLSelectElement && onChange(target.value),
  }, [
    h("option", { value: "" }, `${label}: any`),
    ...all.map((one) => h("option", { value: one }, printable(one))),
  ]);
}

function List({ rows, opened, nowMs, isWhole }: {
  readonly rows: readonly ServiceRow[];
  readonly opened: string;
  readonly nowMs: number;
  readonly isWhole: boolean;
}): ComponentChild {
  const scroller = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const virtualizer = useMemo(() =>
    new Virtualizer<HTMLDivElement, Element>({
      count: 0,
      getScrollElement: () => scroller.current,
      estimateSize: () => ROW_PX,
      overscan: 8,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => redraw((count) => count + 1),
    }), []);
  virtualizer.setOptions({ ...virtualizer.options, count: rows.length });
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useEffect(() => virtualizer._willUpdate());
  const move = (event: KeyboardEvent) =>
    moveFocus(event, rows.length, (index) => virtualizer.scrollToIndex(index));
  return h("div", {
    class: "table",
    role: "table",
    "aria-label": "Services",
    "aria-rowcount": rows.length + 1,
  }, [
    h(
      "div",
      { role: "rowgroup" },
      h(
        "div",
        { class: "row head", role: "row", "aria-rowindex": 1 },
        COLUMNS.map((column) =>
          h("span", { role: "columnheader", class: `c-${column.toLowerCase().replace(".", "")}` }, column)
        ),
      ),
    ),
    h("div", {
      class: "scroller",
      ref: scroller,
      tabIndex: 0,
      role: "rowgroup",
      "aria-label": "Rows",
      onKeyDown: move,
    }, [
      h(
        "div",
        { class: "canvas", role: "presentation", style: { height: `${virtualizer.getTotalSize()}px` } },
        virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row === undefined
            ? null
            : h(Row, { key: row.id, row, index, start, nowMs, isOpened: row.id === opened });
        }),
      ),
      isWhole && rows.length === 0
        ? h("p", { class: "empty", role: "presentation" }, "No service matches.")
        : null,
    ]),
  ]);
}

function Row({ row, index, start, nowMs, isOpened }: {
  readonly row: ServiceRow;
  readonly index: number;
  readonly start: number;
  readonly nowMs: number;
  readonly isOpened: boolean;
}): ComponentChild {
  const remarks = remarksOn(row);
  const cell = (name: string, content: ComponentChild | string, title?: string) =>
    h("span", { role: "cell", class: `c-${name}`, title }, content);
  return h("div", {
    class: `row${isOpened ? " opened" : ""}`,
    role: "row",
    "aria-rowindex": index + 2,
    style: { transform: `translateY(${start}px)` },
  }, [
    cell(
      "service",
      h("a", { href: linkTo("service", row.id), "data-index": index }, printable(row.id)),
      row.id,
    ),
    cell("state", h(StateBadge, { row })),
    cell("crit", row.criticality),
    cell("node", row.node === "" ? "\u2013" : printable(row.node)),
    cell("up", `${row.available}/${row.replicas}`),
    cell("restarts", String(row.restarts)),
    cell("since", age(Math.max(0, nowMs - row.sinceMs))),
    cell("reason", printable([...remarks, row.reason].join("; ")), printable(row.reason)),
  ]);
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

/** Moves the focus from row to row; those that do not exist yet are scrolled to first. */
function moveFocus(event: KeyboardEvent, count: number, scrollTo: (index: number) => void): void {
  const step = STEPS[event.key];
  const list = event.currentTarget;
  if (step === undefined || count === 0 || !(list instanceof HTMLElement)) return;
  event.preventDefault();
  const focused = document.activeElement instanceof HTMLElement
    ? document.activeElement.dataset["index"]
    : undefined;
  const from = focused === undefined ? (step > 0 ? -1 : 0) : Number(focused);
  const index = Math.min(count - 1, Math.max(0, from + step));
  scrollTo(index);
  const focus = (attempts: number): void => {
    const link = list.querySelector<HTMLElement>(`a[data-index="${index}"]`);
    if (link !== null) link.focus({ preventScroll: true });
    else if (attempts > 0) requestAnimationFrame(() => focus(attempts - 1));
  };
  focus(10);
}

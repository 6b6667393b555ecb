/** The nodes: connected or not, and what runs on them. */
import { type ComponentChild, h } from "preact";
import { linkTo } from "./route.ts";
import { isUnwell, type Selection } from "./listing.ts";
import { printable } from "./printable.ts";
import type { Known } from "./store.ts";
import { age } from "./times.ts";

const COLUMNS = ["Node", "NodeAgent", "Last heard", "Services", "Unwell", "Address"];

export function NodesView({ known, select }: {
  readonly known: Known;
  readonly select: (change: Partial<Selection>) => void;
}): ComponentChild {
  const nodes = known.glance?.nodes ?? [];
  const unwell = new Map<string, number>();
  for (const row of known.rows.values()) {
    if (isUnwell(row)) unwell.set(row.node, (unwell.get(row.node) ?? 0) + 1);
  }
  return h("section", { "aria-label": "Nodes" }, [
    h("h2", {}, "Nodes"),
    nodes.length === 0 ? h("p", {}, "No node is followed here.") : null,
    h(
      "div",
      { class: "wide", tabIndex: 0, role: "region", "aria-label": "Nodes, table" },
      h("table", {}, [
        h("thead", {}, h("tr", {}, COLUMNS.map((column) => h("th", { scope: "col" }, column)))),
        h(
          "tbody",
          {},
          nodes.map(({ node, address, isConnected, silentMs, services }) =>
            h("tr", { key: node }, [
              h(
                "th",
                { scope: "row" },
                h("a", { href: linkTo("services"), onClick: () => select({ node }) }, printable(node)),
              ),
              h(
                "td",
                { class: isConnected ? "good" : "bad" },
                isConnected ? "\u25cf connected" : "\u2716 away",
              ),
              h("td", {}, silentMs < 1_000 ? "now" : `${age(silentMs)} ago`),
              h("td", {}, String(services)),
              h("td", {}, String(unwell.get(node) ?? 0)),
              h("td", {}, printable(address)),
            ])
          ),
        ),
      ]),
    ),
  ]);
}

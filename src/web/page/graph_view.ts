/// <reference lib="dom" />
/** The graph of dependencies with the cause of a failure marked; its layout is dagre's. */
import { graphlib, layout } from "@dagrejs/dagre";
import { type ComponentChild, h } from "preact";
import { useMemo } from "preact/hooks";
import { linkTo } from "./route.ts";
import { type Graph, graphAround, graphOfProblems, isCause, type Rows } from "./causes.ts";
import { isUnwell } from "./listing.ts";
import { StateBadge, wellness } from "./parts.ts";
import { printable } from "./printable.ts";
import type { Known } from "./store.ts";

/** More would be neither read nor laid out in time. */
const MAX_SERVICES = 120;
const BOX = { width: 190, height: 44 };
const MAX_CHARS = 26;

interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

interface Drawing {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

export function GraphView({ known, id }: { readonly known: Known; readonly id: string }): ComponentChild {
  const { rows } = known;
  const graph = useMemo(
    () => id === "" ? graphOfProblems(rows, MAX_SERVICES) : graphAround(id, rows, MAX_SERVICES),
    [id, rows],
  );
  // Laid out anew when services or edges come and go, not when a state changes.
  const shape = JSON.stringify([graph.ids, graph.edges]);
  const drawing = useMemo(() => draw(graph), [shape]);
  const causes = graph.ids.filter((one) => isCause(one, rows));
  return h("section", { class: "graph", "aria-label": "Dependencies" }, [
    h("h2", {}, id === "" ? "What is unwell, and what is behind it" : `Dependencies of ${printable(id)}`),
    h("p", {}, [
      id === "" ? "" : h("a", { href: linkTo("service", id) }, "Show the service"),
      id === "" ? "" : " \u00b7 ",
      id === ""
        ? "An arrow leads from a service to what it needs."
        : h("a", { href: linkTo("graph") }, "All that is unwell"),
      graph.isCut ? ` Only ${graph.ids.length} services are drawn.` : "",
    ]),
    causes.length === 0
      ? h(
        "p",
        { class: "good" },
        graph.ids.length === 0 ? "Every service is well." : "Nothing here is unwell.",
      )
      : h(
        "ul",
        { class: "causes", "aria-label": "Causes" },
        causes.map((cause) =>
          h("li", {}, [
            "Cause: ",
            h("a", { href: linkTo("service", cause) }, printable(cause)),
            " ",
            h(StateBadge, { row: rows.get(cause) }),
            ` ${printable(rows.get(cause)?.reason ?? "it does not exist")}`,
          ])
        ),
      ),
    graph.ids.length === 0 ? null : h(Picture, { drawing, rows, subject: id }),
  ]);
}

function Picture({ drawing, rows, subject }: {
  readonly drawing: Drawing;
  readonly rows: Rows;
  readonly subject: string;
}): ComponentChild {
  const { boxes, lines, width, height } = drawing;
  const isBroken = (to: string) => {
    const row = rows.get(to);
    return row === undefined || isUnwell(row);
  };
  return h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Graph" }, [
    h("svg", {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "group",
      "aria-label": "Graph of dependencies",
    }, [
      h("defs", {}, [
        h("marker", {
          id: "arrow",
          viewBox: "0 0 8 8",
          refX: 7,
          refY: 4,
          markerUnits: "userSpaceOnUse",
          markerWidth: 9,
          markerHeight: 9,
          orient: "auto",
        }, [
          h("path", { d: "M0 0L8 4L0 8z", class: "arrow" }),
        ]),
      ]),
      ...lines.map(({ from, to, points }) =>
        h("polyline", {
          key: `${from} ${to}`,
          class: isBroken(to) ? "edge broken" : "edge",
          points: points.map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`).join(" "),
          "marker-end": "url(#arrow)",
        })
      ),
      ...boxes.map(({ id, x, y }) => h(Node, { key: id, id, x, y, rows, isSubject: id === subject })),
    ]),
  ]);
}

function Node(
  { id, x, y, rows, isSubject }: Box & { readonly rows: Rows; readonly isSubject: boolean },
): ComponentChild {
  const row = rows.get(id);
  const cause = isCause(id, rows);
  const name = printable(id);
  const short = name.length > MAX_CHARS ? `\u2026${name.slice(1 - MAX_CHARS)}` : name;
  const state = row === undefined ? "does not exist" : row.state;
  const second = cause ? `\u2691 cause: ${state}` : state;
  return h("a", { href: linkTo("service", id) }, [
    h("g", {
      class: `node ${wellness(row)}${cause ? " cause" : ""}${isSubject ? " subject" : ""}`,
      transform: `translate(${Math.round(x - BOX.width / 2)} ${Math.round(y - BOX.height / 2)})`,
    }, [
      short === name ? null : h("title", {}, name),
      h("rect", { width: BOX.width, height: BOX.height, rx: 6 }),
      h("text", { x: 10, y: 18, class: "name" }, short),
      h("text", { x: 10, y: 35 }, second),
    ]),
  ]);
}

function draw({ ids, edges }: Graph): Drawing {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 12, ranksep: 46, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) graph.setNode(id, { ...BOX });
  for (const [from, to] of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    boxes: ids.map((id) => {
      const { x, y } = graph.node(id);
      return { id, x, y };
    }),
    lines: edges.map(([from, to]) => ({ from, to, points: graph.edge(from, to).points })),
    width: Math.max(1, Math.ceil(width)),
    height: Math.max(1, Math.ceil(height)),
  };
}

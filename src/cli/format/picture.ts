/** Graphs as text that other programs draw: Mermaid and Graphviz. What came from outside is quoted for each. */
import { oneLine } from "../../kit/visible_text.ts";

export const PICTURES = ["mermaid", "dot"] as const;
export type PictureFormat = typeof PICTURES[number];

/** How a node looks. */
export type PictureTone = "good" | "busy" | "bad" | "plain";

export interface PictureNode {
  /** Unique in the picture. */
  readonly id: string;
  /** Lines of text. */
  readonly lines: readonly string[];
  readonly tone: PictureTone;
}

export interface Picture {
  readonly title: string;
  readonly direction: "down" | "right";
  readonly groups: readonly { readonly title: string; readonly nodes: readonly PictureNode[] }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly label?: string;
    /** Drawn thick. */
    readonly isCause?: boolean;
  }[];
}

const COLOURS: Readonly<Record<PictureTone, string>> = {
  good: "#d7f0d7",
  busy: "#fff0c2",
  bad: "#f7cfcf",
  plain: "#f2f2f2",
};

/** Every line ended. */
export function pictureText(picture: Picture, format: PictureFormat): string {
  const lines = format === "mermaid" ? mermaidLines(picture) : dotLines(picture);
  return lines.map((line) => `${line}\n`).join("");
}

/** Ids of the picture as names that both languages take. */
function namesOf({ groups }: Picture): ReadonlyMap<string, string> {
  return new Map(groups.flatMap(({ nodes }) => nodes).map(({ id }, index) => [id, `n${index}`]));
}

function mermaidText(text: string): string {
  // Entities are the only escape that Mermaid knows.
  return `"${oneLine(text).replace(/[&<>"#`]/g, (char) => `#${char.charCodeAt(0)};`)}"`;
}

function mermaidLines(picture: Picture): readonly string[] {
  const names = namesOf(picture);
  const nodeLine = ({ id, lines, tone }: PictureNode) =>
    `${names.get(id)}[${`"${lines.map((line) => mermaidText(line).slice(1, -1)).join("<br>")}"`}]:::${tone}`;
  return [
    "---",
    `title: ${JSON.stringify(oneLine(picture.title))}`,
    "---",
    `flowchart ${picture.direction === "down" ? "TD" : "LR"}`,
    ...picture.groups.flatMap(({ title, nodes }, index) =>
      title === "" ? nodes.map((node) => `  ${nodeLine(node)}`) : [
        `  subgraph g${index}[${mermaidText(title)}]`,
        ...nodes.map((node) => `    ${nodeLine(node)}`),
        "  end",
      ]
    ),
    ...picture.edges.map(({ from, to, label, isCause }) => {
      const text = label === undefined ? "" : `|${mermaidText(label)}|`;
      return `  ${names.get(from)} ${isCause === true ? "==>" : "-->"}${text} ${names.get(to)}`;
    }),
    ...Object.entries(COLOURS).map(([tone, colour]) =>
      `  classDef ${tone} fill:${colour},stroke:#555,color:#111`
    ),
  ];
}

function dotText(text: string): string {
  return oneLine(text).replace(/[\\"]/g, "\\$&");
}

function dotLines(picture: Picture): readonly string[] {
  const names = namesOf(picture);
  const nodeLine = ({ id, lines, tone }: PictureNode) =>
    `${names.get(id)} [label="${lines.map(dotText).join("\\n")}", fillcolor="${COLOURS[tone]}"];`;
  return [
    "digraph {",
    `  label="${dotText(picture.title)}"; labelloc=t; rankdir=${picture.direction === "down" ? "TB" : "LR"};`,
    '  node [shape=box, style="rounded,filled", fontname="sans-serif"];',
    ...picture.groups.flatMap(({ title, nodes }, index) =>
      title === "" ? nodes.map((node) => `  ${nodeLine(node)}`) : [
        `  subgraph cluster_${index} { label="${dotText(title)}";`,
        ...nodes.map((node) => `    ${nodeLine(node)}`),
        "  }",
      ]
    ),
    ...picture.edges.map(({ from, to, label, isCause }) => {
      const attributes = [
        ...(label === undefined ? [] : [`label="${dotText(label)}"`]),
        ...(isCause === true ? ['penwidth=3, color="#a00000"'] : []),
      ];
      const after = attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`;
      return `  ${names.get(from)} -> ${names.get(to)}${after};`;
    }),
    "}",
  ];
}

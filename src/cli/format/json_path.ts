/**
 * Paths into what `-o json` prints, as kubectl writes them: `{.services[*].metadata.name}`, with text and `{range}` around.
 *
 * A path that leads nowhere yields nothing; several values are joined by a blank. Filters are options of the commands and not part
 * of a path.
 */
import { usage } from "../errors.ts";
import type { Plain } from "./manifest_value.ts";

type Segment =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "each" }
  | { readonly kind: "anywhere"; readonly name: string };

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly path: readonly Segment[] }
  | { readonly kind: "range"; readonly path: readonly Segment[]; readonly body: readonly Part[] };

const EXAMPLE = "Such as {.services[*].metadata.name}; docs/cli.md has more.";
const SEGMENT =
  /^(?:\.\.(?<anywhere>[A-Za-z_][\w-]*)|\.(?<member>[A-Za-z_][\w-]*)|\.?\[(?<index>-?\d{1,9})\]|(?<each>\.?\[\*\]|\.\*)|\.?\['(?<single>[^']*)'\]|\.?\["(?<double>[^"]*)"\])/;

/** The segments of one path, with or without `$` and the first dot. Throws a usage error where it is none. */
export function parsePath(text: string): readonly Segment[] {
  let rest = text.trim().replace(/^[$@]/, "");
  if (/^[A-Za-z_]/.test(rest)) rest = `.${rest}`;
  const segments: Segment[] = [];
  while (rest !== "" && rest !== ".") {
    const match = SEGMENT.exec(rest);
    if (match === null) throw usage(`"${text}" is not a path: it ends to be one at "${rest}"`, EXAMPLE);
    segments.push(segmentOf(match.groups ?? {}));
    rest = rest.slice(match[0].length);
  }
  return segments;
}

function segmentOf(groups: Readonly<Record<string, string | undefined>>): Segment {
  if (groups["anywhere"] !== undefined) return { kind: "anywhere", name: groups["anywhere"] };
  if (groups["each"] !== undefined) return { kind: "each" };
  if (groups["index"] !== undefined) return { kind: "index", index: Number(groups["index"]) };
  return { kind: "member", name: groups["member"] ?? groups["single"] ?? groups["double"] ?? "" };
}

function isObject(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function childrenOf(value: Plain): readonly Plain[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function memberOf(value: Plain, name: string): readonly Plain[] {
  if (!isObject(value) || !Object.hasOwn(value, name)) return [];
  const found = value[name];
  return found === undefined ? [] : [found];
}

function step(value: Plain, segment: Segment): readonly Plain[] {
  switch (segment.kind) {
    case "member":
      return memberOf(value, segment.name);
    case "each":
      return childrenOf(value);
    case "index": {
      const found = Array.isArray(value) ? value.at(segment.index) : undefined;
      return found === undefined ? [] : [found];
    }
    case "anywhere":
      return [
        ...memberOf(value, segment.name),
        ...childrenOf(value).flatMap((child) => step(child, segment)),
      ];
  }
}

/** Every value that the path leads to, in order. */
export function valuesAt(value: Plain, path: readonly Segment[]): readonly Plain[] {
  return path.reduce<readonly Plain[]>((values, segment) => values.flatMap((one) => step(one, segment)), [
    value,
  ]);
}

/** A value as one word of the output: text as it is, everything else as JSON. */
export function wordOf(value: Plain): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What `-o jsonpath=TEMPLATE` prints of a value. Throws a usage error at once where the template is malformed. */
export function jsonPathTemplate(template: string): (value: Plain) => string {
  const parts = template.includes("{") ? parseTemplate(template) : [
    { kind: "path" as const, path: parsePath(template) },
  ];
  return (value) => render(parts, value);
}

function render(parts: readonly Part[], value: Plain): string {
  return parts.map((part) => {
    if (part.kind === "text") return part.text;
    const values = valuesAt(value, part.path);
    return part.kind === "path"
      ? values.map(wordOf).join(" ")
      : values.map((one) => render(part.body, one)).join("");
  }).join("");
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_all, letter: string) => ESCAPES[letter] ?? letter);
}

/** Text between braces is taken as it is; `{"\n"}` is text too. */
function parseTemplate(template: string): readonly Part[] {
  const open: { readonly path: readonly Segment[]; readonly parts: Part[] }[] = [{ path: [], parts: [] }];
  const add = (part: Part) => void open.at(-1)?.parts.push(part);
  for (const token of template.matchAll(/\{([^{}]*)\}|([^{}]+)|[{}]/g)) {
    const [all, inside, text] = token;
    const word = inside?.trim();
    if (text !== undefined) add({ kind: "text", text });
    else if (word === undefined) throw usage(`"${template}": a ${all} has no counterpart`, EXAMPLE);
    else if (/^"[^"]*"$|^'[^']*'$/.test(word)) add({ kind: "text", text: unescaped(word.slice(1, -1)) });
    else if (word.startsWith("range ")) {
      open.push({ path: parsePath(word.slice("range ".length)), parts: [] });
    } else if (word === "end") {
      const range = open.length > 1 ? open.pop() : undefined;
      if (range === undefined) throw usage(`"${template}": {end} without {range}`, EXAMPLE);
      add({ kind: "range", path: range.path, body: range.parts });
    } else add({ kind: "path", path: parsePath(word) });
  }
  if (open.length > 1) throw usage(`"${template}": {range} without {end}`, EXAMPLE);
  return open[0]?.parts ?? [];
}

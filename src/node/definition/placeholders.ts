/**
 * Placeholders in the texts of a definition: `${version}`, `${config.KEY}`, `${config.KEY:-otherwise}`, `${replica}`, `${node}`,
 * `${directory}`. `$$` is a single `$`.
 *
 * I1  A text is filled in once: what a value contains is never looked at again, and no shell ever sees it.
 * I2  A value that would lead out of a path (a "/" or "..") is refused where the text is a path.
 */
import { didYouMean } from "../../platform/config/suggest.ts";

/** What a placeholder can stand for. */
export interface Values {
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
  readonly replica: number;
  readonly node: string;
  /** The directory of the instance. */
  readonly directory: string;
}

const NAMES = ["version", "config.KEY", "replica", "node", "directory"] as const;

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: "version" | "replica" | "node" | "directory" }
  | { readonly kind: "config"; readonly key: string; readonly otherwise: string | undefined };

export type Template =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | { readonly ok: false; readonly problem: string };

/** The parts of a text; each `${` must be one of the placeholders. */
export function parseTemplate(text: string): Template {
  const parts: Part[] = [];
  let rest = text;
  while (rest !== "") {
    const at = rest.indexOf("$");
    if (at < 0) {
      parts.push({ kind: "text", text: rest });
      break;
    }
    if (at > 0) parts.push({ kind: "text", text: rest.slice(0, at) });
    rest = rest.slice(at);
    if (rest.startsWith("$$")) {
      parts.push({ kind: "text", text: "$" });
      rest = rest.slice(2);
    } else if (rest.startsWith("${")) {
      const end = rest.indexOf("}");
      if (end < 0) return { ok: false, problem: `${JSON.stringify(rest.slice(0, 40))} has no closing brace` };
      const part = parsePlaceholder(rest.slice(2, end));
      if (typeof part === "string") return { ok: false, problem: part };
      parts.push(part);
      rest = rest.slice(end + 1);
    } else {
      parts.push({ kind: "text", text: "$" });
      rest = rest.slice(1);
    }
  }
  return { ok: true, parts };
}

function parsePlaceholder(name: string): Part | string {
  if (name === "version" || name === "replica" || name === "node" || name === "directory") {
    return { kind: "value", name };
  }
  if (name.startsWith("config.") && name.length > "config.".length) {
    const rest = name.slice("config.".length);
    const at = rest.indexOf(":-");
    if (at === 0) return `\${${name}} names no key`;
    return at < 0
      ? { kind: "config", key: rest, otherwise: undefined }
      : { kind: "config", key: rest.slice(0, at), otherwise: rest.slice(at + 2) };
  }
  const near = didYouMean(name, NAMES);
  return `\${${name}} is no placeholder${
    near === "" ? `; accepted: ${NAMES.map((one) => `\${${one}}`).join(", ")}` : near
  }; a dollar sign is written $$`;
}

/** Why the text is not a template; undefined = it is one. */
export function templateProblem(text: string): string | undefined {
  const template = parseTemplate(text);
  return template.ok ? undefined : template.problem;
}

/** The text without placeholders; undefined = it has some. */
export function literalOf(text: string): string | undefined {
  const template = parseTemplate(text);
  if (!template.ok) return undefined;
  let literal = "";
  for (const part of template.parts) {
    if (part.kind !== "text") return undefined;
    literal += part.text;
  }
  return literal;
}

/** Keys of the configuration that a text needs: those without an `otherwise`. */
export function neededKeys(text: string): readonly string[] {
  const template = parseTemplate(text);
  if (!template.ok) return [];
  return template.parts.flatMap((part) =>
    part.kind === "config" && part.otherwise === undefined ? [part.key] : []
  );
}

export type Filled =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

/** Fills a text in. `isPath`: the values become names in a path (I2); the directory of the instance may stand in it as it is. */
export function fillText(text: string, values: Values, { isPath }: { readonly isPath: boolean }): Filled {
  const template = parseTemplate(text);
  if (!template.ok) return template;
  let filled = "";
  for (const part of template.parts) {
    const value = part.kind === "text" ? part.text : valueOf(part, values);
    if (value === undefined) {
      const key = part.kind === "config" ? part.key : "";
      return { ok: false, problem: `\${config.${key}} is not set in the configuration of the service` };
    }
    if (value.includes("\0")) {
      return { ok: false, problem: `a value in ${JSON.stringify(text)} has a NUL character` };
    }
    const isName = part.kind === "config" || (part.kind === "value" && part.name === "version");
    if (isPath && isName && (value.includes("/") || value === ".." || value === "." || value === "")) {
      return {
        ok: false,
        problem: `${JSON.stringify(value)} may not stand in the path ${JSON.stringify(text)}`,
      };
    }
    filled += value;
  }
  return { ok: true, text: filled };
}

function valueOf(part: Exclude<Part, { readonly kind: "text" }>, values: Values): string | undefined {
  if (part.kind === "value") return String(values[part.name]);
  return Object.hasOwn(values.config, part.key) ? values.config[part.key] : part.otherwise;
}

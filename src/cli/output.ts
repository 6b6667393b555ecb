/** In which form a command prints a list: a table for people, names for the shell, JSON, YAML or a path into it for programs. */
import { didYouMean } from "../platform/config/suggest.ts";
import { type Arguments, hasSwitch, textOption } from "./arguments.ts";
import { jsonText, type OutputIo } from "./context.ts";
import { usage } from "./errors.ts";
import { jsonPathTemplate } from "./format/json_path.ts";
import type { Plain } from "./format/manifest_value.ts";
import { loadYaml } from "./format/yaml.ts";

const FORMATS = ["table", "wide", "name", "json", "yaml"] as const;

/** What `-o` asks for. */
export type ListFormat =
  | { readonly kind: "table"; readonly isWide: boolean; readonly isHeadless: boolean }
  | { readonly kind: "name" }
  | { readonly kind: "json" }
  | { readonly kind: "yaml" }
  | { readonly kind: "jsonpath"; readonly textOf: (value: Plain) => string };

/** Reads `-o` and `--no-headers`; a table when it is not given. */
export function listFormatOf(args: Arguments): ListFormat {
  const text = textOption(args, "output") ?? "table";
  const path = /^jsonpath(?:=(.*))?$/s.exec(text);
  if (path !== null) {
    if (path[1] === undefined || path[1] === "") {
      throw usage("-o jsonpath needs a path", "-o jsonpath='{.services[*].metadata.name}'");
    }
    return { kind: "jsonpath", textOf: jsonPathTemplate(path[1]) };
  }
  const kind = FORMATS.find((known) => known === text);
  if (kind === undefined) {
    const all = [...FORMATS, "jsonpath=PATH"];
    throw usage(`-o: there is no format "${text}"${didYouMean(text, all)}`, `There are: ${all.join(", ")}.`);
  }
  if (kind !== "table" && kind !== "wide") return { kind };
  return { kind: "table", isWide: kind === "wide", isHeadless: hasSwitch(args, "no-headers") };
}

/** A list in every form. */
export interface PrintedList {
  /** As JSON, all of it. */
  readonly value: Plain;
  /** As YAML, a document each. Default: the value. */
  readonly documents?: readonly Plain[];
  readonly names: readonly string[];
  /** Every line ended; "" = there is nothing to print. */
  readonly table: (format: { readonly isWide: boolean; readonly isHeadless: boolean }) => string;
}

/** Prints the list in the form that was asked for. */
export async function printList(io: OutputIo, format: ListFormat, list: PrintedList): Promise<void> {
  switch (format.kind) {
    case "table":
      return io.stdout(list.table(format));
    case "name":
      return io.stdout(list.names.map((name) => `${name}\n`).join(""));
    case "json":
      return io.stdout(jsonText(list.value));
    case "yaml":
      return io.stdout((await loadYaml())(list.documents ?? [list.value]));
    case "jsonpath":
      return io.stdout(withLineEnd(format.textOf(list.value)));
  }
}

/** How a stream shows each of its values; undefined where it shows rows of a table. */
export async function streamTextOf(
  format: ListFormat,
): Promise<((value: Plain, name: string) => string) | undefined> {
  switch (format.kind) {
    case "table":
      return undefined;
    case "name":
      return (_value, name) => `${name}\n`;
    case "json":
      return (value) => jsonText(value, true);
    case "yaml": {
      const yamlText = await loadYaml();
      return (value) => yamlText([value]);
    }
    case "jsonpath":
      return (value) => withLineEnd(format.textOf(value));
  }
}

/** A person's shell wants the end of the line; a template that ends with one has it. */
function withLineEnd(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/**
 * Reads the YAML file: checks every key against the table, and reports every problem with its line and column.
 *
 * I1  A key that is not in the table is a problem, as are a duplicate key, a tag, and a second document.
 * I2  A hostile file costs bounded work: its size and its aliases are limited.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { QUIET_YAML } from "../../kit/yaml_options.ts";
import type { ConfigProblem, Origin } from "./config_error.ts";
import type { Parsed } from "./kinds.ts";
import { didYouMean } from "./suggest.ts";
import { SETTING_LIST } from "./settings.ts";
import { numberDoubt } from "./yaml_number.ts";
import { Setting, type SettingGroup } from "./table.ts";

/** Longest file, characters. */
export const MAX_FILE_LENGTH = 1_048_576;

/** The content of the file: values by dotted key, and its problems. */
export interface FileSettings {
  readonly values: ReadonlyMap<string, { readonly value: unknown; readonly origin: Origin }>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the text of a file; never throws. */
export function readSettings(content: string, path: string, table: SettingGroup): FileSettings {
  const reader = new FileReader(content, path);
  reader.readDocument(table);
  return reader;
}

class FileReader implements FileSettings {
  readonly values = new Map<string, { readonly value: unknown; readonly origin: Origin }>();
  readonly problems: ConfigProblem[] = [];
  readonly #content: string;
  readonly #path: string;
  readonly #lines = new LineCounter();

  constructor(content: string, path: string) {
    this.#content = content;
    this.#path = path;
  }

  readDocument(table: SettingGroup): void {
    if (this.#content.length > MAX_FILE_LENGTH) {
      this.#report(0, "", {
        problem: `the file is too long: ${this.#content.length} characters`,
        accepted: "1 MiB",
      });
      return;
    }
    const document = parseDocument(this.#content, {
      ...QUIET_YAML,
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    for (const fault of [...document.errors, ...document.warnings]) {
      this.#report(fault.pos[0], "", { problem: `not valid YAML: ${fault.message}`, accepted: "" });
    }
    // With a duplicate key the rest is still readable; with any other error it is not.
    if (document.errors.some(({ code }) => code !== "DUPLICATE_KEY") || document.contents === null) return;
    if (isScalar(document.contents) && document.contents.value === null) return;
    if (isMap(document.contents)) this.#readGroup(document, document.contents, { table, prefix: "" });
    else {this.#report(offsetOf(document.contents), "", {
        problem: "the file is not a group of keys",
        accepted: "",
      });}
  }

  #readGroup(
    document: Document,
    map: YAMLMap,
    { table, prefix }: { readonly table: SettingGroup; readonly prefix: string },
  ): void {
    for (const { key: keyNode, value: valueNode } of map.items) {
      const name = isScalar(keyNode) ? String(keyNode.value) : "";
      const key = prefix + name;
      const offset = offsetOf(keyNode);
      const entry = Object.hasOwn(table, name) ? table[name] : undefined;
      if (entry instanceof Setting) {
        this.#readSetting(document, valueNode, { key, setting: entry, keyOffset: offset });
      } else if (entry === undefined) this.#reportUnknown(key, offset, { table, prefix });
      else if (isMap(valueNode)) this.#readGroup(document, valueNode, { table: entry, prefix: `${key}.` });
      // A group whose keys are all commented out is empty, not wrong.
      else if (valueNode !== null && !(isScalar(valueNode) && valueNode.value === null)) {
        const accepted = Object.keys(entry).join(", ");
        this.#report(offsetOf(valueNode), key, { problem: "is not a group of keys", accepted });
      }
    }
  }

  #readSetting(
    document: Document,
    node: unknown,
    { key, setting, keyOffset }: {
      readonly key: string;
      readonly setting: Setting<unknown, "" | "Ms" | "Bytes">;
      readonly keyOffset: number;
    },
  ): void {
    const offset = node === null ? keyOffset : offsetOf(node);
    const doubt = numberDoubt(node);
    if (doubt !== undefined) {
      return this.#report(offset, key, { problem: doubt, accepted: setting.kind.accepted });
    }
    const parsed = setting.kind.parse(toPlain(document, node));
    if (parsed.ok) {
      this.values.set(key, { value: parsed.value, origin: this.#originAt(offset) });
      return;
    }
    this.#reportAll(node, parsed, { key, offset });
  }

  #reportAll(
    node: unknown,
    parsed: Parsed<never>,
    { key, offset }: { readonly key: string; readonly offset: number },
  ): void {
    if (parsed.ok) return;
    for (const { path, problem, accepted, isKey } of parsed.problems) {
      const place = offsetAt(node, path, isKey === true) ?? offset;
      this.#report(place, [key, ...path].join("."), { problem, accepted });
    }
  }

  #reportUnknown(
    key: string,
    offset: number,
    { table, prefix }: { readonly table: SettingGroup; readonly prefix: string },
  ): void {
    const siblings = Object.keys(table).map((sibling) => prefix + sibling);
    const near = didYouMean(key, siblings) || didYouMean(key, SETTING_LIST.map(({ key: known }) => known));
    this.#report(offset, key, {
      problem: `unknown key${near}`,
      accepted: near === "" ? Object.keys(table).join(", ") : "",
    });
  }

  #report(
    offset: number,
    key: string,
    { problem, accepted }: { readonly problem: string; readonly accepted: string },
  ): void {
    this.problems.push({ origin: this.#originAt(offset), key, problem, accepted });
  }

  #originAt(offset: number): Origin {
    const { line, col } = this.#lines.linePos(offset);
    return { kind: "file", path: this.#path, line, column: col };
  }
}

function offsetOf(node: unknown): number {
  return (isScalar(node) || isMap(node) || isAlias(node) || hasRange(node)) ? node.range?.[0] ?? 0 : 0;
}

function hasRange(node: unknown): node is Pick<Node, "range"> {
  return typeof node === "object" && node !== null && "range" in node;
}

function hasGetIn(node: unknown): node is { getIn(path: Iterable<unknown>, keepScalar: true): unknown } {
  return typeof node === "object" && node !== null && "getIn" in node;
}

/** Offset of a place inside a value; undefined = it is not in the file. */
function offsetAt(node: unknown, path: readonly (string | number)[], isKey: boolean): number | undefined {
  const last = path.at(-1);
  if (last === undefined || !hasGetIn(node)) return undefined;
  if (!isKey) {
    const found = node.getIn(path, true);
    return found === undefined ? undefined : offsetOf(found);
  }
  const parent = path.length === 1 ? node : node.getIn(path.slice(0, -1), true);
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
    : undefined;
  return pair === undefined ? undefined : offsetOf(pair.key);
}

/** The plain value of a node; a value with too many aliases becomes a text that no setting accepts. */
function toPlain(document: Document, node: unknown): unknown {
  if (!hasToJs(node)) return null;
  try {
    return node.toJS(document, { maxAliasCount: 100 });
  } catch {
    return "too many aliases";
  }
}

function hasToJs(node: unknown): node is Pick<Node, "toJS"> {
  return typeof node === "object" && node !== null && "toJS" in node;
}

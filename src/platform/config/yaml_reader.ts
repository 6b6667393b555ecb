/**
 * Reads YAML strictly: every key is known, every value is of its kind, every problem has its line.
 *
 * I1  What is not in the table of a group is a problem, as are a key given twice and an alias.
 * I2  All problems are collected; a value is used only when there was none.
 * I3  YAML's own types change nothing: a text, a key as well, is what is written, `010` and `1.10` included; a number that could be read
 *     in two ways, or that a double cannot hold, is a problem.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";
import { QUIET_YAML } from "../../kit/yaml_options.ts";
import type { Kind } from "./kinds.ts";
import { numberDoubt } from "./yaml_number.ts";
import { didYouMean } from "./suggest.ts";

/** Longest input, characters. */
export const MAX_YAML_LENGTH = 8_388_608;

/** A place in the input and what is wrong there. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  /** Path of the key, for example `spec.timeouts.pending`; "" = the document as a whole. */
  readonly key: string;
  readonly problem: string;
}

/** A value in the input: its node, the path to it, and where to report when there is no node. */
export interface Place {
  readonly node: unknown;
  readonly path: string;
  readonly offset: number;
}

/** What JSON can hold. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** What each key of a group does with its value. */
export type FieldTable = Readonly<Record<string, (place: Place) => void>>;

/** One input: a file or standard input, of one or more documents. */
export class YamlReader {
  readonly problems: YamlProblem[] = [];
  readonly #lines = new LineCounter();

  /** The documents that are not empty. With a syntax error there are none. */
  documents(text: string): readonly Place[] {
    if (text.length > MAX_YAML_LENGTH) {
      this.report(
        { path: "", offset: 0 },
        `the input is too long: ${text.length} characters; accepted: 8 MiB`,
      );
      return [];
    }
    const parsed = parseAllDocuments(text, {
      ...QUIET_YAML,
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
    for (const fault of documents.flatMap((one) => [...one.errors, ...one.warnings])) {
      this.report({ path: "", offset: fault.pos[0] }, `not valid YAML: ${fault.message}`);
    }
    if (this.problems.length > 0) return [];
    return documents.map((one) => ({ node: one.contents, path: "", offset: offsetOf(one.contents) }))
      .filter(({ node }) => node !== null && !(isScalar(node) && node.value === null));
  }

  /** Goes through the keys of a group, each by its entry in the table. False when it is no group. */
  fields(place: Place, table: FieldTable): boolean {
    const { node, path } = place;
    if (!isMap(node)) {
      this.report(
        place,
        `${this.#nameOf(node)} is not a group of keys; accepted: ${Object.keys(table).join(", ")}`,
      );
      return false;
    }
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : "";
      const offset = offsetOf(key);
      const read = Object.hasOwn(table, name) ? table[name] : undefined;
      const child = {
        node: value,
        path: path === "" ? name : `${path}.${name}`,
        offset: offsetOf(value) || offset,
      };
      if (read === undefined) {
        const known = Object.keys(table);
        const near = didYouMean(name, known);
        this.report(
          { ...child, offset },
          `unknown key${near === "" ? `; accepted: ${known.join(", ")}` : near}`,
        );
      } else read(child);
    }
    return true;
  }

  /** Goes through a list. */
  items(place: Place, read: (place: Place) => void): void {
    const { node, path } = place;
    if (!isSeq(node)) return this.report(place, `${this.#nameOf(node)} is not a list`);
    node.items.forEach((item, index) =>
      read({ node: item, path: `${path}[${index}]`, offset: offsetOf(item) || place.offset })
    );
  }

  /** One value of a kind; undefined when it is none. */
  value<T>(place: Place, kind: Pick<Kind<T, "" | "Ms" | "Bytes">, "parse">): T | undefined {
    const doubt = numberDoubt(place.node);
    if (doubt !== undefined) {
      this.report(place, `${doubt}; accepted: a number that can be read in one way`);
      return undefined;
    }
    const parsed = kind.parse(isScalar(place.node) ? place.node.value : place.node ?? null);
    if (parsed.ok) return parsed.value;
    for (const { problem, accepted } of parsed.problems) {
      this.report(
        place,
        `${isAlias(place.node) ? "an alias is not accepted" : problem}; accepted: ${accepted}`,
      );
    }
    return undefined;
  }

  /** Text. A number or a boolean is taken as it is written: `version: 1.10` is "1.10". */
  text(place: Place): string | undefined {
    const text = textOf(place.node);
    if (text === undefined) this.report(place, `${this.#nameOf(place.node)} is not text`);
    return text;
  }

  /** Text by key, with any keys. */
  textMap(place: Place): Record<string, string> {
    const found = new Map<string, string>();
    const { node } = place;
    if (!isMap(node)) {
      this.report(place, `${this.#nameOf(node)} is not a group of keys`);
      return {};
    }
    for (const { key, value } of node.items) {
      const name = textOf(key);
      const offset = offsetOf(key);
      if (name === undefined) {
        this.report({ path: place.path, offset }, `the key ${this.#nameOf(key)} is not text`);
        continue;
      }
      const path = `${place.path}.${name}`;
      if (found.has(name)) this.report({ path, offset }, "the key is given twice");
      const text = this.text({ node: value, path, offset: offsetOf(value) || offset });
      if (text !== undefined) found.set(name, text);
    }
    return Object.fromEntries(found);
  }

  /** Any value, with all that is below it, as JSON has it; undefined when JSON has no such value. */
  plain(place: Place): PlainValue | undefined {
    const known = this.problems.length;
    const value = this.#plain(place);
    return this.problems.length === known ? value : undefined;
  }

  #plain(place: Place): PlainValue {
    const { node, path } = place;
    if (isMap(node)) {
      const found = new Map<string, PlainValue>();
      for (const { key, value } of node.items) {
        const name = textOf(key);
        const offset = offsetOf(key);
        if (name === undefined) this.report({ path, offset }, `the key ${this.#nameOf(key)} is not text`);
        else {
          const at = { node: value, path: `${path}.${name}`, offset: offsetOf(value) || offset };
          found.set(name, this.#plain(at));
        }
      }
      return Object.fromEntries(found);
    }
    if (isSeq(node)) {
      return node.items.map((item, index) =>
        this.#plain({ node: item, path: `${path}[${index}]`, offset: offsetOf(item) || place.offset })
      );
    }
    const doubt = numberDoubt(node);
    if (doubt !== undefined) this.report(place, doubt);
    const value: unknown = isScalar(node) ? node.value : node ?? null;
    if (
      value === null || typeof value === "string" || typeof value === "boolean" ||
      (typeof value === "number" && Number.isFinite(value))
    ) return value;
    this.report(place, `${this.#nameOf(node)} is not accepted here`);
    return null;
  }

  /** Notes a problem. */
  report(place: Pick<Place, "path" | "offset">, problem: string): void {
    const { line, col } = this.#lines.linePos(place.offset);
    this.problems.push({ line, column: col, key: place.path, problem });
  }

  #nameOf(node: unknown): string {
    if (isMap(node)) return "a group of keys";
    if (isSeq(node)) return "a list";
    if (isAlias(node)) return "an alias";
    const value: unknown = isScalar(node) ? node.value : node;
    if (value === null || value === undefined) return "no value";
    return typeof value === "string"
      ? `text ${JSON.stringify(value.slice(0, 60))}`
      : `${typeof value} ${String(value)}`;
  }
}

/** I3: what is written; undefined = it is no text, nor what YAML takes for a number or a boolean. */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value } = node;
  if (typeof value === "string") return value;
  const isWord = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return isWord ? node.source ?? String(value) : undefined;
}

function offsetOf(node: unknown): number {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] ?? 0 : 0;
}

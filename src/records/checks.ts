/**
 * The combinators from which the readers of wire messages and of spec documents are built: each takes a raw value and the path of
 * its field, and returns a value of the domain or throws a StateManagerError of kind "invalid" with that path and what would have
 * been accepted.
 *
 * I1: paths are in the spelling of the input: `spec.dependencies[2].resource_id.name` as in the .proto files,
 *     `spec.dependencies[2].resourceId` as in a JSON document.
 * I2: a 64-bit integer is a decimal string on its way in and a bigint from then on; it becomes a number only where its range
 *     was checked to fit one.
 * I3: an error quotes at most 64 characters of the input: a peer cannot fill a log or an answer with its own text.
 */
import { invalid, type StateManagerError } from "../kit/errors.ts";

/** Largest revision, generation or sequence: what the journal can hold, although the messages have room for one bit more. */
export const MAX_INT64 = (1n << 63n) - 1n;
/** Largest revision that is taken over from others: there is room to count on. */
export const MAX_REVISION = 1n << 62n;
/** Largest term that is taken over from others: a term begins at a revision that is a multiple of it (`manager/core/ledger.ts`). */
export const MAX_TERM = 10n ** 13n;
/** Largest term that somebody may set by hand: a million leaders may follow. */
export const MAX_ADOPTED_TERM = MAX_TERM - 1_000_000n;
/** Largest unsigned 32-bit integer. */
export const MAX_UINT32 = 4_294_967_295;
/** Largest wall time that a Date can hold, milliseconds since 1970. */
export const MAX_TIME_MS = 8_640_000_000_000_000;

const QUOTED_CHARACTERS = 64;
const MAX_DIGITS = 20;
const utf8 = new TextEncoder();

/** The path of a field of a message; the outermost message has the path "". */
export function at(path: string, field: string): string {
  return path === "" ? field : `${path}.${field}`;
}

/** The input as quoted in an error message (I3). */
export function quoted(text: string): string {
  return text.length <= QUOTED_CHARACTERS
    ? JSON.stringify(text)
    : `${JSON.stringify(text.slice(0, QUOTED_CHARACTERS))}... (${text.length} characters)`;
}

/** A required sub-message. */
export function required<T>(value: T | null | undefined, path: string): T {
  if (value === null || value === undefined) throw invalid(path, "is missing", "a value");
  return value;
}

/** An inclusive range; `isZeroAllowed` adds 0, which then means "not set". */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly isZeroAllowed?: boolean;
}

/** A 32-bit integer within a range. */
export function integer(value: number, path: string, range: Range): number {
  if (range.isZeroAllowed === true && value === 0) return 0;
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    const orZero = range.isZeroAllowed === true ? ", or 0" : "";
    throw invalid(path, `${value} is out of range`, `${range.min} to ${range.max}${orZero}`);
  }
  return value;
}

/** A 64-bit integer as bigint; the decoder passes it as a string. */
export function bigInteger(
  value: string,
  path: string,
  range: { readonly min?: bigint; readonly max?: bigint } = {},
): bigint {
  const { min = 0n, max = MAX_INT64 } = range;
  const accepted = `${min} to ${max}`;
  if (value.length > MAX_DIGITS || !/^-?[0-9]+$/.test(value)) {
    throw invalid(path, `${quoted(value)} is not an integer`, accepted);
  }
  const parsed = BigInt(value);
  if (parsed < min || parsed > max) throw invalid(path, `${value} is out of range`, accepted);
  return parsed;
}

/** A wall time: 0 to the largest that a Date can hold, so that it fits a number exactly (I2). */
export function timeMs(value: string, path: string): number {
  return Number(bigInteger(value, path, { max: BigInt(MAX_TIME_MS) }));
}

/** A length of time, so that it fits a number exactly (I2). */
export function durationMs(value: string, path: string): number {
  return Number(bigInteger(value, path, { max: BigInt(Number.MAX_SAFE_INTEGER) }));
}

/** A finite number. */
export function finite(value: number, path: string): number {
  if (!Number.isFinite(value)) throw invalid(path, `${value} is not a number`, "a finite number");
  return value;
}

/** The limits of a text. */
export interface TextRule {
  /** Least number of characters. Default 0. */
  readonly minCharacters?: number;
  /** Most characters; or `maxBytes`. */
  readonly maxCharacters?: number;
  /** Most bytes in UTF-8. */
  readonly maxBytes?: number;
  /** The alphabet, with its description for the error. */
  readonly alphabet?: { readonly pattern: RegExp; readonly words: string };
}

/** No control character. */
export const PRINTABLE = { pattern: /^\P{C}*$/u, words: "printable characters" } as const;

function describeTextRule(rule: TextRule): string {
  const min = rule.minCharacters ?? 0;
  const size = rule.maxBytes !== undefined
    ? `${min > 0 ? "not empty, " : ""}at most ${rule.maxBytes} bytes`
    : `${min} to ${rule.maxCharacters ?? "any number of"} characters`;
  return rule.alphabet === undefined ? size : `${size}, ${rule.alphabet.words}`;
}

function textProblem(value: string, rule: TextRule): string | undefined {
  const min = rule.minCharacters ?? 0;
  if (value.length < min) return value === "" ? "is empty" : `${quoted(value)} is too short`;
  if (rule.maxCharacters !== undefined && value.length > rule.maxCharacters) {
    return `${quoted(value)} is too long`;
  }
  if (rule.maxBytes !== undefined && sizeBytes(value) > rule.maxBytes) return `${quoted(value)} is too long`;
  if (rule.alphabet !== undefined && !rule.alphabet.pattern.test(value)) {
    return `${quoted(value)} has a character that is not allowed`;
  }
  return value.isWellFormed() ? undefined : `${quoted(value)} is not valid Unicode`;
}

/** A text that satisfies the rule. */
export function text(value: string, path: string, rule: TextRule): string {
  const problem = textProblem(value, rule);
  if (problem !== undefined) throw invalid(path, problem, describeTextRule(rule));
  return value;
}

/** Bytes of a text in UTF-8. */
export function sizeBytes(value: string): number {
  return utf8.encode(value).byteLength;
}

/** The longest beginning of a text that has at most `maxBytes` in UTF-8 and does not split a character. */
export function truncateBytes(value: string, maxBytes: number): string {
  if (value.length * 3 <= maxBytes) return value.toWellFormed();
  const buffer = new Uint8Array(maxBytes);
  const { read } = utf8.encodeInto(value, buffer);
  return value.slice(0, read).toWellFormed();
}

/** Every element of a repeated field, mapped; the path of an element is `path[index]`. */
export function list<T, U>(
  values: readonly T[],
  path: string,
  options: { readonly max: number; readonly element: (value: T, path: string) => U },
): U[] {
  if (values.length > options.max) {
    throw invalid(path, `has ${values.length} elements`, `at most ${options.max}`);
  }
  return values.map((value, index) => options.element(value, `${path}[${index}]`));
}

/** Limits of a map of texts. */
export interface MapRule {
  readonly max: number;
  readonly key: TextRule;
  readonly value: TextRule;
}

/** A map of texts; the path of an entry is `path["key"]`. */
export function textMap(
  values: Readonly<Record<string, string>>,
  path: string,
  rule: MapRule,
): Readonly<Record<string, string>> {
  const entries = Object.entries(values);
  if (entries.length > rule.max) throw invalid(path, `has ${entries.length} entries`, `at most ${rule.max}`);
  for (const [key, value] of entries) {
    const entryPath = `${path}[${quoted(key)}]`;
    const problem = key === "__proto__" ? `${quoted(key)} is reserved` : textProblem(key, rule.key);
    if (problem !== undefined) {
      throw invalid(entryPath, `the key ${problem}`, describeTextRule(rule.key));
    }
    text(value, entryPath, rule.value);
  }
  return Object.fromEntries(entries);
}

/** A oneof in which no field that this version knows is set. */
export function missingOneof(path: string, oneof: string, accepted: readonly string[]): StateManagerError {
  return invalid(at(path, oneof), "none of its fields is set", `one of ${accepted.join(", ")}`);
}

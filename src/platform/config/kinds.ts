/**
 * Kinds of configuration values: how each is parsed from YAML or from one line of text, what it accepts, how it is formatted.
 *
 * I1  A kind never guesses: a value that it does not accept yields a problem that says what would be accepted.
 * I2  `parseText(format(value))` is the value again, so what `config show` prints can be put into a variable or a flag.
 */
/** The problem of a value; `path` leads to the place inside it. */
export interface ValueProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  readonly accepted: string;
  /** Set when the place is a key rather than a value. */
  readonly isKey?: boolean;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ValueProblem[] };

/** The unit that a value of this kind has in the program; it ends the name of the property. */
export type UnitSuffix = "" | "Ms" | "Bytes";

export interface Kind<T, S extends UnitSuffix = ""> {
  /** Name of the kind in the documentation: `duration`, `integer`, `list of addresses`. */
  readonly type: string;
  /** Description of the accepted values. */
  readonly accepted: string;
  readonly suffix: S;
  /** Parses a value of a YAML document. */
  parse(raw: unknown): Parsed<T>;
  /** Parses the text of an environment variable or a flag. */
  parseText(text: string): Parsed<T>;
  /** Formats the value on one line, as it may be written in the file. */
  format(value: T): string;
}

export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** The problem of a value as a whole. */
export function refuse(problem: string, accepted: string): Parsed<never> {
  return { ok: false, problems: [{ path: [], problem, accepted }] };
}

/** A value as quoted in an error: short, on one line. */
export function quote(raw: unknown): string {
  const text = JSON.stringify(raw) ?? String(raw);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The problem of a value of another type, for example `text "x" is not a number`; `complaint` is "not a number". */
export function mismatch(raw: unknown, complaint: string): string {
  if (raw === null || raw === undefined) return "has no value";
  return `${nameOf(raw)} is ${complaint}`;
}

function nameOf(raw: unknown): string {
  if (Array.isArray(raw)) return "a list";
  if (typeof raw === "object") return "a group of keys";
  return `${typeof raw === "string" ? "text" : typeof raw} ${quote(raw)}`;
}

/** Digits in groups of three, as in the documentation. */
export function groupDigits(value: number): string {
  return Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, ",") : String(value);
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Shown after the range, for example `starts/s`. */
  readonly unit?: string;
}

function rangeText({ min, max, unit }: NumberRange): string {
  return `${groupDigits(min)} to ${groupDigits(max)}${unit === undefined ? "" : ` ${unit}`}`;
}

function numberKind(type: string, range: NumberRange, isFit: (value: number) => boolean): Kind<number> {
  const accepted = rangeText(range);
  const parse = (raw: unknown): Parsed<number> => {
    if (typeof raw !== "number" || Number.isNaN(raw)) {
      return refuse(mismatch(raw, "not a number"), accepted);
    }
    if (!isFit(raw)) return refuse(`${raw} is not a whole number`, accepted);
    if (raw < range.min) return refuse(`${raw} is too small`, accepted);
    if (raw > range.max) return refuse(`${raw} is too large`, accepted);
    return accept(raw);
  };
  return {
    type,
    accepted,
    suffix: "",
    parse,
    parseText: (text) => parse(/^[+-]?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text),
    format: String,
  };
}

/** A whole number. */
export function integer(range: NumberRange): Kind<number> {
  return numberKind("integer", range, Number.isInteger);
}

/** A number with or without a fraction. */
export function decimal(range: NumberRange): Kind<number> {
  return numberKind("number", range, Number.isFinite);
}

export function boolean(): Kind<boolean> {
  const accepted = "true or false";
  const parse = (raw: unknown): Parsed<boolean> =>
    typeof raw === "boolean" ? accept(raw) : refuse(mismatch(raw, "neither true nor false"), accepted);
  return {
    type: "boolean",
    accepted,
    suffix: "",
    parse,
    parseText: (text) => parse(text === "true" ? true : text === "false" ? false : text),
    format: String,
  };
}

/** Text that passes a test; `accepted` says which. */
export function text(
  options: {
    readonly type?: string;
    readonly accepted: string;
    readonly isAccepted: (text: string) => boolean;
    /** What is wrong with a text that is not accepted, after the text itself. Default: that it is not accepted. */
    readonly mistake?: (text: string) => string | undefined;
  },
): Kind<string> {
  const parse = (raw: unknown): Parsed<string> => {
    if (typeof raw !== "string") return refuse(mismatch(raw, "not text"), options.accepted);
    if (options.isAccepted(raw)) return accept(raw);
    return refuse(`${quote(raw)} ${options.mistake?.(raw) ?? "is not accepted"}`, options.accepted);
  };
  return {
    type: options.type ?? "text",
    accepted: options.accepted,
    suffix: "",
    parse,
    parseText: (line) => parse(unquoted(line)),
    format: (value) => isPlainScalar(value) ? value : JSON.stringify(value),
  };
}

/** I2: undoes the quoting of `format`. */
function unquoted(line: string): unknown {
  if (!line.startsWith('"')) return line;
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

/** Whether YAML reads the text back as the same text without quotes, also inside a list. */
function isPlainScalar(value: string): boolean {
  return /^[A-Za-z/][-A-Za-z0-9_./]*$/.test(value) && !/^(true|false|null)$/i.test(value);
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): Kind<T> {
  const accepted = words.join(", ");
  const parse = (raw: unknown): Parsed<T> => {
    const word = words.find((candidate) => candidate === raw);
    return word === undefined ? refuse(mismatch(raw, "none of the words"), accepted) : accept(word);
  };
  return { type: "word", accepted, suffix: "", parse, parseText: parse, format: (value) => value };
}

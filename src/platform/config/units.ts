/** Configuration values that have a unit: durations and sizes. Both also accept a bare number of the base unit. */
import { accept, type Kind, mismatch, type Parsed, quote, refuse, type UnitSuffix } from "./kinds.ts";

interface Unit {
  readonly name: string;
  readonly factor: number;
}

/** Smallest first; the first one is the base unit. */
const DURATION_UNITS: readonly Unit[] = [
  { name: "ms", factor: 1 },
  { name: "s", factor: 1_000 },
  { name: "m", factor: 60_000 },
  { name: "h", factor: 3_600_000 },
];
const SIZE_UNITS: readonly Unit[] = [
  { name: "B", factor: 1 },
  { name: "KiB", factor: 1_024 },
  { name: "MiB", factor: 1_048_576 },
  { name: "GiB", factor: 1_073_741_824 },
];

/** Milliseconds; written `250ms`, `10s`, `5m`, `2h`, also with a fraction (`1.5s`), or as a number of milliseconds. */
export function duration(range: { readonly min: string; readonly max: string }): Kind<number, "Ms"> {
  return unitKind({ type: "duration", units: DURATION_UNITS, suffix: "Ms", range });
}

/** Bytes; written `512B`, `64KiB`, `4MiB`, `1GiB`, or as a number of bytes. */
export function size(range: { readonly min: string; readonly max: string }): Kind<number, "Bytes"> {
  return unitKind({ type: "size", units: SIZE_UNITS, suffix: "Bytes", range });
}

/** A duration in the largest unit that needs no fraction: 90,000 = `90s`. */
export function formatDuration(valueMs: number): string {
  return formatUnits(valueMs, DURATION_UNITS);
}

/** A size in the largest unit that needs no fraction: 65,536 = `64KiB`. */
export function formatSize(valueBytes: number): string {
  return formatUnits(valueBytes, SIZE_UNITS);
}

function unitKind<S extends UnitSuffix>(options: {
  readonly type: string;
  readonly units: readonly Unit[];
  readonly suffix: S;
  readonly range: { readonly min: string; readonly max: string };
}): Kind<number, S> {
  const { units, range } = options;
  const min = measure(range.min, units);
  const max = measure(range.max, units);
  if (min === undefined || max === undefined) {
    throw new Error(`Not a ${options.type}: ${range.min}, ${range.max}`);
  }
  const names = units.map((unit) => unit.name).join(", ");
  const accepted = `${range.min} to ${range.max}`;
  const parse = (raw: unknown): Parsed<number> => {
    const value = typeof raw === "number" ? raw : typeof raw === "string" ? measure(raw, units) : undefined;
    if (value === undefined || !Number.isFinite(value)) {
      return refuse(mismatch(raw, `not a ${options.type} (a number with one of ${names})`), accepted);
    }
    if (typeof raw === "number" && raw > Number.MAX_SAFE_INTEGER) {
      return refuse(`${quote(raw)} is too large to be read exactly`, accepted);
    }
    if (!Number.isInteger(value)) return refuse(`${quote(raw)} is finer than 1 ${units[0]?.name}`, accepted);
    if (value < min) return refuse(`${quote(raw)} is too small`, accepted);
    if (value > max) return refuse(`${quote(raw)} is too large`, accepted);
    return accept(value);
  };
  return {
    type: options.type,
    accepted,
    suffix: options.suffix,
    parse,
    parseText: parse,
    format: (value) => formatUnits(value, units),
  };
}

/** The value in base units, or undefined when the text has another form. */
function measure(text: string, units: readonly Unit[]): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s?([A-Za-z]*)$/.exec(text);
  if (match === null) return undefined;
  const [, digits, name] = match;
  // More digits than a double holds would be another number.
  if (digits !== undefined && Number(digits) > Number.MAX_SAFE_INTEGER) return undefined;
  const unit = name === "" ? units[0] : units.find((candidate) => candidate.name === name);
  // Rounded to a thousandth, so that 1.1s is 1,100 ms and not 1,100.0000000000002.
  return unit === undefined ? undefined : Math.round(Number(digits) * unit.factor * 1_000) / 1_000;
}

function formatUnits(value: number, units: readonly Unit[]): string {
  const base = units[0];
  if (base === undefined || value === 0) return `0${base?.name ?? ""}`;
  const unit = units.findLast((candidate) => value % candidate.factor === 0) ?? base;
  return `${value / unit.factor}${unit.name}`;
}

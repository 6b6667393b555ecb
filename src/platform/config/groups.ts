/**
 * Groups of configuration keys: the table's own shape, and the types that follow from it.
 *
 * A key is written in snake_case in the file; in the program it is camelCase and ends with its unit, so `verify_timeout`
 * of kind duration becomes `verifyTimeoutMs`. Both names come from one place, at run time and in the types.
 */
import {
  accept,
  type Kind,
  mismatch,
  type Parsed,
  refuse,
  type UnitSuffix,
  type ValueProblem,
} from "./kinds.ts";
import { parseAsYaml } from "./lists.ts";
import { didYouMean } from "./suggest.ts";

/** `verify_timeout` -> `verifyTimeout`. */
export type CamelCase<K extends string> = K extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : K;

/** Name of the property that holds the value of a key. */
export function propertyName(key: string, suffix: UnitSuffix): string {
  return key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()) + suffix;
}

/** Kinds by key. */
export type Fields = Readonly<Record<string, Kind<unknown, UnitSuffix>>>;

/** The type of a group of keys in the program. */
export type FieldValues<F extends Fields> = {
  readonly [K in keyof F & string as `${CamelCase<K>}${F[K]["suffix"]}`]: F[K] extends
    Kind<infer T, UnitSuffix> ? T
    : never;
};

/** A group in which every key is required. */
export function group<F extends Fields>(fields: F): Kind<FieldValues<F>> {
  return groupKind(fields, { areRequired: true }) as Kind<FieldValues<F>>;
}

/** A group in which every key may be left out. */
export function partialGroup<F extends Fields>(fields: F): Kind<Partial<FieldValues<F>>> {
  return groupKind(fields, { areRequired: false }) as Kind<Partial<FieldValues<F>>>;
}

/** Values of one kind under names from a fixed set, each of which may be left out. */
export function mapOf<const K extends string, T>(
  names: readonly K[],
  item: Kind<T>,
): Kind<Readonly<Partial<Record<K, T>>>> {
  const fields = Object.fromEntries(names.map((name) => [name, item]));
  return groupKind(fields, { areRequired: false }) as Kind<Readonly<Partial<Record<K, T>>>>;
}

function groupKind(fields: Fields, options: { readonly areRequired: boolean }): Kind<unknown> {
  const keys = Object.keys(fields);
  const accepted = keys.length > 8
    ? `${keys.slice(0, 8).join(", ")} and others`
    : `${options.areRequired ? "" : "any of "}${keys.join(", ")}`;
  const parse = (raw: unknown): Parsed<unknown> => {
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
      return refuse(mismatch(raw, "not a group of keys"), accepted);
    }
    return parseFields(new Map(Object.entries(raw)), fields, { ...options, accepted });
  };
  return {
    type: "group",
    accepted,
    suffix: "",
    parse,
    parseText: (line) => parseAsYaml(line, { parse, accepted }),
    format: (value) => formatFields(value, fields),
  };
}

function parseFields(
  raw: ReadonlyMap<string, unknown>,
  fields: Fields,
  options: { readonly areRequired: boolean; readonly accepted: string },
): Parsed<unknown> {
  const problems: ValueProblem[] = [];
  const values: [string, unknown][] = [];
  for (const key of raw.keys()) {
    if (Object.hasOwn(fields, key)) continue;
    const problem = `unknown key${didYouMean(key, Object.keys(fields))}`;
    problems.push({ path: [key], problem, accepted: options.accepted, isKey: true });
  }
  for (const [key, kind] of Object.entries(fields)) {
    if (!raw.has(key)) {
      if (options.areRequired) {
        problems.push({ path: [], problem: `${key} is missing`, accepted: options.accepted });
      }
      continue;
    }
    const parsed = kind.parse(raw.get(key));
    if (parsed.ok) values.push([propertyName(key, kind.suffix), parsed.value]);
    else problems.push(...parsed.problems.map((found) => ({ ...found, path: [key, ...found.path] })));
  }
  return problems.length === 0 ? accept(Object.fromEntries(values)) : { ok: false, problems };
}

function formatFields(value: unknown, fields: Fields): string {
  const values = new Map(Object.entries(value ?? {}));
  const parts: string[] = [];
  for (const [key, kind] of Object.entries(fields)) {
    const name = propertyName(key, kind.suffix);
    if (values.has(name)) parts.push(`${key}: ${kind.format(values.get(name))}`);
  }
  return `{${parts.join(", ")}}`;
}

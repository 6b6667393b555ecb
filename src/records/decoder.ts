/**
 * Strict decoding of JSON: a decoded value has its declared type, or a DecodeError names the place where it does not.
 *
 * Members that a decoder does not know are ignored: a version of the program that adds an optional member must be able to
 * go back to the one before it without losing what is stored.
 */

import { MAX_INT64, MAX_REVISION, MAX_TERM } from "./checks.ts";

/** The value at `path` does not have the expected type. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";

  constructor(readonly path: string, expected: string, options?: { readonly cause?: unknown }) {
    super(`${path === "" ? "the value" : path} is not ${expected}`, options);
  }
}

/** Turns an unknown value into a T or throws a DecodeError. `path` is for the error. */
export type Decoder<T> = (value: unknown, path: string) => T;

declare const optionalBrand: unique symbol;

/** The decoder of a member that may be missing; only `object` understands it. */
export interface OptionalDecoder<T> {
  readonly [optionalBrand]?: never;
  readonly present: Decoder<T>;
}

/** A decoder for every member of T, optional ones for the optional members. */
export type Shape<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? OptionalDecoder<Exclude<T[K], undefined>>
    : Decoder<T[K]>;
};

export function optional<T>(present: Decoder<T>): OptionalDecoder<T> {
  return { present };
}

/** An object with the members of `shape`. */
export function object<T>(shape: Shape<T>): Decoder<T> {
  const members = Object.entries<Decoder<unknown> | OptionalDecoder<unknown>>(shape);
  return (value, path) => {
    const source = asRecord(value, path);
    const decoded: Record<string, unknown> = {};
    for (const [key, decoder] of members) {
      const memberPath = path === "" ? key : `${path}.${key}`;
      if (typeof decoder === "function") decoded[key] = decoder(source[key], memberPath);
      else if (Object.hasOwn(source, key)) decoded[key] = decoder.present(source[key], memberPath);
    }
    // Every member of T was decoded by its own decoder.
    return decoded as T;
  };
}

export function array<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new DecodeError(path, "a list");
    return value.map((element, index) => item(element, `${path}[${index}]`));
  };
}

/** Any keys, values of one kind. */
export function record<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, path) =>
    Object.fromEntries(
      Object.entries(asRecord(value, path)).map(([key, element]) => [key, item(element, `${path}.${key}`)]),
    );
}

/** Keys from a fixed set, each of which may be missing. */
export function partialRecord<K extends string, T>(
  keys: readonly K[],
  item: Decoder<T>,
): Decoder<Readonly<Partial<Record<K, T>>>> {
  const key = oneOf(keys);
  return (value, path) => {
    const decoded: Partial<Record<K, T>> = {};
    for (const [name, element] of Object.entries(asRecord(value, path))) {
      decoded[key(name, `${path}.${name}`)] = item(element, `${path}.${name}`);
    }
    return decoded;
  };
}

export function oneOf<const T extends string>(words: readonly T[]): Decoder<T> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw new DecodeError(path, `one of ${words.join(", ")}`);
    return word;
  };
}

/** A union that is discriminated by its member `kind`. */
export function union<T extends { readonly kind: string }>(
  variants: { readonly [K in T["kind"]]: Decoder<Extract<T, { readonly kind: K }>> },
): Decoder<T> {
  const byKind = new Map<unknown, Decoder<T>>(Object.entries<Decoder<T>>(variants));
  return (value, path) => {
    const decoder = byKind.get(asRecord(value, path)["kind"]);
    if (decoder === undefined) {
      throw new DecodeError(`${path}.kind`, `one of ${[...byKind.keys()].join(", ")}`);
    }
    return decoder(value, path);
  };
}

/** Exactly this value. */
export function literal<const T extends string | number>(expected: T): Decoder<T> {
  return (value, path) => {
    if (value !== expected) throw new DecodeError(path, JSON.stringify(expected));
    return expected;
  };
}

export function string(value: unknown, path: string): string {
  if (typeof value !== "string") throw new DecodeError(path, "text");
  return value;
}

export function boolean(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw new DecodeError(path, "true or false");
  return value;
}

/** Any finite number. */
export function number(value: unknown, path: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new DecodeError(path, "a number");
  return value;
}

/** A whole number that a double holds exactly. */
export function integer(value: unknown, path: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw new DecodeError(path, "a whole number");
  }
  return value;
}

/** A 64-bit number, not negative, as decimal text. */
export function unsigned64(value: unknown, path: string): bigint {
  return decimal(value, path, { max: MAX_INT64, most: "2^63 - 1" });
}

/** A term, as decimal text; its range leaves room for the revisions of the terms after it. */
export function term64(value: unknown, path: string): bigint {
  return decimal(value, path, { max: MAX_TERM, most: "10^13" });
}

/** A revision, as decimal text; its range leaves room for those after it. */
export function revision64(value: unknown, path: string): bigint {
  return decimal(value, path, { max: MAX_REVISION, most: "2^62" });
}

function decimal(
  value: unknown,
  path: string,
  { max, most }: { readonly max: bigint; readonly most: string },
): bigint {
  if (typeof value !== "string" || !/^\d{1,19}$/.test(value)) throw new DecodeError(path, "decimal text");
  const decoded = BigInt(value);
  if (decoded > max) throw new DecodeError(path, `at most ${most}`);
  return decoded;
}

function asRecord(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DecodeError(path, "an object");
  }
  return Object.fromEntries(Object.entries(value));
}

/**
 * Stored values as readable JSON: `{"v":1,...}` with the members of the domain types, 64-bit numbers as decimal text.
 *
 * I1  `decode(encode(x))` is x, for everything the domain types allow that JSON can hold (finite numbers).
 * I2  Decoding never yields a value that its type does not allow; it throws a DecodeError that names the place.
 * I3  The version grows only when an old program must not read what a new one writes.
 */
import type { ServiceRecord } from "../state/record.ts";
import type { StateEvent } from "../state/event_model.ts";
import type { Lineage } from "../state/lineage.ts";
import { DecodeError, type Decoder, literal, object } from "./decoder.ts";
import { lineage, serviceRecord, stateEvent } from "./shapes.ts";

/** Version in every value; see I3. */
export const VALUE_VERSION = 1;

export function encodeRecord(value: ServiceRecord): string {
  return encode(value);
}

export function encodeEvent(value: StateEvent): string {
  return encode(value);
}

/** Throws a DecodeError. */
export function decodeRecord(json: string): ServiceRecord {
  return decode(json, serviceRecord);
}

/** Throws a DecodeError. */
export function decodeEvent(json: string): StateEvent {
  return decode(json, stateEvent);
}

export function encodeLineage(terms: Lineage): string {
  return encode({ terms });
}

/** Throws a DecodeError. */
export function decodeLineage(json: string): Lineage {
  return decode(json, lineageDocument).terms;
}

const lineageDocument = object<{ readonly terms: Lineage }>({ terms: lineage });

/** A value with its version in front. */
export function encode(value: object): string {
  return JSON.stringify({ v: VALUE_VERSION, ...withTextFor(value) });
}

/** Throws a DecodeError. */
export function decode<T>(json: string, decoder: Decoder<T>): T {
  try {
    const value: unknown = JSON.parse(json);
    versioned(value, "");
    return decoder(value, "");
  } catch (error) {
    // Not JSON, or nested so deeply that the stack overflows: neither may stop the boot.
    throw error instanceof DecodeError ? error : new DecodeError("", "readable", { cause: error });
  }
}

const versioned = object<{ readonly v: typeof VALUE_VERSION }>({ v: literal(VALUE_VERSION) });

/** Replaces 64-bit numbers by text. A JSON replacer, called for every member, would take twice as long. */
function withTextFor(value: object): object {
  let changed: Record<string, unknown> | undefined;
  const members: Readonly<Record<string, unknown>> = { ...value };
  for (const key in members) {
    if (!Object.hasOwn(members, key)) continue;
    const member = members[key];
    const text = textFor(member);
    if (text !== member) (changed ??= { ...members })[key] = text;
  }
  return changed ?? value;
}

function textFor(member: unknown): unknown {
  if (typeof member === "bigint") return member.toString();
  if (typeof member !== "object" || member === null) return member;
  return Array.isArray(member) ? listWithText(member) : withTextFor(member);
}

function listWithText(list: readonly unknown[]): readonly unknown[] {
  const changed = list.map(textFor);
  return changed.every((member, index) => member === list[index]) ? list : changed;
}

/** Bytes and texts that are nearly right. */
import type { Random } from "./random.ts";

const MOST_MUTATIONS = 4;

type Mutation = (random: Random, bytes: Uint8Array) => Uint8Array;

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const MUTATIONS: readonly Mutation[] = [
  // One bit.
  (random, bytes) => {
    const copy = bytes.slice();
    const at = random.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ 1 << random.below(8);
    return copy;
  },
  // One byte at an edge.
  (random, bytes) => {
    const copy = bytes.slice();
    copy[random.below(copy.length)] = random.edge() & 0xff;
    return copy;
  },
  // Something is missing.
  (random, bytes) => {
    const at = random.below(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(8)));
  },
  // Something is there twice.
  (random, bytes) => {
    const at = random.below(bytes.length);
    const end = Math.min(bytes.length, at + 1 + random.below(32));
    return joined(bytes.subarray(0, end), bytes.subarray(at));
  },
  // Something is put in.
  (random, bytes) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at));
  },
  // It is cut.
  (random, bytes) => bytes.subarray(0, random.below(bytes.length)),
];

/** A few mutations; of nothing comes something. */
export function mutated(random: Random, bytes: Uint8Array): Uint8Array {
  let found = bytes;
  for (let count = 1 + random.below(MOST_MUTATIONS); count > 0; count--) {
    found = found.length === 0 ? random.bytes(1 + random.below(8)) : random.pick(MUTATIONS)(random, found);
  }
  return found;
}

/** Words that mean something to one reader or another. */
const WORDS = [
  ...["null", "true", "-1", "1e999", "18446744073709551616", "NaN", '""', "[]", "{}", "[[", "}}", "---\n"],
  ...["&a [*a, *a]", "!!binary x", "<<: *a", "\u0000", "\u202e", "\ud800", "\r\n", "\t", "__proto__", "é"],
  ...["0x10", "1_000", "~", "constructor", '{"v":1}', '{"v":2}', "9007199254740993"],
];

/** The same for a text: in bytes, or with a word put in. */
export function mutatedText(random: Random, text: string): string {
  if (random.oneIn(2)) return new TextDecoder().decode(mutated(random, new TextEncoder().encode(text)));
  const at = random.below(text.length + 1);
  const end = random.oneIn(2) ? at : Math.min(text.length, at + random.below(12));
  return `${text.slice(0, at)}${random.pick(WORDS)}${text.slice(end)}`;
}

/**
 * One text for one value, whatever order its members were made in, and a short hash of it.
 *
 * I1: two values have the same text exactly when JSON cannot tell them apart, order of members aside.
 */

/** JSON with sorted members, 64-bit numbers as decimal text. */
export function canonical(value: unknown): string {
  if (typeof value === "bigint") return `"${value}"`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

/** JSON on one line, 64-bit numbers as decimal text; members as they come. */
export function plainText(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => typeof member === "bigint" ? `${member}` : member);
}

/**
 * 64 bits of the value's text, as 16 hexadecimal digits. It finds a difference, it does not withstand someone who makes one on purpose:
 * two multiplicative hashes of 32 bits, each finished as in MurmurHash3.
 */
export function hashOf(value: unknown): string {
  const text = canonical(value);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  return hex(finish(a ^ (b >>> 13))) + hex(finish(b ^ (a >>> 13)));
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 3_266_489_909);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}

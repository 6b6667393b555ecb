/**
 * Text as the peers of Pullpiri treat it: white space and letter case by their rules, which are not those of JavaScript. Pure.
 */

/** Unicode's White_Space: JavaScript's `trim` also removes U+FEFF, and keeps U+0085. */
const SPACE = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const OUTER_SPACE = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");

/** Without white space at both ends. */
export function trimmed(text: string): string {
  return text.replaceAll(OUTER_SPACE, "");
}

export function isBlank(text: string): boolean {
  return trimmed(text) === "";
}

/** A to Z only: the dotless i stays what it is. */
export function asciiUpper(text: string): string {
  return text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Longest key of the store, bytes. */
const MAX_KEY_BYTES = 1_024;
const REFUSED_IN_KEYS = /[<>?{}]/;

/** Why the store refuses the key; undefined = it takes it. */
export function keyProblem(key: string): string | undefined {
  const { length } = new TextEncoder().encode(key);
  if (length === 0 || length > MAX_KEY_BYTES) return `a key has 1 to ${MAX_KEY_BYTES} bytes`;
  return REFUSED_IN_KEYS.test(key) ? "a key has none of < > ? { }" : undefined;
}

const FNV_PRIME = 0x01000193;

/** Sixteen hexadecimal digits that change with the text; no protection against those who want them to be the same. */
export function digestOf(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, FNV_PRIME);
    b = Math.imul(b + byte, FNV_PRIME) ^ (b >>> 15);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

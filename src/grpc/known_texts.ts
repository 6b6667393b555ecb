/**
 * Short texts that come again and again as bytes, each made once: of one that is known neither a text nor garbage is made.
 *
 * I1: it has a fixed number of places. A text has the one that its bytes say, and gives way to the next one there.
 */
import type { Buffer } from "node:buffer";

/** Longest text that is remembered, bytes: the id of a container. Beyond it little comes twice. */
const MAX_BYTES = 64;

interface Known {
  readonly bytes: Uint8Array;
  readonly text: string;
}

export class KnownTexts {
  readonly #places: (Known | undefined)[];
  readonly #mask: number;

  /** `places`: a power of two. */
  constructor(places: number) {
    this.#places = new Array(places).fill(undefined);
    this.#mask = places - 1;
  }

  /** What `bytes` say between two positions, in UTF-8. */
  read(bytes: Buffer, start: number, end: number): string {
    if (end - start > MAX_BYTES) return bytes.toString("utf8", start, end);
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    const place = (hash ^ hash >>> 15) & this.#mask;
    const known = this.#places[place];
    if (known !== undefined && isAt(bytes, start, end, known.bytes)) return known.text;
    const text = bytes.toString("utf8", start, end);
    this.#places[place] = { bytes: Uint8Array.prototype.slice.call(bytes, start, end), text };
    return text;
  }
}

function isAt(bytes: Uint8Array, start: number, end: number, known: Uint8Array): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

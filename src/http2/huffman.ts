// The Huffman code of HPACK (RFC 7541 section 5.2 and appendix B).
// The code is canonical: within a length, symbols in ascending order have consecutive codes. So the lengths determine it.
// I1  Decoding accepts only padding of at most 7 bits, all ones, and never the end-of-string symbol (section 5.2).

/** Code length in bits of each byte value, and of the end-of-string symbol 256. */
// deno-fmt-ignore
const LENGTHS: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
];

const EOS = 256;
const CODES: Uint32Array = canonicalCodes();

/** `state << 4 | nibble` to next state (low 8 bits), emitted byte (8..15), and the flags below. */
const EMITS = 1 << 16;
const FAILS = 1 << 17;
const MAY_END = 1 << 18;
const DECODE: Int32Array = decodeTable();

function canonicalCodes(): Uint32Array {
  const codes = new Uint32Array(257);
  const order = [...LENGTHS.keys()].sort((a, b) => bitsOf(a) - bitsOf(b) || a - b);
  let code = 0, bits = 0;
  for (const symbol of order) {
    code = code << (bitsOf(symbol) - bits);
    bits = bitsOf(symbol);
    codes[symbol] = code++;
  }
  return codes;
}

function bitsOf(symbol: number): number {
  return LENGTHS[symbol] ?? 0;
}

/** A node of the code tree: two children, each a node or a symbol. `depthOfOnes` is its depth if its path is all ones. */
interface Node {
  readonly index: number;
  readonly children: (Node | number | undefined)[];
  depthOfOnes: number;
}

function buildTree(): Node[] {
  const nodes: Node[] = [{ index: 0, children: [], depthOfOnes: 0 }];
  for (let symbol = 0; symbol <= EOS; symbol++) {
    let node = nodes[0];
    for (let bit = bitsOf(symbol) - 1; bit >= 0 && node !== undefined; bit--) {
      const side = (CODES[symbol] ?? 0) >>> bit & 1;
      if (bit === 0) {
        node.children[side] = symbol;
        break;
      }
      let child: Node | number | undefined = node.children[side];
      if (typeof child !== "object") {
        child = {
          index: nodes.length,
          children: [],
          depthOfOnes: side === 1 && node.depthOfOnes >= 0 ? node.depthOfOnes + 1 : -1,
        };
        nodes.push(child);
        node.children[side] = child;
      }
      node = child;
    }
  }
  return nodes;
}

function decodeTable(): Int32Array {
  const nodes = buildTree();
  const table = new Int32Array(nodes.length << 4);
  for (const start of nodes) {
    for (let nibble = 0; nibble < 16; nibble++) {
      table[start.index << 4 | nibble] = walk(nodes[0] ?? start, start, nibble);
    }
  }
  return table;
}

function walk(root: Node, start: Node, nibble: number): number {
  let node = start, entry = 0;
  for (let bit = 3; bit >= 0; bit--) {
    const child = node.children[nibble >> bit & 1];
    if (child === undefined || child === EOS) return FAILS;
    if (typeof child === "number") {
      entry |= EMITS | child << 8;
      node = root;
    } else node = child;
  }
  const mayEnd = node.depthOfOnes >= 0 && node.depthOfOnes <= 7;
  return entry | node.index | (mayEnd ? MAY_END : 0);
}

/**
 * Decodes `source` from `start` to `end` into `target`, which must hold 8/5 of the input.
 * The result is the number of bytes written, or -1 for an invalid code.
 */
export function huffmanDecode(
  source: Uint8Array,
  range: { start: number; end: number },
  target: Uint8Array,
): number {
  let state = 0, written = 0, entry = MAY_END;
  for (let i = range.start; i < range.end; i++) {
    const byte = source[i] ?? 0;
    entry = DECODE[state << 4 | byte >> 4] ?? FAILS;
    if ((entry & FAILS) !== 0) return -1;
    if ((entry & EMITS) !== 0) target[written++] = entry >> 8 & 0xff;
    entry = DECODE[(entry & 0xff) << 4 | byte & 15] ?? FAILS;
    if ((entry & FAILS) !== 0) return -1;
    if ((entry & EMITS) !== 0) target[written++] = entry >> 8 & 0xff;
    state = entry & 0xff;
  }
  return (entry & MAY_END) === 0 ? -1 : written;
}

/** The encoded size in bytes of a latin-1 string. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits += LENGTHS[text.charCodeAt(i) & 0xff] ?? 0;
  return (bits + 7) >> 3;
}

/** Encodes a latin-1 string into `target` from `at`; the result is the place after it. */
export function huffmanEncode(text: string, target: Uint8Array, at: number): number {
  // At most 7 + 30 bits are held, more than an integer operation carries: the upper part is kept apart from `code`.
  let pending = 0, bits = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i) & 0xff;
    let left = LENGTHS[symbol] ?? 0;
    const code = CODES[symbol] ?? 0;
    while (left > 0) {
      const take = Math.min(8 - bits, left);
      left -= take;
      pending = pending << take | code >>> left & (1 << take) - 1;
      bits += take;
      if (bits === 8) {
        target[at++] = pending;
        pending = bits = 0;
      }
    }
  }
  if (bits > 0) target[at++] = pending << (8 - bits) | (1 << (8 - bits)) - 1;
  return at;
}

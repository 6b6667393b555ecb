// A header field with what HPACK and the rules of HTTP/2 need to know about it, computed once.
// I1  Traits depend on name and value alone, so an entry of a table is examined when it enters and never again.

/** Properties of a field that make it special or wrong (RFC 9113 section 8.2). */
export const Trait = {
  /** Its name starts with ":". */
  PSEUDO: 1,
  /** Name or value has bytes that a field must not have. */
  INVALID: 2,
  /** Specific to HTTP/1 connections, or `te` with anything but "trailers". */
  CONNECTION: 4,
  /** It is `content-length`. */
  CONTENT_LENGTH: 8,
} as const;

/** Fields specific to HTTP/1 connections (RFC 9113 section 8.2.2). */
export const CONNECTION_NAMES: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** One field of a header list; names are lower-case, values latin-1. */
export class HeaderField {
  readonly name: string;
  readonly value: string;
  /** Bit set of {@link Trait}. */
  readonly traits: number;

  constructor(name: string, value: string) {
    this.name = name;
    this.value = value;
    this.traits = traitsOf(name, value);
  }

  /** Its size in a dynamic table (RFC 7541 section 4.1). */
  get sizeBytes(): number {
    return this.name.length + this.value.length + 32;
  }
}

function traitsOf(name: string, value: string): number {
  let traits = 0;
  if (name.charCodeAt(0) === 0x3a) traits |= Trait.PSEUDO;
  if (!isName(name, (traits & Trait.PSEUDO) === 0 ? 0 : 1) || !isValue(value)) traits |= Trait.INVALID;
  if (CONNECTION_NAMES.has(name) || (name === "te" && value !== "trailers")) traits |= Trait.CONNECTION;
  if (name === "content-length") traits |= Trait.CONTENT_LENGTH;
  return traits;
}

/** A token without upper-case letters (RFC 9110 section 5.6.2, RFC 9113 section 8.2.1). */
function isName(name: string, from: number): boolean {
  if (name.length <= from) return false;
  for (let i = from; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c <= 0x20 || c >= 0x7f || (c >= 0x41 && c <= 0x5a)) return false;
    if (c === 0x3a) return false;
  }
  return true;
}

/** No NUL, CR or LF, and no white space at either end (RFC 9113 section 8.2.1). */
function isValue(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === 0 || c === 0x0a || c === 0x0d) return false;
  }
  return !isBlank(value.charCodeAt(0)) && !isBlank(value.charCodeAt(value.length - 1));
}

function isBlank(charCode: number): boolean {
  return charCode === 0x20 || charCode === 0x09;
}

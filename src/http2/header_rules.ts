// Which header lists are well-formed messages (RFC 9113 sections 8.1 to 8.3). Pure checks: a list in, a reason out.
import { type HeaderField, Trait } from "./header_field.ts";

/** What a list turned out to be: the reason why it is malformed or null, and its content-length or -1. */
export interface ListCheck {
  readonly reason: string | null;
  readonly contentLength: number;
}

const REQUEST_BITS: ReadonlyMap<string, number> = new Map([
  [":method", 1],
  [":scheme", 2],
  [":path", 4],
  [":authority", 8],
]);
const PLAIN_REQUEST = 1 | 2 | 4;

/** Checks the header list of a request as a server gets it. */
export function checkRequest(fields: readonly HeaderField[]): ListCheck {
  let seen = 0, contentLength = -1, isConnect = false, regular = false;
  for (const field of fields) {
    const traits = field.traits;
    if (traits !== 0) {
      if ((traits & Trait.INVALID) !== 0) return malformed(`field ${field.name} is not valid`);
      if ((traits & Trait.PSEUDO) !== 0) {
        const bit = REQUEST_BITS.get(field.name) ?? 0;
        if (bit === 0 || regular || (seen & bit) !== 0) return malformed(`${field.name} is out of place`);
        if (bit === 4 && field.value.length === 0) return malformed(":path is empty");
        if (bit === 1) isConnect = field.value === "CONNECT";
        seen |= bit;
        continue;
      }
      if ((traits & Trait.CONNECTION) !== 0) return malformed(`${field.name} does not exist in HTTP/2`);
      if ((traits & Trait.CONTENT_LENGTH) !== 0) {
        const length = parseLength(field.value);
        if (length < 0 || (contentLength >= 0 && length !== contentLength)) {
          return malformed("content-length is not one number");
        }
        contentLength = length;
      }
    }
    regular = true;
  }
  const complete = isConnect
    ? (seen & PLAIN_REQUEST) === 1 && (seen & 8) !== 0
    : (seen & PLAIN_REQUEST) === PLAIN_REQUEST;
  return complete ? { reason: null, contentLength } : malformed("a pseudo-header is missing");
}

/** Checks the header list of a response as a client gets it; `:status` must be the first field, three digits. */
export function checkResponse(fields: readonly HeaderField[]): ListCheck {
  const first = fields[0];
  if (first === undefined || first.name !== ":status" || !/^[1-9][0-9][0-9]$/.test(first.value)) {
    return malformed(":status is missing");
  }
  let contentLength = -1;
  for (let i = 1; i < fields.length; i++) {
    const field = fields[i];
    if (field === undefined || field.traits === 0) continue;
    if ((field.traits & Trait.CONTENT_LENGTH) === 0) return malformed(`field ${field.name} is not valid`);
    const length = parseLength(field.value);
    if (length < 0 || (contentLength >= 0 && length !== contentLength)) {
      return malformed("content-length is not one number");
    }
    contentLength = length;
  }
  return { reason: null, contentLength };
}

/** Checks a trailer list: no pseudo-headers. */
export function checkTrailers(fields: readonly HeaderField[]): ListCheck {
  for (const field of fields) {
    if ((field.traits & (Trait.PSEUDO | Trait.INVALID | Trait.CONNECTION)) !== 0) {
      return malformed(`field ${field.name} is not valid in trailers`);
    }
  }
  return { reason: null, contentLength: -1 };
}

function malformed(reason: string): ListCheck {
  return { reason, contentLength: -1 };
}

function parseLength(value: string): number {
  return /^[0-9]{1,15}$/.test(value) ? Number(value) : -1;
}

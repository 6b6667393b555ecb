// Header objects as node:http2 has them, to and from the lists of the connection.
// I1  What is sent is well-formed whatever the caller gave: no CR, LF or NUL, no blanks around, lower-case names,
//     pseudo-headers first, nothing that only HTTP/1 knows.
import { CONNECTION_NAMES, type HeaderField, Trait } from "../header_field.ts";

/** Header values as callers give them. */
export type OutgoingValue = string | number | readonly (string | number)[] | undefined | null;
/** Headers as callers give them. */
export type OutgoingHeaders = Readonly<Record<string, OutgoingValue>>;
/** Headers as listeners get them: an object without prototype. `:status` is a number. */
export type IncomingHeaders = Record<string, string | number | string[]>;

/** Never sent: headers specific to HTTP/1 connections, and the request to upgrade one. */
const NOT_SENT: ReadonlySet<string> = new Set([...CONNECTION_NAMES, "http2-settings"]);

/** Of these the first one counts when they come twice, as in node:http2. */
const SINGLE: ReadonlySet<string> = new Set([
  "age",
  "authorization",
  "content-encoding",
  "content-length",
  "content-location",
  "content-type",
  "date",
  "etag",
  "expires",
  "from",
  "host",
  "if-modified-since",
  "if-unmodified-since",
  "last-modified",
  "location",
  "max-forwards",
  "proxy-authorization",
  "referer",
  "retry-after",
  "te",
  "user-agent",
]);

const UNSAFE = /[\0\r\n]|^[ \t]|[ \t]$/;
const CONTROL = /[\0\r\n]+/g;
const UPPER = /[A-Z]/;
const TOKEN = /^:?[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** A flat list [name, value, ...] in sending order; `defaults` fill pseudo-headers that are missing. */
export function toFields(headers: OutgoingHeaders, defaults: readonly string[]): string[] {
  const fields: string[] = [];
  for (let i = 0; i < defaults.length; i += 2) {
    const name = defaults[i] ?? "";
    if (headers[name] === undefined || headers[name] === null) fields.push(name, defaults[i + 1] ?? "");
  }
  const names = Object.keys(headers);
  for (const name of names) if (name.charCodeAt(0) === 0x3a) push(fields, name, headers[name]);
  for (const name of names) {
    if (name.charCodeAt(0) === 0x3a) continue;
    const lower = UPPER.test(name) ? name.toLowerCase() : name;
    if (!NOT_SENT.has(lower)) push(fields, lower, headers[name]);
  }
  return fields;
}

function push(fields: string[], name: string, value: OutgoingValue): void {
  if (typeof value === "string") fields.push(name, UNSAFE.test(value) ? cleaned(value) : value);
  else if (typeof value === "number") fields.push(name, String(value));
  else if (value !== undefined && value !== null) { for (const one of value) push(fields, name, one); }
}

function cleaned(value: string): string {
  return value.replace(CONTROL, " ").trim();
}

/** Throws a TypeError naming the first header name that could not be sent. */
export function assertNames(headers: OutgoingHeaders): void {
  for (const name of Object.keys(headers)) {
    if (!TOKEN.test(name)) throw new TypeError(`Header name ${JSON.stringify(name)} is not a token`);
  }
}

/** An object with no inherited property. A class, so that objects with the same names share their shape in V8. */
class Bag {
  [name: string]: string | number | string[];
}
Object.setPrototypeOf(Bag.prototype, null);
Reflect.deleteProperty(Bag.prototype, "constructor");

/** The object that listeners get. */
export function toObject(fields: readonly HeaderField[]): IncomingHeaders {
  const headers = new Bag();
  for (const { name, value, traits } of fields) {
    const known = headers[name];
    if (known === undefined) {
      if ((traits & Trait.PSEUDO) !== 0 && name === ":status") headers[name] = Number(value);
      else headers[name] = name === "set-cookie" ? [value] : value;
    } else if (Array.isArray(known)) known.push(value);
    else if (!SINGLE.has(name) && typeof known === "string") {
      headers[name] = name === "cookie" ? `${known}; ${value}` : `${known}, ${value}`;
    }
  }
  return headers;
}

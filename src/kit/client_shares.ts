/**
 * What clients may make the server hold: how much of it one role and one connection may have, and what a call and a message are charged
 * (docs/adr/0026-byte-budget.md). The server keeps to it, and the check of the configuration.
 */
import { LARGE_BYTES } from "./byte_budget.ts";

/** The setting that the budget comes from. */
export const MAX_CLIENT_BYTES_SETTING = "memory.clients";
/** Default of the setting, bytes. */
export const DEFAULT_CLIENT_BYTES = 40 * 1_024 * 1_024;

/** Largest message of the peers of a protocol with a server of its own, bytes: many times the longest list that was seen. */
export const FOREIGN_MESSAGE_BYTES = 2 * 1_024 * 1_024;

/** What such peers together may make their server hold, bytes: the lists of fifty containers of each of twenty nodes, at once. */
export const FOREIGN_CLIENT_BYTES = 28 * 1_024 * 1_024;
/** Largest report of a fault, bytes. */
export const FOREIGN_REPORT_BYTES = 65_536;

/** Of one role, where there are others. Addresses have no share: many clients may be behind one, and one client may have many. */
export const ROLE_SHARE = 3 / 4;
/** Of one connection. */
export const CONNECTION_SHARE = 5 / 8;

/** Of all of it, what is guaranteed to the connections together: each has room for a few calls, whatever the others hold. */
export const GUARANTEED_SHARE = 1 / 5;

/** The objects of one call in this server and in grpc-js, measured and rounded up. */
export const CALL_BYTES = 12_288;
/** A header list is held as it came, as gRPC's metadata, and as what that was made of. */
export const HEADER_FACTOR = 3;
/** A message is held in the pieces in which it came, and once more as a whole. */
export const RAW_FACTOR = 2;
/** Texts of a decoded message, per byte of the message. */
export const TEXT_FACTOR = 2;
/** A field or a length of a message, decoded: measured at 168 bytes with the most expensive message there is. */
export const FIELD_BYTES = 192;
/** Fields that are charged at once. */
export const FIELDS_AT_ONCE = 256;

/** What the largest message costs at least, all of it text: a smaller share would refuse it for ever. */
export function leastClientBytes(messageSizeBytes: number): number {
  const cost = CALL_BYTES + messageSizeBytes * (RAW_FACTOR + TEXT_FACTOR) + LARGE_BYTES;
  return Math.ceil(cost / CONNECTION_SHARE * 8 / 7);
}

/** The audit trail: every call that changes something, granted or refused, with who made it, from where, and what came of it. */
import type { Role } from "./caller.ts";

/** One call, or the refusals of one caller that were left out. */
export interface AuditEntry {
  /** Wall time, milliseconds since 1970. */
  readonly atMs: number;
  readonly role: Role;
  /** Where the call came in and from. */
  readonly origin: string;
  /** Name of the RPC. */
  readonly method: string;
  /** The services that it named, as far as was known; at most 16, and how many more. */
  readonly subject: string;
  /** Unknown = nobody waited for the result: it may have taken effect. */
  readonly outcome: "granted" | "refused" | "unknown";
  /** gRPC's name of the status: OK, PERMISSION_DENIED. */
  readonly status: string;
  /** Calls like this one that were refused before it and have no entry of their own; not set = none. */
  readonly leftOut?: number;
}

/** Keeps entries, in order. Never throws: a call does not fail because its entry cannot be stored. */
export interface AuditPort {
  append(entry: AuditEntry): void;
}

/**
 * What of the calls goes into the audit trail: every call of a method that changes something, granted or refused, once.
 *
 * I1  A caller that is refused again and again has some entries at once and then few, each with the count of those before it: the trail
 *     is on flash, and nobody but the one who is refused decides how many calls there are.
 */
import { status as Status } from "@grpc/grpc-js";
import { TokenBucket } from "../../../kit/token_bucket.ts";
import type { AuditEntry, AuditPort } from "../../../ports/audit.ts";
import type { Caller } from "../../../ports/caller.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";

/** Refusals of one kind of caller that are kept at once, and how many a second after that (I1). */
const REFUSALS = { capacity: 100, refillPerSecond: 0.1 } as const;
/** The services of one call that are named. */
const MAX_NAMED = 16;
/** Nobody knows whether these took effect. */
const UNKNOWN_OUTCOME: ReadonlySet<number> = new Set([Status.DEADLINE_EXCEEDED, Status.CANCELLED]);

/** The end of a call. */
export interface AuditedCall {
  readonly caller: Caller;
  readonly method: string;
  /** The services that it named, as far as they are known. */
  readonly subjects: readonly string[];
  readonly code: number;
}

export class AuditLog {
  readonly #parts: { readonly port: AuditPort; readonly log: Log; readonly clock: Clock };
  /** By role and kind of refusal: their number is that of the table. */
  readonly #refusals = new Map<string, { readonly bucket: TokenBucket; leftOut: number }>();

  constructor(parts: { readonly port: AuditPort; readonly log: Log; readonly clock: Clock }) {
    this.#parts = parts;
  }

  record(call: AuditedCall): void {
    const { port, log, clock } = this.#parts;
    const leftOut = call.code === Status.OK ? 0 : this.#refused(call);
    if (leftOut === undefined) return;
    const entry: AuditEntry = {
      atMs: clock.wallMs(),
      role: call.caller.role,
      origin: call.caller.origin,
      method: call.method,
      subject: subjectText(call.subjects),
      outcome: outcomeOf(call.code),
      status: Status[call.code] ?? String(call.code),
      ...(leftOut > 0 && { leftOut }),
    };
    port.append(entry);
    const { atMs: _atMs, ...fields } = entry;
    log.info("Call audited", fields);
  }

  /** I1. */
  #refused({ caller, method, code }: AuditedCall): number | undefined {
    const nowMs = this.#parts.clock.monotonicMs();
    const key = `${caller.role} ${method} ${code}`;
    const refusals = this.#refusals.get(key) ??
      { bucket: new TokenBucket({ ...REFUSALS, nowMs }), leftOut: 0 };
    this.#refusals.set(key, refusals);
    if (refusals.bucket.take({ nowMs }) > 0) {
      refusals.leftOut++;
      return undefined;
    }
    const { leftOut } = refusals;
    refusals.leftOut = 0;
    return leftOut;
  }
}

function outcomeOf(code: number): AuditEntry["outcome"] {
  if (code === Status.OK) return "granted";
  return UNKNOWN_OUTCOME.has(code) ? "unknown" : "refused";
}

function subjectText(subjects: readonly string[]): string {
  const named = subjects.slice(0, MAX_NAMED).join(", ");
  const more = subjects.length - MAX_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Who called, for the history: `operator via unix:/run/statemanager/api.sock`. */
export function callerText({ role, origin }: Caller): string {
  return `${role} via ${origin}`;
}

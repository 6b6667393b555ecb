/** The faults of a service and its isolation: `piccolo.common.v1.ServiceFault`, `Isolation`. */
import { at, durationMs, finite, integer, text, timeMs } from "../../records/checks.ts";
import type { Isolation, ServiceFault } from "../../state/model.ts";
import type { Isolation as WireIsolation } from "../gen/piccolo/common/v1/Isolation.ts";
import type { Isolation__Output } from "../gen/piccolo/common/v1/Isolation.ts";
import type { ServiceFault as WireServiceFault } from "../gen/piccolo/common/v1/ServiceFault.ts";
import type { ServiceFault__Output } from "../gen/piccolo/common/v1/ServiceFault.ts";
import { ISSUE_TYPE } from "./enums.ts";
import * as limits from "./limits.ts";

export function faultToWire(fault: ServiceFault): WireServiceFault {
  return {
    issueType: ISSUE_TYPE.toWire(fault.issueType),
    occurrences: fault.occurrences,
    confirmed: fault.isConfirmed,
    healthyCycles: fault.healthyCycles,
    firstSeenAtMs: Math.trunc(fault.firstSeenAtMs).toString(),
    lastSeenAtMs: Math.trunc(fault.lastSeenAtMs).toString(),
    evidence: fault.evidence,
  };
}

export function faultFromWire(wire: ServiceFault__Output, path: string): ServiceFault {
  return {
    issueType: ISSUE_TYPE.fromWire(wire.issueType, at(path, "issue_type")),
    occurrences: integer(wire.occurrences, at(path, "occurrences"), limits.COUNT),
    isConfirmed: wire.confirmed,
    healthyCycles: integer(wire.healthyCycles, at(path, "healthy_cycles"), limits.COUNT),
    firstSeenAtMs: timeMs(wire.firstSeenAtMs, at(path, "first_seen_at_ms")),
    lastSeenAtMs: timeMs(wire.lastSeenAtMs, at(path, "last_seen_at_ms")),
    evidence: text(wire.evidence, at(path, "evidence"), limits.SENTENCE),
  };
}

/** 0 = it does not flap; absent in the domain. */
export function flapScoreFromWire(value: number, path: string): { readonly flapScore?: number } {
  return value === 0 ? {} : { flapScore: finite(value, path) };
}

export function isolationToWire({ by, reason, sinceMs, ttlMs }: Isolation): WireIsolation {
  return {
    byOperator: by === "Operator",
    reason,
    sinceMs: Math.trunc(sinceMs).toString(),
    ttlMs: Math.trunc(ttlMs ?? 0).toString(),
  };
}

export function isolationFromWire(wire: Isolation__Output, path: string): Isolation {
  const ttlMs = durationMs(wire.ttlMs, at(path, "ttl_ms"));
  return {
    by: wire.byOperator ? "Operator" : "Recovery",
    reason: text(wire.reason, at(path, "reason"), limits.SENTENCE),
    sinceMs: timeMs(wire.sinceMs, at(path, "since_ms")),
    ...(ttlMs > 0 && { ttlMs }),
  };
}

/**
 * Recovery because an operator asks for it: recover, isolate, release.
 *
 * I1: it goes the same way as recovery by itself: counted, stored, verified, explained.
 * I2: what cannot be done now is refused with the reason, and changes nothing.
 */
import { StateManagerError } from "../../kit/errors.ts";
import type { Recovery } from "../core/recovery.ts";
import type { ServiceIssue } from "../../state/issue.ts";
import { isIsolated, isToRun, type ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { RecoveryRequest } from "./api.ts";
import type { Isolation } from "../core/isolation.ts";
import type { Ledger } from "../core/ledger.ts";
import type { RuntimeBook } from "../core/runtime.ts";

export interface TriggerParts {
  readonly ledger: Ledger;
  readonly runtimes: RuntimeBook;
  readonly recovery: Recovery;
  readonly isolation: Isolation;
}

/** Throws a StateManagerError when it cannot be done now (I2). */
export function triggerRecovery(id: ResourceId, request: RecoveryRequest, parts: TriggerParts): void {
  const record = parts.ledger.get(id);
  if (record === undefined) throw new StateManagerError({ kind: "not-found", what: id });
  const { service } = record;
  switch (request.kind) {
    case "isolate":
      if (isIsolated(service)) throw refused(id, "it is isolated already");
      if (service.spec.state !== "Running") throw refused(id, "it is not wanted to run");
      return parts.isolation.byOperator(id, request);
    case "release":
      if (parts.isolation.release(id, { by: "Operator", reason: request.reason })) return;
      throw refused(id, "it is not isolated");
    case "recover":
      return recover(service, request, parts);
  }
}

const RECOVERABLE: ReadonlySet<string> = new Set(["Running", "Degraded", "Failed"]);

function recover(
  service: ServiceState,
  request: RecoveryRequest & { readonly kind: "recover" },
  { ledger, runtimes, recovery }: TriggerParts,
): void {
  const { id } = service.metadata;
  if (isIsolated(service)) throw refused(id, "it is isolated; release it first");
  if (!isToRun(service)) throw refused(id, "it is not wanted to run");
  if (ledger.get(id)?.plan !== undefined) throw refused(id, "a plan is at work on it");
  if (!RECOVERABLE.has(service.status.state)) throw refused(id, `it is ${service.status.state}`);
  const issue: ServiceIssue = {
    type: "Unknown",
    evidence: `An operator asked for it: ${request.reason}`,
    causation: ["operator"],
  };
  runtimes.of(id).dampedUntilMs = undefined;
  const result = recovery.executeRecovery(id, request.action, issue);
  if (result.kind === "impossible") throw refused(id, result.why);
}

function refused(what: ResourceId, reason: string): StateManagerError {
  return new StateManagerError({ kind: "illegal-transition", what, reason });
}

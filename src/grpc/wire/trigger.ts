/** Recovery requests of an operator: `piccolo.statemanager.v1.TriggerRecovery`. */
import type { RecoveryRequest } from "../../state/issue.ts";
import { at, bigInteger, missingOneof, required, text } from "../../records/checks.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { TriggerRecoveryRequest } from "../gen/piccolo/statemanager/v1/TriggerRecoveryRequest.ts";
import type { TriggerRecoveryRequest__Output } from "../gen/piccolo/statemanager/v1/TriggerRecoveryRequest.ts";
import type { TriggerRecoveryResponse } from "../gen/piccolo/statemanager/v1/TriggerRecoveryResponse.ts";
import type { TriggerRecoveryResponse__Output } from "../gen/piccolo/statemanager/v1/TriggerRecoveryResponse.ts";
import { RECOVERY_ACTION } from "./enums.ts";
import * as limits from "./limits.ts";
import { resourceIdFromWire, resourceIdToWire } from "./names.ts";
import { serviceFromWire, serviceToWire } from "./service.ts";

/** The service, and the request for it. */
export interface TriggeredRecovery {
  readonly resourceId: ResourceId;
  readonly request: RecoveryRequest;
}

export function triggerToWire({ resourceId, request }: TriggeredRecovery): TriggerRecoveryRequest {
  const common = { resourceId: resourceIdToWire(resourceId), reason: request.reason };
  switch (request.kind) {
    case "recover":
      return { ...common, recover: { action: RECOVERY_ACTION.toWire(request.action) } };
    case "isolate":
      return { ...common, isolate: { ttlMs: Math.trunc(request.ttlMs ?? 0).toString() } };
    case "release":
      return { ...common, release: {} };
  }
}

export function triggerFromWire(wire: TriggerRecoveryRequest__Output): TriggeredRecovery {
  return { resourceId: resourceIdFromWire(wire.resourceId, "resource_id"), request: requestFromWire(wire) };
}

function requestFromWire(wire: TriggerRecoveryRequest__Output): RecoveryRequest {
  const reason = text(wire.reason, "reason", limits.REASON);
  switch (wire.request) {
    case "recover": {
      const { action } = required(wire.recover, "recover");
      return { kind: "recover", action: RECOVERY_ACTION.fromWire(action, at("recover", "action")), reason };
    }
    case "isolate": {
      const isolate = required(wire.isolate, "isolate");
      const ttlMs = bigInteger(isolate.ttlMs, at("isolate", "ttl_ms"), { max: limits.MAX_ISOLATION_MS });
      text(reason, "reason", limits.REQUIRED_REASON);
      return { kind: "isolate", reason, ...(ttlMs > 0n && { ttlMs: Number(ttlMs) }) };
    }
    case "release":
      return { kind: "release", reason };
    default:
      throw missingOneof("", "request", ["recover", "isolate", "release"]);
  }
}

export function triggeredToWire(service: ServiceState): TriggerRecoveryResponse {
  return { service: serviceToWire(service) };
}

export function triggeredFromWire(wire: TriggerRecoveryResponse__Output): ServiceState {
  return serviceFromWire(wire.service, "service");
}

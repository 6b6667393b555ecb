/** What each node is to have, read from the ledger at the moment of asking. */
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceState } from "../../ports/node_agent.ts";
import { DEFAULT_SPEC, effectiveSpec, newServiceState } from "../../state/model.ts";
import { isComparedWith } from "../../state/observation.ts";
import { type ResourceId, splitResourceId } from "../../state/resource_id.ts";
import type { Ledger } from "../core/ledger.ts";

export interface DesiredStates {
  /** Services that are assigned to the node. */
  servicesOn(node: string): Iterable<ResourceId>;
  /** What the node is to have of the service; `isRemoved` where the service is not, or no longer, assigned to it. */
  of(node: string, id: ResourceId): ResourceState;
  /** Whether its node compared with another desired state: it lost this one, or was sent another one by another instance. */
  isBehind(diff: StateDiff): boolean;
}

export function desiredStates(ledger: Pick<Ledger, "records" | "service" | "revision">): DesiredStates {
  return {
    *servicesOn(node) {
      for (const { service } of ledger.records()) if (service.status.node === node) yield service.metadata.id;
    },
    of(node, id) {
      const service = ledger.service(id);
      if (service === undefined || service.status.node !== node) {
        const { namespace, name } = splitResourceId(id);
        const { status, metadata } = service ?? newServiceState(name, namespace);
        return {
          spec: service?.spec ?? DEFAULT_SPEC,
          status,
          generation: metadata.generation,
          revision: ledger.revision,
          isRemoved: true,
        };
      }
      return {
        spec: effectiveSpec(service),
        status: service.status,
        generation: service.metadata.generation,
        revision: service.metadata.revision,
        isRemoved: false,
      };
    },
    isBehind(diff) {
      const service = ledger.service(diff.resourceId);
      if (service?.status.node !== diff.node) return false;
      const { version } = effectiveSpec(service);
      return diff.observedGeneration < service.metadata.generation || !isComparedWith(service, diff) ||
        (diff.versionDiff !== undefined && diff.versionDiff.desiredVersion !== version);
    },
  };
}

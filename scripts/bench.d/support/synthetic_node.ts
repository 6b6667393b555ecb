/**
 * A NodeAgent without processes: how a service is on it is what the bench says. Every service is well until something else is said.
 */
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import type { NodeAgentHandlers } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { DiffCall } from "../../../tests/support/vehicle/diff_stream.ts";
import { requireId } from "../../../tests/support/vehicle/requests.ts";
import { unary } from "../../../tests/support/vehicle/rpc.ts";
import { formatName, type ServiceName } from "../../../tests/support/vehicle/store.ts";
import { keepStream } from "./diff_streams.ts";

export type Health = "well" | "starting" | "crashed";

export class SyntheticNode {
  readonly #node: string;
  readonly #generations = new Map<string, string>();
  readonly #health = new Map<string, Health>();
  readonly #calls = new Set<DiffCall>();
  #sequence = 0n;

  constructor(node: string) {
    this.#node = node;
  }

  handlers(): NodeAgentHandlers {
    return {
      GetStateDiff: unary((request) => ({ diff: this.#look(requireId(request.resourceId, "resource_id")) })),
      SubscribeStateDiffs: (call) => keepStream(call, this.#node, this.#calls),
      UpdateResourceState: unary(({ resourceId, updatedState }) => {
        const id = requireId(resourceId, "resource_id");
        this.#generations.set(formatName(id), updatedState?.generation ?? "0");
        this.#tell(id);
        return { accepted: true };
      }),
    };
  }

  /** Reports the service like this from now on. False = nobody takes it now: the reader holds it back. */
  say(id: ServiceName, health: Health): boolean {
    this.#health.set(formatName(id), health);
    return this.#tell(id);
  }

  #tell(id: ServiceName): boolean {
    let isTaken = false;
    for (const call of this.#calls) {
      if (call.writableNeedDrain) continue;
      call.write({ diff: this.#look(id) });
      isTaken = true;
    }
    return isTaken;
  }

  #look(id: ServiceName): StateDiff {
    this.#sequence += 1n;
    const health = this.#health.get(formatName(id)) ?? "well";
    return {
      resourceId: { namespace: id.namespace, name: id.name },
      node: this.#node,
      sequence: String(this.#sequence),
      observedGeneration: this.#generations.get(formatName(id)) ?? "0",
      observedAtMs: String(Date.now()),
      actual: {
        replicas: health === "crashed" ? 0 : 1,
        availableReplicas: health === "well" ? 1 : 0,
        version: "1.0.0",
      },
      isCritical: health === "crashed",
      ...statusOf(health),
    };
  }
}

function statusOf(health: Health): Pick<StateDiff, "statusDiff"> {
  if (health === "well") return {};
  const desiredState = "SERVICE_STATE_TYPE_RUNNING";
  return health === "crashed"
    ? {
      statusDiff: {
        ...{
          desiredState,
          actualState: "SERVICE_STATE_TYPE_FAILED",
          reason: "STATUS_REASON_CRASHED",
        } as const,
        message: "replica 0 of 1 ended by signal 9",
      },
    }
    : {
      statusDiff: {
        ...{ desiredState, actualState: "SERVICE_STATE_TYPE_INITIALIZING" } as const,
        reason: "STATUS_REASON_STARTING",
        message: "1 of 1 replicas not yet healthy",
      },
    };
}

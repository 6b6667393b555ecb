/**
 * A NodeAgent without processes: how a service is on it is what the bench says. Every service is well until something else is said.
 * A subscriber gets an empty snapshot, then heartbeats.
 */
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import type { NodeAgentHandlers } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { DiffCall } from "../../../tests/support/vehicle/diff_stream.ts";
import { requireId } from "../../../tests/support/vehicle/requests.ts";
import { unary, withoutLogs } from "../../../tests/support/vehicle/rpc.ts";
import { formatName, type ServiceName } from "../../../tests/support/vehicle/store.ts";

export type Health = "well" | "starting" | "crashed";

const BEAT_MS = 200;

export class SyntheticNode {
  readonly node: string;
  readonly #generations = new Map<string, string>();
  readonly #health = new Map<string, Health>();
  readonly #calls = new Set<DiffCall>();
  #sequence: bigint;

  constructor(node: string, firstSequence = 0n) {
    this.node = node;
    this.#sequence = firstSequence;
  }

  handlers(): NodeAgentHandlers {
    return {
      GetStateDiff: unary((request) => ({
        diff: this.observe(requireId(request.resourceId, "resource_id")),
      })),
      SubscribeStateDiffs: (call) => this.#subscribe(call),
      UpdateResourceState: unary(({ resourceId, updatedState }) => {
        const id = requireId(resourceId, "resource_id");
        this.#generations.set(formatName(id), updatedState?.generation ?? "0");
        this.send(() => this.observe(id));
        return { accepted: true };
      }),
      ReadLogs: withoutLogs,
    };
  }

  /** Reports the service like this from now on. False = nobody takes it now: the reader holds it back. */
  say(id: ServiceName, health: Health): boolean {
    this.#health.set(formatName(id), health);
    return this.send(() => this.observe(id));
  }

  /** To everybody who takes it now; false = nobody does. */
  send(diff: () => StateDiff): boolean {
    const takers = [...this.#calls].filter((call) => !call.writableNeedDrain);
    for (const call of takers) call.write({ diff: diff() });
    return takers.length > 0;
  }

  observe(id: ServiceName): StateDiff {
    this.#sequence += 1n;
    const health = this.#health.get(formatName(id)) ?? "well";
    return {
      resourceId: { namespace: id.namespace, name: id.name },
      node: this.node,
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

  #subscribe(call: DiffCall): void {
    const { node } = this;
    this.#calls.add(call);
    call.write({ snapshotEnd: { node, count: 0 } });
    const beat = setInterval(() => call.write({ heartbeat: { node } }), BEAT_MS);
    const leave = () => {
      clearInterval(beat);
      this.#calls.delete(call);
    };
    for (const end of ["cancelled", "close", "error"]) call.on(end, leave);
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

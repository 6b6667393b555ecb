/**
 * A small NodeAgent that keeps the protocol, in this process, with one fault at a time: named like the rule that it breaks.
 *
 * Nothing runs on it but one service that nobody told it of.
 */
import { type ServerWritableStream, status } from "@grpc/grpc-js";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import type { NodeAgentHandlers } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { StateDiffSubscription__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/StateDiffSubscription.ts";
import type { SubscribeStateDiffsResponse } from "../../../src/grpc/gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import type { UpdateResourceStateRequest__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/UpdateResourceStateRequest.ts";
import type { NodeRuleId } from "../../../src/peer_check/node_rules.ts";
import { requireId, requireName, requireRange, TermFence } from "../vehicle/requests.ts";
import { invalid, RpcError, toServiceError, unary, withoutLogs } from "../vehicle/rpc.ts";
import { formatName, type ServiceName } from "../vehicle/store.ts";
import { type FaultyBytes, Peer, withFaultyBytes } from "./peer.ts";

const NODE = "front";
const RUNNING = { namespace: "vehicle", name: "lidar" };

type Call = ServerWritableStream<StateDiffSubscription__Output, SubscribeStateDiffsResponse>;

interface Desired {
  readonly replicas: number;
  readonly isHeld: boolean;
  readonly generation: string;
  revision: bigint;
}

/** What a restart keeps. */
class Memory {
  readonly desired = new Map<string, { readonly id: ServiceName; readonly desired: Desired }>();
  term = 0n;
}

export class SmallNodeAgent implements AsyncDisposable {
  readonly #fault: NodeRuleId | undefined;
  #memory = new Memory();
  #fence = new TermFence();
  #sequence = 0n;
  readonly #streams = new Set<(diff: StateDiff) => void>();
  readonly #peer: Peer;

  private constructor(fault: NodeRuleId | undefined) {
    this.#fault = fault;
    const bytes: FaultyBytes = {
      refusesUnknownFields: fault === "unknown-fields",
      readsAnything: fault === "undecodable" ? { resourceId: RUNNING } : undefined,
    };
    this.#peer = new Peer(withFaultyBytes(NODE_AGENT_SERVICE, "GetStateDiff", bytes), this.#handlers());
  }

  static async start(fault?: NodeRuleId): Promise<SmallNodeAgent> {
    const agent = new SmallNodeAgent(fault);
    await agent.#peer.start();
    return agent;
  }

  get address(): string {
    return this.#peer.address;
  }

  /** As if its process ended and came again. */
  async restart(): Promise<void> {
    await this.#peer.kill();
    if (this.#has("keeps-desired")) this.#memory.desired.clear();
    this.#fence = new TermFence(this.#has("keeps-term") ? 0n : this.#memory.term);
    this.#forgetRevisions();
    await this.#peer.start();
  }

  #has(fault: NodeRuleId): boolean {
    return this.#fault === fault;
  }

  #handlers(): NodeAgentHandlers {
    return {
      GetStateDiff: unary(({ resourceId }) => {
        if (this.#has("refuses-invalid")) return { diff: this.#diff(resourceId ?? RUNNING) };
        const id = requireId(resourceId, "resource_id");
        if (this.#has("unknown-service") && !this.#memory.desired.has(formatName(id))) {
          throw new RpcError(status.INTERNAL, "no entry");
        }
        const diff = this.#diff(id);
        return { diff: this.#has("told-in-answer") ? { ...diff, observedGeneration: "0" } : diff };
      }),
      SubscribeStateDiffs: (call) => {
        const subscribe = () => {
          try {
            this.#subscribe(call);
          } catch (error) {
            call.emit("error", toServiceError(error));
          }
        };
        // An old stream that the client has left is known to be over by then.
        if (this.#has("resync")) setTimeout(subscribe, 100);
        else subscribe();
      },
      UpdateResourceState: unary((request) => this.#update(request)),
      ReadLogs: withoutLogs,
    };
  }

  #pass(term: string): void {
    if (this.#has("stale-term")) return;
    this.#fence.pass(term);
    this.#memory.term = this.#fence.highest;
  }

  #subscribe(call: Call): void {
    const { heartbeatIntervalMs, resourceFilter, term } = call.request;
    const namespaces = resourceFilter?.namespaces ?? [];
    const names = (resourceFilter?.resourceIds ?? []).map((id) =>
      formatName(requireId(id, "resource_filter"))
    );
    if (!this.#has("refuses-invalid")) {
      requireRange(heartbeatIntervalMs, { field: "heartbeat_interval_ms", min: 100, max: 60_000 });
      requireRange(namespaces.length, { field: "resource_filter.namespaces", min: 0, max: 16 });
    }
    this.#pass(term);
    const isShown = ({ namespace, name }: ServiceName) =>
      this.#has("filter") || ((namespaces.length === 0 || namespaces.includes(namespace)) &&
        (names.length === 0 || names.includes(`${namespace}/${name}`)));
    const isSecond = this.#streams.size > 0;
    const told = this.#has("told-in-snapshot") ? [] : [...this.#memory.desired.values()].map(({ id }) => id);
    const known = this.#has("resync") && isSecond ? [] : [RUNNING, ...told];
    const diffs = known.filter(isShown).map((id) => this.#streamed(this.#diff(id)));
    for (const diff of diffs) call.write({ diff });
    if (this.#has("snapshot-first")) {
      call.end();
      return;
    }
    if (!this.#has("revision-reset")) this.#forgetRevisions();
    const node = this.#has("node-name") ? "rear" : NODE;
    call.write({ snapshotEnd: { node, count: diffs.length + (this.#has("snapshot-count") ? 1 : 0) } });
    const beat = this.#has("heartbeat")
      ? undefined
      : setInterval(() => call.write({ heartbeat: { node: NODE } }), Math.max(heartbeatIntervalMs, 100));
    const push = (diff: StateDiff) => void call.write({ diff: this.#streamed(diff) });
    this.#streams.add(push);
    const leave = () => {
      clearInterval(beat);
      this.#streams.delete(push);
    };
    call.on("cancelled", leave);
    call.on("close", leave);
    call.on("error", leave);
  }

  #streamed(diff: StateDiff): StateDiff {
    return this.#has("valid-diffs") ? { ...diff, actual: null } : diff;
  }

  #forgetRevisions(): void {
    for (const { desired } of this.#memory.desired.values()) desired.revision = 0n;
  }

  #update({ resourceId, updatedState, term }: UpdateResourceStateRequest__Output): { accepted: boolean } {
    if (this.#has("refuses-invalid-state") && (resourceId === null || !updatedState?.spec)) {
      return { accepted: true };
    }
    const id = {
      namespace: requireName(resourceId?.namespace ?? "", "resource_id.namespace"),
      name: requireName(resourceId?.name ?? "", "resource_id.name"),
    };
    if (updatedState === null) throw invalid("updated_state", "is missing");
    const { spec, removed, generation, revision } = updatedState;
    if (spec === null && !removed) throw invalid("updated_state.spec", "is missing");
    this.#pass(term);
    const key = formatName(id);
    const known = this.#memory.desired.get(key);
    if (this.#has("removed") && removed && known === undefined) return { accepted: false };
    const isLower = known !== undefined && BigInt(revision) < known.desired.revision;
    if (isLower && !this.#has("stale-revision")) return { accepted: false };
    const isHeld = spec?.state === "SERVICE_STATE_TYPE_PENDING";
    const replicas = removed ? 0 : spec?.replicas ?? 0;
    this.#memory.desired.set(key, {
      id,
      desired: { replicas, isHeld, generation, revision: BigInt(revision) },
    });
    if (this.#has("told-in-stream")) return { accepted: true };
    const diff = this.#diff(id);
    for (const push of this.#streams) push(diff);
    return { accepted: true };
  }

  #diff(id: ServiceName): StateDiff {
    const told = this.#memory.desired.get(formatName(id))?.desired;
    const isMissed = told !== undefined &&
      (this.#has("held-service")
        ? told.isHeld || told.replicas > 0
        : told.replicas > 0 && !told.isHeld && !this.#has("absent-service"));
    const isRunning = formatName(id) === formatName(RUNNING);
    if (!this.#has("sequence")) this.#sequence++;
    return {
      resourceId: { ...id },
      ...(isMissed ? { existenceDiff: { desiredExists: true, actualExists: false } } : {}),
      ...(isRunning ? { existenceDiff: { desiredExists: false, actualExists: true } } : {}),
      node: NODE,
      sequence: this.#sequence.toString(),
      observedGeneration: told?.generation ?? "0",
      observedAtMs: "0",
      actual: { replicas: isRunning ? 1 : 0, availableReplicas: isRunning ? 1 : 0, version: "" },
      isCritical: false,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#peer.kill();
  }
}

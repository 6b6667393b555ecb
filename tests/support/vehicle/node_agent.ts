/**
 * NodeAgent of one node of the reference vehicle.
 *
 *     scripts/deno run -A tests/support/vehicle/node_agent.ts --dir DIR --node NAME --owner PID [--port 0]
 *                      [--poll-ms 20] [--unresponsive-after-ms 1000]
 *
 * It is told what is wanted by UpdateResourceState alone and reads what is there from the processes (node_observer.ts).
 */
import { status } from "@grpc/grpc-js";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import type { NodeAgentHandlers } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { UpdateResourceStateRequest__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/UpdateResourceStateRequest.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { FileHabits } from "../habits/file.ts";
import { AGAIN_MS, distorted, LATE_MS, type NodeHabit } from "../habits/habits.ts";
import { type DiffCall, DiffStream } from "./diff_stream.ts";
import { CAPACITY_SERVICES, NodeObserver } from "./node_observer.ts";
import { announce, endWithOwner, readOptions, whole } from "./program.ts";
import { requireId, requireName, requireRange, TermFence } from "./requests.ts";
import { invalid, RpcError, serveOnLoopback, toServiceError, unary, withoutLogs } from "./rpc.ts";
import { NodeStore } from "./store.ts";

const CAPACITY_SUBSCRIBERS = 64;

class NodeAgent {
  readonly #node: string;
  readonly #observer: NodeObserver;
  readonly #fence = new TermFence();
  readonly #streams = new Set<DiffStream>();
  readonly #habits: FileHabits<NodeHabit>;

  constructor(store: NodeStore, unresponsiveAfterMs: number, habits: FileHabits<NodeHabit>) {
    this.#node = store.node;
    this.#habits = habits;
    this.#observer = new NodeObserver({
      store,
      unresponsiveAfterMs,
      onDiff: (diff) => this.#report(diff),
    });
  }

  #report(seen: StateDiff): void {
    const diff = this.#told(seen);
    const push = () => this.#streams.forEach((stream) => stream.push(diff));
    if (this.#habits.has("report-late")) setTimeout(push, LATE_MS);
    else push();
    if (this.#habits.has("report-twice")) setTimeout(push, LATE_MS + AGAIN_MS);
  }

  #told(diff: StateDiff): StateDiff {
    return distorted(diff, this.#habits, Number(diff.observedGeneration ?? 0) > 0);
  }

  tick(): void {
    this.#observer.tick();
  }

  handlers(): NodeAgentHandlers {
    return {
      GetStateDiff: unary((request) => {
        if (this.#habits.has("answer-nothing")) throw new RpcError(status.INTERNAL, "no observation");
        return { diff: this.#told(this.#observer.observe(requireId(request.resourceId, "resource_id"))) };
      }),
      SubscribeStateDiffs: (call) => this.#subscribe(call),
      ReadLogs: withoutLogs,
      UpdateResourceState: unary((request) => this.#update(request)),
    };
  }

  #subscribe(call: DiffCall): void {
    try {
      this.#fence.pass(call.request.term);
      if (this.#streams.size >= CAPACITY_SUBSCRIBERS) {
        throw new RpcError(status.RESOURCE_EXHAUSTED, `at most ${CAPACITY_SUBSCRIBERS} subscribers`);
      }
      const snapshot = this.#observer.snapshot().map((diff) => this.#told(diff));
      const stream = new DiffStream(call, this.#node);
      const leave = () => {
        if (this.#streams.delete(stream)) stream.end();
      };
      call.on("cancelled", leave);
      call.on("close", leave);
      call.on("error", leave);
      this.#streams.add(stream);
      this.#observer.forgetRevisions();
      stream.start(snapshot);
    } catch (error) {
      call.emit("error", toServiceError(error));
    }
  }

  #update({ resourceId, updatedState, term }: UpdateResourceStateRequest__Output): { accepted: boolean } {
    const id = requireId(resourceId, "resource_id");
    if (updatedState === null) throw invalid("updated_state", "is missing");
    const { spec, removed, generation, revision } = updatedState;
    if (!removed && spec === null) throw invalid("updated_state.spec", "is missing, and removed is not set");
    if (spec !== null && !removed) {
      requireRange(spec.replicas, { field: "updated_state.spec.replicas", min: 0, max: 1_000 });
      requireRange(spec.version.length, { field: "updated_state.spec.version", min: 1, max: 128 });
      requireRange(Object.keys(spec.config).length, { field: "updated_state.spec.config", min: 0, max: 256 });
    }
    this.#fence.pass(term);
    if (!this.#observer.knows(id) && this.#observer.serviceCount >= CAPACITY_SERVICES) {
      throw new RpcError(status.RESOURCE_EXHAUSTED, `at most ${CAPACITY_SERVICES} services on a node`);
    }
    if (this.#habits.has("refuse-desired")) return { accepted: false };
    if (this.#habits.has("ignore-desired")) return { accepted: true };
    const desired = {
      spec: removed || spec === null ? undefined : spec,
      generation,
      revision: BigInt(revision),
    };
    return { accepted: this.#observer.update(id, desired) };
  }
}

async function main(): Promise<void> {
  const options = readOptions({
    dir: "",
    node: "",
    owner: "",
    port: "0",
    "poll-ms": "20",
    "unresponsive-after-ms": "1000",
  });
  installHttp2();
  const store = new NodeStore(options.dir, requireName(options.node, "--node"));
  store.create();
  const habits = new FileHabits<NodeHabit>(options.dir, `node-${options.node}`);
  const unresponsiveAfterMs = whole(options["unresponsive-after-ms"], "unresponsive-after-ms");
  const agent = new NodeAgent(store, unresponsiveAfterMs, habits);
  const { server, address } = await serveOnLoopback(NODE_AGENT_SERVICE, {
    handlers: agent.handlers(),
    port: whole(options.port, "port"),
  });
  setInterval(() => agent.tick(), whole(options["poll-ms"], "poll-ms"));
  endWithOwner(whole(options.owner, "owner"), () => server.forceShutdown());
  announce(options.dir, { program: `node-${options.node}`, address });
}

if (import.meta.main) await main();

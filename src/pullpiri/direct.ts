/**
 * Workloads without the ActionController: the agents themselves are told to stop and start a pod.
 *
 * The agent gives containers the labels that stand in the pod, so they are put there as the ActionController does.
 */
import { parse, stringify } from "yaml";
import { QUIET_YAML } from "../kit/yaml_options.ts";
import { status as Status } from "@grpc/grpc-js";
import { type ChannelOptions, PeerChannel } from "../grpc/client/channel.ts";
import type { Entry } from "./artifacts.ts";
import { NODE_AGENT_CONNECTION } from "./definitions.ts";
import { NOWHERE, type OffloadOutcome } from "./offload.ts";
import type { OffloadRequest } from "./peer_requests.ts";
import type { ControllerCalls, KeyValueStore } from "./peers.ts";

type Command = "WORKLOAD_COMMAND_START" | "WORKLOAD_COMMAND_STOP";
type CallOptions = { readonly deadlineMs: number };

export class DirectController implements ControllerCalls, AsyncDisposable {
  readonly #store: KeyValueStore;
  readonly #options: ChannelOptions & { readonly agentPort: number };
  readonly #end = new AbortController();
  readonly #agents = new Map<string, PeerChannel>();

  constructor(store: KeyValueStore, options: ChannelOptions & { readonly agentPort: number }) {
    this.#store = store;
    this.#options = options;
  }

  async offload(request: OffloadRequest, options: CallOptions): Promise<OffloadOutcome> {
    const { modelName, sourceNode, targetNode } = request;
    try {
      const pod = exactly(
        await this.#store.getByPrefix(`Pod/${modelName}`, this.#end.signal),
        `Pod/${modelName}`,
      );
      if (pod === undefined) return refused(`Model ${modelName} not found`);
      const text = labelled(pod, request);
      if (sourceNode !== NOWHERE) {
        const stopped = await this.#handle(
          sourceNode,
          { command: "WORKLOAD_COMMAND_STOP", pod: text },
          options,
        );
        if (stopped.kind !== "answered" || !stopped.isSuccess) return stopped;
      }
      if (targetNode === NOWHERE) {
        return { kind: "answered", isSuccess: true, message: `${modelName} is stopped` };
      }
      return await this.#handle(targetNode, { command: "WORKLOAD_COMMAND_START", pod: text }, options);
    } catch (error) {
      return { kind: "unreachable", message: `Cannot read the pod of ${modelName}: ${error}` };
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    for (const channel of this.#agents.values()) channel.close();
    return Promise.resolve();
  }

  async #handle(
    host: string,
    { command, pod }: { readonly command: Command; readonly pod: string },
    { deadlineMs }: CallOptions,
  ): Promise<OffloadOutcome> {
    const address = exactly(
      await this.#store.getByPrefix(`nodes/${host}`, this.#end.signal),
      `nodes/${host}`,
    );
    if (address === undefined) return refused(`Node ${host} - not found`);
    const request = { workloadCommand: command, pod };
    const outcome = await this.#channel(address.trim()).unary(NODE_AGENT_CONNECTION.HandleWorkload, request, {
      ...{ what: `Cannot ask the agent of ${host}`, deadlineMs },
    });
    if (outcome.kind === "answered") {
      return { kind: "answered", isSuccess: outcome.value.status, message: outcome.value.desc };
    }
    const { kind, message, code } = outcome.error;
    if (code === Status.INTERNAL || kind === "failed") return { kind: "answered", isSuccess: false, message };
    if (kind === "rejected") return { kind: "refused", message };
    if (kind === "timed-out") return { kind: "timed-out", message };
    // The agent of one node is not there; that says nothing of the others.
    return { kind: kind === "unreachable" ? "broken-off" : "cancelled", message };
  }

  #channel(ip: string): PeerChannel {
    const address = `${ip.includes(":") ? `[${ip}]` : ip}:${this.#options.agentPort}`;
    const channel = this.#agents.get(address) ?? new PeerChannel(address, this.#options);
    this.#agents.set(address, channel);
    return channel;
  }
}

function refused(message: string): OffloadOutcome {
  return { kind: "answered", isSuccess: false, message };
}

function exactly(entries: readonly Entry[], key: string): string | undefined {
  return entries.find((entry) => entry.key === key)?.value;
}

/** The pod with the labels of the ActionController. */
export function labelled(pod: string, request: OffloadRequest): string {
  const value: unknown = parse(pod, QUIET_YAML);
  if (typeof value !== "object" || value === null) throw new Error("the pod is no document with keys");
  const { metadata, ...rest } = { metadata: undefined, ...value };
  const labels = {
    "io.pullpiri.annotations.scenario": request.scenarioName,
    "io.pullpiri.annotations.package": request.packageName,
    "io.pullpiri.annotations.policy": request.policyName,
    "io.pullpiri.annotations.model": request.modelName,
  };
  const known: object = typeof metadata === "object" && metadata !== null ? metadata : {};
  return stringify({ ...rest, metadata: { ...known, annotations: labels } });
}

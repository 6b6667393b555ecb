/**
 * The other peers of Pullpiri over gRPC: agents, ActionController and PolicyManager.
 *
 * I1: no call rejects; each has a deadline, which none of these peers would keep by itself.
 * I2: a PolicyManager that does not know a report is asked once, and not again until this process starts anew.
 */
import { status as Status } from "@grpc/grpc-js";
import type { Clock } from "../ports/clock.ts";
import { type ChannelOptions, PeerChannel } from "../grpc/client/channel.ts";
import type { CallError } from "../grpc/status.ts";
import {
  ACTION_CONTROLLER_CONNECTION,
  NODE_AGENT_CONNECTION,
  POLICY_MANAGER_CONNECTION,
} from "./definitions.ts";
import type { OffloadOutcome } from "./offload.ts";
import type { FaultReport, OffloadRequest } from "./peer_requests.ts";
import type { AgentCalls, ControllerCalls, PolicyCalls } from "./peers.ts";

/** The agent of one node. */
export class AgentClient implements AgentCalls {
  readonly #raw: string;
  readonly #channel: PeerChannel;
  readonly #clock: Clock;
  readonly #deadlineMs: number;

  constructor(
    { raw, address }: { readonly raw: string; readonly address: string },
    options: ChannelOptions & { readonly clock: Clock; readonly deadlineMs: number },
  ) {
    this.#raw = raw;
    this.#clock = options.clock;
    this.#deadlineMs = options.deadlineMs;
    this.#channel = new PeerChannel(address, options);
  }

  async heartbeat(signal: AbortSignal): Promise<boolean> {
    const request = { nodeId: this.#raw, timestamp: `${Math.floor(this.#clock.wallMs() / 1_000)}` };
    const outcome = await this.#channel.unary(NODE_AGENT_CONNECTION.Heartbeat, request, {
      ...{ what: `Cannot ask the agent of ${this.#raw}`, deadlineMs: this.#deadlineMs, signal },
    });
    return outcome.kind === "answered" && outcome.value.ack;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    return Promise.resolve();
  }
}

/** The ActionController. */
export class ControllerClient implements ControllerCalls, AsyncDisposable {
  readonly #channel: PeerChannel;

  constructor(address: string, options: ChannelOptions) {
    this.#channel = new PeerChannel(address, options);
  }

  async offload(
    request: OffloadRequest,
    { deadlineMs }: { readonly deadlineMs: number },
  ): Promise<OffloadOutcome> {
    const what = `Cannot offload ${request.modelName} from ${request.sourceNode} to ${request.targetNode}`;
    const outcome = await this.#channel.unary(ACTION_CONTROLLER_CONNECTION.OffloadModel, request, {
      ...{ what, deadlineMs },
    });
    if (outcome.kind === "failed") return outcomeOf(outcome.error);
    const { success, message } = outcome.value;
    return { kind: "answered", isSuccess: success, message };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    return Promise.resolve();
  }
}

/** A call that the controller breaks off although nobody here cancelled it: it panicked over an agent that is not there. */
function outcomeOf(error: CallError): OffloadOutcome {
  const { message } = error;
  switch (error.kind) {
    case "unreachable":
      return { kind: error.code === Status.CANCELLED ? "broken-off" : "unreachable", message };
    case "timed-out":
      return { kind: "timed-out", message };
    case "cancelled":
    case "not-sent":
      return { kind: "cancelled", message };
    case "rejected":
      return { kind: "refused", message };
    case "failed":
      return { kind: "answered", isSuccess: false, message };
  }
}

const REPORT_DEADLINE_MS = 2_000;

/** The PolicyManager. */
export class PolicyClient implements PolicyCalls, AsyncDisposable {
  readonly #channel: PeerChannel;
  #isUnknown = false;

  constructor(address: string, options: ChannelOptions) {
    this.#channel = new PeerChannel(address, options);
  }

  async reportFault(report: FaultReport, signal: AbortSignal): Promise<"reported" | "not-known" | "failed"> {
    if (this.#isUnknown) return "not-known"; // I2
    const { workloadId, nodeId, taskName, isDeadlineMiss } = report;
    const outcome = await this.#channel.unary(POLICY_MANAGER_CONNECTION.ReportFault, {
      ...{ workloadId, nodeId, taskName },
      faultType: isDeadlineMiss ? "FAULT_TYPE_DEADLINE_MISS" : "FAULT_TYPE_UNKNOWN",
    }, { what: "Cannot report a fault to the PolicyManager", deadlineMs: REPORT_DEADLINE_MS, signal });
    if (outcome.kind === "answered") return "reported";
    this.#isUnknown = outcome.error.code === Status.UNIMPLEMENTED;
    return this.#isUnknown ? "not-known" : "failed";
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    return Promise.resolve();
  }
}

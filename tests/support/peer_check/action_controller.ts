/**
 * A small ActionController that keeps the protocol, in this process, with one fault at a time: named like the rule that it breaks. It
 * starts nothing: it only remembers what would run.
 */
import { status } from "@grpc/grpc-js";
import { ACTION_CONTROLLER_SERVICE } from "../../../src/grpc/definitions.ts";
import type { ActionContext__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionContext.ts";
import type { ActionControllerHandlers } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionController.ts";
import type { ActionResponse } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { ControllerRuleId } from "../../../src/peer_check/controller_rules.ts";
import {
  requireActionId,
  requireContainerId,
  requireId,
  requireName,
  requireRange,
  TermFence,
} from "../vehicle/requests.ts";
import { invalid, RpcError, unary } from "../vehicle/rpc.ts";
import { formatName } from "../vehicle/store.ts";
import { Peer, withFaultyBytes } from "./peer.ts";

const NODE = "front";
const ACTION_MS = 50;

type Verb = "START" | "STOP" | "RESTART" | "SCALE";
type Outcome = { readonly outcome: "DONE" | "FAILED" | "REJECTED"; readonly message: string };

interface Known {
  readonly task: string;
  readonly outcome: Promise<Outcome>;
  isDone: boolean;
}

interface Order {
  readonly context: ActionContext__Output | null;
  readonly verb: Verb;
  readonly containerId?: string;
  readonly hasDesired: boolean;
}

const LIFECYCLE: Readonly<Record<string, Verb>> = {
  LIFECYCLE_ACTION_START: "START",
  LIFECYCLE_ACTION_STOP: "STOP",
  LIFECYCLE_ACTION_RESTART: "RESTART",
};

export class SmallController implements AsyncDisposable {
  readonly #fault: ControllerRuleId | undefined;
  readonly #peer: Peer;
  readonly #known = new Map<string, Known>();
  readonly #running = new Set<string>();
  readonly #everStarted = new Set<string>();
  #fence = new TermFence();

  private constructor(fault: ControllerRuleId | undefined) {
    this.#fault = fault;
    const magic = {
      context: contextOf("magic"),
      containerId: "vehicle/lidar",
      action: "LIFECYCLE_ACTION_STOP",
    };
    const service = withFaultyBytes(ACTION_CONTROLLER_SERVICE, "RequestLifecycleAction", {
      refusesUnknownFields: fault === "unknown-fields",
      readsAnything: fault === "undecodable" ? magic : undefined,
    });
    this.#peer = new Peer(service, this.#handlers());
  }

  static async start(fault?: ControllerRuleId): Promise<SmallController> {
    const controller = new SmallController(fault);
    await controller.#peer.start();
    return controller;
  }

  get address(): string {
    return this.#peer.address;
  }

  async restart(): Promise<void> {
    await this.#peer.kill();
    if (this.#has("keeps-outcomes")) this.#known.clear();
    this.#fence = new TermFence(this.#has("keeps-term") ? 0n : this.#fence.highest);
    await this.#peer.start();
  }

  #has(fault: ControllerRuleId): boolean {
    return this.#fault === fault;
  }

  #handlers(): ActionControllerHandlers {
    return {
      ExecuteAction: unary(({ context, desired, kind }) => {
        const isKnown = kind === "ACTION_KIND_SCALE";
        return this.#handle({
          context,
          verb: this.#verb(isKnown ? "SCALE" : undefined, kind),
          hasDesired: desired !== null,
        });
      }),
      RequestRecovery: unary(({ context, containerId, desired, action }) => {
        if (this.#has("three-calls")) throw new RpcError(status.UNIMPLEMENTED, "not yet");
        const isKnown = action === "RECOVERY_ACTION_ISOLATE";
        const verb = this.#verb(isKnown ? "STOP" : undefined, action);
        return this.#handle({ context, containerId, verb, hasDesired: desired !== null });
      }),
      RequestLifecycleAction: unary(({ context, containerId, desired, action }) => {
        const verb = this.#verb(LIFECYCLE[action], action);
        return this.#handle({ context, containerId, verb, hasDesired: desired !== null });
      }),
    };
  }

  #verb(verb: Verb | undefined, value: string | number): Verb {
    if (verb !== undefined) return verb;
    if (this.#has("refuses-unknown-number") && typeof value === "number") return "STOP";
    throw invalid("action", `${value} is not accepted`);
  }

  async #handle(order: Order): Promise<ActionResponse> {
    const { context, verb } = order;
    if (context === null) throw invalid("context", "is missing");
    const { actionId, deadlineMs } = context;
    const task = this.#validated(order, context);
    if (!this.#has("stale-term")) this.#fence.pass(context.term);
    if (this.#has("in-time") && deadlineMs <= 2_000) await pause(deadlineMs + 750);
    const known = this.#known.get(actionId);
    const isOther = known !== undefined && known.task !== task;
    if (isOther && !this.#has("one-action-per-id")) {
      return this.#answer(actionId, { outcome: "REJECTED", message: `the id of ${known.task}` }, false);
    }
    if (known !== undefined && !isOther) {
      const isForgotten = this.#has("repeated-id") && known.isDone;
      return this.#answer(actionId, await known.outcome, !isForgotten);
    }
    const outcome = this.#act(verb, context);
    if (this.#has("repeated-while-running")) await outcome;
    const entry = { task, outcome, isDone: false };
    this.#known.set(actionId, entry);
    const ended = await outcome;
    entry.isDone = true;
    return this.#answer(actionId, ended, false);
  }

  #validated({ verb, containerId, hasDesired }: Order, context: ActionContext__Output): string {
    const { actionId, deadlineMs, node } = context;
    const isLax = this.#has("refuses-invalid");
    const id = isLax && context.resourceId !== null
      ? context.resourceId
      : requireId(context.resourceId, "context.resource_id");
    if (!isLax) {
      requireActionId(actionId, "context.action_id");
      if (containerId !== undefined) requireContainerId(containerId, id);
    }
    if (!isLax || node === "") requireName(node, "context.node");
    if (this.#has("id-alphabet") && actionId.length > 64) throw invalid("context.action_id", "is too long");
    const minDeadlineMs = this.#has("refuses-unset") ? 0 : 1;
    requireRange(deadlineMs, { field: "context.deadline_ms", min: minDeadlineMs, max: 86_400_000 });
    if (verb === "SCALE" && !hasDesired) throw invalid("desired", "is missing");
    return `${verb} ${formatName(id)} ${node}`;
  }

  async #act(verb: Verb, { resourceId, node }: ActionContext__Output): Promise<Outcome> {
    await pause(ACTION_MS);
    if (node !== NODE && !this.#has("unknown-node")) {
      return { outcome: "REJECTED", message: `no node ${node}` };
    }
    const service = `${resourceId?.namespace}/${resourceId?.name}`;
    if (verb === "STOP") {
      this.#running.delete(service);
      if (!this.#has("unknown-service") || this.#everStarted.has(service)) {
        return { outcome: "DONE", message: "" };
      }
      return { outcome: "FAILED", message: "no such container" };
    }
    if (verb === "SCALE") return { outcome: "DONE", message: "" };
    if (this.#has("absolute") && this.#running.has(service)) {
      return { outcome: "FAILED", message: "it runs already" };
    }
    this.#running.add(service);
    this.#everStarted.add(service);
    return { outcome: "DONE", message: "" };
  }

  #answer(actionId: string, { outcome, message }: Outcome, wasRepeated: boolean): ActionResponse {
    return {
      actionId: this.#has("names-its-id") ? `${actionId}-done` : actionId,
      outcome: `ACTION_OUTCOME_${outcome}`,
      message: this.#has("valid-answer") ? "x".repeat(2_000) : message,
      wasRepeated,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#peer.kill();
  }
}

function contextOf(actionId: string): ActionContext__Output {
  const resourceId = { namespace: "vehicle", name: "lidar" };
  const numbers = { generation: "1", term: "1000000", deadlineMs: 5_000 };
  return { actionId, resourceId, node: NODE, ...numbers, causation: [] };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

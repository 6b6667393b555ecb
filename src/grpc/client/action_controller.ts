/**
 * gRPC communication with the ActionController (seed `grpc/client/action_controller.rs`).
 *
 * I1: no call rejects: every failure is an ActionResult, and its kind says whether the action may have happened.
 * I2: an answer counts only when it names the requested action; else it is not known how the action ended.
 * I3: a request carries the newest term at the time it is sent.
 */
import { status as Status } from "@grpc/grpc-js";
import type { ActionControllerPort } from "../../ports/action_controller.ts";
import type { ActionResult, LifecycleAction } from "../../state/action.ts";
import { messageOf } from "../../kit/errors.ts";
import type { PlannedAction } from "../../state/plan.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { ActionResponse__Output } from "../gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import { resultOfError } from "../action_fate.ts";
import type { CallError } from "../status.ts";
import { answerFromWire, executionToWire, lifecycleToWire, recoveryToWire } from "../wire/action.ts";
import { ROUTES } from "../wire/action_routes.ts";
import { ACTION_CONTROLLER, type Method } from "../wire/methods.ts";
import { type ChannelOptions, PeerChannel } from "./channel.ts";

export interface ActionControllerOptions extends ChannelOptions {
  /** Leader term that is sent with every call. */
  readonly term: () => bigint;
  /** How long after the deadline of an action its answer is still awaited, milliseconds. Default 250. */
  readonly answerGraceMs?: number;
  /** Set where the peer need not serve an ActionController: what is told then; it counts as unreachable. */
  readonly absence?: string;
}

/** Connect to ActionController gRPC service. Returns at once; the channel connects and reconnects by itself. */
export function connect(address: string, options: ActionControllerOptions): ActionControllerClient {
  return new ActionControllerClient(address, options);
}

/** The ActionController. */
export class ActionControllerClient implements ActionControllerPort, AsyncDisposable {
  readonly address: string;
  readonly #channel: PeerChannel;
  readonly #term: () => bigint;
  readonly #answerGraceMs: number;
  readonly #absence: string | undefined;
  #wasAnswered: boolean | undefined;

  constructor(address: string, options: ActionControllerOptions) {
    this.address = address;
    this.#channel = new PeerChannel(address, options);
    this.#term = options.term;
    this.#answerGraceMs = options.answerGraceMs ?? 250;
    this.#absence = options.absence;
    this.#channel.beginConnecting();
  }

  /** Whether the last call was answered; before the first, whether there is a connection. */
  isReachable(): boolean {
    return this.#wasAnswered ?? this.#channel.isConnected();
  }

  /** One step of a plan, through the call that carries its kind. */
  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    const route = ROUTES[action.step.kind];
    switch (route.call) {
      case "execute": {
        const term = this.#term();
        const request = executionToWire(action, route.kind, term);
        return this.#call(ACTION_CONTROLLER.ExecuteAction, request, { action, signal, term });
      }
      case "lifecycle":
        return this.requestLifecycleAction(action.resourceId, route.action, { action, signal });
      case "recovery":
        return this.requestRecovery(action.resourceId, route.action, { action, signal });
    }
  }

  /** Request container recovery action. */
  requestRecovery(
    containerId: ResourceId,
    recovery: RecoveryAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    const term = this.#term();
    const request = recoveryToWire(options.action, recovery, { containerId, term });
    return this.#call(ACTION_CONTROLLER.RequestRecovery, request, { ...options, term });
  }

  /** Request container lifecycle action. */
  requestLifecycleAction(
    containerId: ResourceId,
    lifecycle: LifecycleAction,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    const term = this.#term();
    const request = lifecycleToWire(options.action, lifecycle, { containerId, term });
    return this.#call(ACTION_CONTROLLER.RequestLifecycleAction, request, { ...options, term });
  }

  /** Ends every call as "timed-out". A second close does nothing. */
  close(): void {
    this.#channel.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  async #call<Request>(
    method: Method<Request, ActionResponse__Output>,
    request: Request,
    options: { readonly action: PlannedAction; readonly signal: AbortSignal; readonly term: bigint },
  ): Promise<ActionResult> {
    const { action, signal, term } = options;
    const what = `Cannot ${action.step.kind} ${action.resourceId}`;
    const deadlineMs = action.deadlineMs + this.#answerGraceMs;
    const outcome = await this.#channel.unary(method, request, { what, deadlineMs, signal });
    if (outcome.kind === "failed") return this.#failed(outcome.error, term);
    this.#wasAnswered = true;
    return readAnswer(outcome.value, action.id);
  }

  #failed(error: CallError, term: bigint): ActionResult {
    if (error.kind !== "cancelled" && error.kind !== "not-sent") {
      this.#wasAnswered = error.kind !== "unreachable" && error.kind !== "timed-out";
    }
    if (this.#absence !== undefined && error.code === Status.UNIMPLEMENTED) {
      this.#wasAnswered = false;
      return { kind: "unreachable", message: this.#absence };
    }
    return resultOfError(error, term);
  }
}

function readAnswer(response: ActionResponse__Output, actionId: string): ActionResult {
  try {
    const { outcome, message, wasRepeated, actionId: answered } = answerFromWire(response);
    if (answered !== actionId) {
      return { kind: "unknown", message: `The controller answered for ${answered} instead of ${actionId}` };
    }
    switch (outcome) {
      case "Done":
        return { kind: "done", wasRepeated, message };
      case "Failed":
        return { kind: "failed", message };
      case "Rejected":
        return { kind: "rejected", message };
    }
  } catch (error) {
    return { kind: "unknown", message: `The controller's answer is invalid: ${messageOf(error)}` };
  }
}

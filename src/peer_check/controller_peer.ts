/**
 * The ActionController under trial: the calls of a State Manager, about services that nobody else uses, unless a rule needs one that runs.
 *
 * I1: an id of an action is used once, unless a rule says otherwise.
 */
import type { CallOutcome } from "../grpc/client/channel.ts";
import { ACTION_CONTROLLER } from "../grpc/wire/methods.ts";
import type { PeerCheckRequest } from "../ports/peer_check.ts";
import { isRefusal, type Line, refusalText } from "./line.ts";
import { CHECK_NAMESPACE } from "./node_peer.ts";

export type ActionAnswer = ReturnType<typeof ACTION_CONTROLLER.ExecuteAction.responseDeserialize>;
export type ActionOutcome = CallOutcome<ActionAnswer>;
type Execution = Parameters<typeof ACTION_CONTROLLER.ExecuteAction.requestSerialize>[0];
type Lifecycle = Parameters<typeof ACTION_CONTROLLER.RequestLifecycleAction.requestSerialize>[0];
type Recovery = Parameters<typeof ACTION_CONTROLLER.RequestRecovery.requestSerialize>[0];
type Context = NonNullable<Lifecycle["context"]>;

/** What is said of an action; what is not set has a default that every controller should accept. */
export interface Order {
  readonly id?: string;
  readonly node?: string;
  readonly term?: bigint;
  readonly deadlineMs?: number;
  /** `namespace/name`; default: a service that no controller has. */
  readonly service?: string;
  readonly replicas?: number;
  /** Default START. */
  readonly action?: "START" | "STOP" | "RESTART";
}

const DEFAULT_NODE = "node";
const DEFAULT_VERSION = "1.0.0";

export class ControllerPeer {
  readonly line: Line;
  readonly request: PeerCheckRequest;
  term: bigint;
  readonly node: string;
  /** What was asked for before the peer was restarted; not set = it was not. */
  restarted: { readonly id: string; readonly service: string; readonly outcome: string } | undefined;
  readonly #run = crypto.randomUUID().slice(0, 8);
  #count = 0;

  constructor(line: Line, request: PeerCheckRequest) {
    this.line = line;
    this.request = request;
    this.term = request.term;
    this.node = request.node ?? DEFAULT_NODE;
  }

  newId(): string {
    return `check-${this.#run}/${++this.#count}`;
  }

  newService(): string {
    return `${CHECK_NAMESPACE}/probe-${this.#run}-${++this.#count}`;
  }

  /** The end of a service that does not run: asks for nothing that is not so. */
  stop(order: Order = {}): Promise<ActionOutcome> {
    return this.lifecycle({ ...order, action: "STOP" });
  }

  lifecycle(order: Order = {}): Promise<ActionOutcome> {
    return this.line.call(
      ACTION_CONTROLLER.RequestLifecycleAction,
      this.lifecycleRequest(order),
      this.#limitMs(order),
    );
  }

  lifecycleRequest(order: Order = {}): Lifecycle {
    const service = order.service ?? this.newService();
    return {
      context: this.context({ ...order, service }),
      containerId: service,
      action: `LIFECYCLE_ACTION_${order.action ?? "STOP"}`,
      desired: this.#desired(order),
    };
  }

  /** The same end as a step of a plan. */
  scaleRequest(order: Order = {}): Execution {
    const service = order.service ?? this.newService();
    return {
      context: this.context({ ...order, service }),
      kind: "ACTION_KIND_SCALE",
      desired: this.#desired(order),
      fromNode: "",
    };
  }

  /** The same end as a recovery. */
  isolateRequest(order: Order = {}): Recovery {
    const service = order.service ?? this.newService();
    return {
      context: this.context({ ...order, service }),
      containerId: service,
      action: "RECOVERY_ACTION_ISOLATE",
      desired: this.#desired(order),
      fromNode: "",
    };
  }

  context(order: Order): Context {
    const [namespace = "", name = ""] = (order.service ?? this.newService()).split("/");
    return {
      actionId: order.id ?? this.newId(),
      resourceId: { namespace, name },
      node: order.node ?? this.node,
      generation: "1",
      term: (order.term ?? this.term).toString(),
      deadlineMs: order.deadlineMs ?? this.request.timeoutMs,
      causation: [],
    };
  }

  #desired({ replicas = 0 }: Order): NonNullable<Execution["desired"]> {
    return { replicas, version: this.request.version ?? DEFAULT_VERSION, config: {} };
  }

  /** As the State Manager waits: a little longer than the controller has. */
  #limitMs({ deadlineMs = this.request.timeoutMs }: Order): number {
    return deadlineMs + ANSWER_GRACE_MS;
  }
}

export const ANSWER_GRACE_MS = 250;

/** DONE, FAILED, REJECTED, or the status that came instead. */
export function outcomeText(outcome: ActionOutcome): string {
  if (outcome.kind === "failed") return refusalText(outcome);
  const { message } = outcome.value;
  return `${outcomeName(outcome.value)}${message === "" ? "" : ` (${message.slice(0, 200)})`}`;
}

export function outcomeName({ outcome }: ActionAnswer): string {
  return String(outcome).replace("ACTION_OUTCOME_", "");
}

/** Whether it says that nothing was done and trying again will not help. */
export function isRejected(outcome: ActionOutcome): boolean {
  return outcome.kind === "failed" ? isRefusal(outcome) : outcomeName(outcome.value) === "REJECTED";
}

/** What the tests of the vehicle share: a State Manager's side of the wire, reduced to what a test says by hand. */
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { makeClientConstructor } from "@grpc/grpc-js";
import { ACTION_CONTROLLER_SERVICE, NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { ActionControllerClient } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionController.ts";
import type { ActionResponse__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { DesiredWorkload } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/DesiredWorkload.ts";
import type { ServiceSpec } from "../../../src/grpc/gen/piccolo/common/v1/ServiceSpec.ts";
import type { StateDiff__Output } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import type { GetStateDiffResponse__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/GetStateDiffResponse.ts";
import type { UpdateResourceStateRequest } from "../../../src/grpc/gen/piccolo/nodeagent/v1/UpdateResourceStateRequest.ts";
import type { UpdateResourceStateResponse__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/UpdateResourceStateResponse.ts";
import type { NodeAgentClient } from "../../../src/grpc/gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { SubscribeStateDiffsResponse__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import { callUnary } from "../../support/vehicle/rpc.ts";
import { until } from "../../support/vehicle/waiting.ts";
import type { Vehicle } from "../../support/vehicle/vehicle.ts";

const NodeAgents = makeClientConstructor(NODE_AGENT_SERVICE, "NodeAgent");
const ActionControllers = makeClientConstructor(ACTION_CONTROLLER_SERVICE, "ActionController");

export type Lifecycle = "START" | "STOP" | "RESTART";
export type Kind = "SCALE" | "UPDATE_VERSION" | "APPLY_CONFIG" | "RECREATE" | "RELOCATE";
export type Recovery =
  | "RESTART"
  | "RECREATE"
  | "RELOCATE"
  | "ROLLBACK_VERSION"
  | "RESET_CONFIG"
  | "ISOLATE"
  | "NOTIFY";

export interface OrderOptions {
  readonly node: string;
  readonly desired?: DesiredWorkload;
  readonly id?: string;
  readonly term?: number;
  readonly fromNode?: string;
  readonly resource?: string;
}

export const RESOURCE = "vehicle/lidar";
export const GOOD: Required<Pick<DesiredWorkload, "replicas" | "version" | "config">> = {
  replicas: 1,
  version: "1.0.0",
  config: {},
};

/** One side of the conversation: orders to the controller, wishes to the nodes, and what the nodes say. */
export class Hand implements Disposable {
  readonly #vehicle: Vehicle;
  readonly #controller: ActionControllerClient;
  readonly #agents = new Map<string, NodeAgentClient>();
  #revision = 0;
  #orders = 0;

  constructor(vehicle: Vehicle) {
    this.#vehicle = vehicle;
    const insecure = credentials.createInsecure();
    // The generated interface describes exactly what the constructor makes from the descriptors.
    this.#controller = new ActionControllers(
      vehicle.controllerAddress,
      insecure,
    ) as unknown as ActionControllerClient;
  }

  agent(node: string): NodeAgentClient {
    const known = this.#agents.get(node);
    if (known !== undefined) return known;
    const insecure = credentials.createInsecure();
    // As above.
    const made = new NodeAgents(this.#vehicle.nodeAddress(node), insecure) as unknown as NodeAgentClient;
    this.#agents.set(node, made);
    return made;
  }

  want(
    node: string,
    spec: ServiceSpec,
    { term = 1, generation = 1, revision = ++this.#revision, resource = RESOURCE } = {},
  ): Promise<UpdateResourceStateResponse__Output> {
    const updatedState = { spec, generation: String(generation), revision: String(revision) };
    return this.#tell(node, { resourceId: idOf(resource), updatedState, term: String(term) });
  }

  doNotWant(node: string, { resource = RESOURCE } = {}): Promise<UpdateResourceStateResponse__Output> {
    const updatedState = { removed: true, generation: "1", revision: String(++this.#revision) };
    return this.#tell(node, { resourceId: idOf(resource), updatedState, term: "1" });
  }

  async look(node: string, resource = RESOURCE): Promise<StateDiff__Output> {
    const agent = this.agent(node);
    const request = { resourceId: idOf(resource) };
    const { diff } = await callUnary<GetStateDiffResponse__Output>((metadata, options, done) =>
      agent.getStateDiff(request, metadata, options, done)
    );
    if (diff === null) throw new Error("GetStateDiff answered without a diff");
    return diff;
  }

  lifecycle(action: Lifecycle, options: OrderOptions): Promise<ActionResponse__Output> {
    const containerId = options.resource ?? RESOURCE;
    const request = { ...this.#order(options), containerId, action: `LIFECYCLE_ACTION_${action}` as const };
    return callUnary((metadata, callOptions, done) =>
      this.#controller.requestLifecycleAction(request, metadata, callOptions, done)
    );
  }

  execute(kind: Kind, options: OrderOptions): Promise<ActionResponse__Output> {
    const fromNode = options.fromNode ?? "";
    const request = { ...this.#order(options), kind: `ACTION_KIND_${kind}` as const, fromNode };
    return callUnary((metadata, callOptions, done) =>
      this.#controller.executeAction(request, metadata, callOptions, done)
    );
  }

  recover(action: Recovery, options: OrderOptions): Promise<ActionResponse__Output> {
    const { resource: containerId = RESOURCE, fromNode = "" } = options;
    const asked = { containerId, action: `RECOVERY_ACTION_${action}` as const, fromNode };
    const request = { ...this.#order(options), ...asked };
    return callUnary((metadata, callOptions, done) =>
      this.#controller.requestRecovery(request, metadata, callOptions, done)
    );
  }

  #tell(node: string, request: UpdateResourceStateRequest): Promise<UpdateResourceStateResponse__Output> {
    const agent = this.agent(node);
    return callUnary((metadata, options, done) =>
      agent.updateResourceState(request, metadata, options, done)
    );
  }

  [Symbol.dispose](): void {
    this.#controller.close();
    for (const agent of this.#agents.values()) agent.close();
  }

  #order(
    { node, desired = GOOD, id = `order-${++this.#orders}`, term = 1, resource = RESOURCE }: OrderOptions,
  ) {
    const context = {
      actionId: id,
      resourceId: idOf(resource),
      node,
      generation: "1",
      term: String(term),
      deadlineMs: 60_000,
    };
    return { context, desired };
  }
}

/** Follows one NodeAgent. */
export class Follower implements AsyncDisposable {
  readonly messages: SubscribeStateDiffsResponse__Output[] = [];
  /** Monotonic milliseconds at which each diff came. */
  readonly arrivals = new Map<StateDiff__Output, number>();
  readonly #cancel: () => void;
  readonly #closed: Promise<void>;
  error: ServiceError | undefined;

  constructor(
    agent: NodeAgentClient,
    { heartbeatIntervalMs = 1_000, term = 1, resources = [] as readonly string[] } = {},
  ) {
    const call = agent.subscribeStateDiffs({
      heartbeatIntervalMs,
      term: String(term),
      resourceFilter: { resourceIds: resources.map(idOf) },
    });
    call.on("data", (message: SubscribeStateDiffsResponse__Output) => {
      this.messages.push(message);
      if (message.diff) this.arrivals.set(message.diff, performance.now());
    });
    call.on("error", (error: ServiceError) => this.error = error);
    const { promise, resolve } = Promise.withResolvers<void>();
    call.on("close", resolve);
    this.#closed = promise;
    this.#cancel = () => call.cancel();
  }

  diffs(resource = RESOURCE): StateDiff__Output[] {
    return this.messages.flatMap(({ diff }) => diff && nameOf(diff) === resource ? [diff] : []);
  }

  /** The next diff after `after` of which this holds. */
  waitFor(
    what: string,
    holds: (diff: StateDiff__Output) => boolean,
    { after, resource = RESOURCE }: {
      after?: StateDiff__Output;
      resource?: string;
    } = {},
  ): Promise<StateDiff__Output> {
    const least = after === undefined ? -1n : BigInt(after.sequence);
    return until(
      () => this.diffs(resource).find((diff) => BigInt(diff.sequence) > least && holds(diff)),
      { what, pollMs: 2, describe: () => JSON.stringify(this.diffs(resource).slice(-3)) },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cancel();
    await this.#closed;
  }
}

export function isWell(diff: StateDiff__Output): boolean {
  return diff.existenceDiff === null && diff.scaleDiff === null && diff.versionDiff === null &&
    diff.configDiff === null && diff.statusDiff === null;
}

export function hasReason(reason: string): (diff: StateDiff__Output) => boolean {
  return (diff) => diff.statusDiff?.reason === `STATUS_REASON_${reason}`;
}

/** The status code that a call was refused with; throws when it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: number; details: string }> {
  try {
    await call;
  } catch (error) {
    // callUnary rejects with grpc-js's ServiceError alone.
    return error as ServiceError;
  }
  throw new Error("the call was not refused");
}

function idOf(resource: string): { namespace: string; name: string } {
  const [namespace = "", name = ""] = resource.split("/");
  return { namespace, name };
}

function nameOf(diff: StateDiff__Output): string {
  return `${diff.resourceId?.namespace}/${diff.resourceId?.name}`;
}

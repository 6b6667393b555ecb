/**
 * The services of a node, `piccolo.nodeagent.v1.NodeAgent` and `piccolo.actioncontroller.v1.ActionController`, over whatever observes and
 * acts: maps wire requests to it and its answers to wire responses.
 *
 * I1: a stream begins with a snapshot and its end, then changes follow in order; a subscriber that reads slowly costs one waiting diff a
 *     service, the newest one.
 * I2: a term that is lower than one that was seen is refused with FAILED_PRECONDITION, whatever is asked; a stream that has such a term
 *     ends.
 * I3: an action whose end is not known is answered UNKNOWN or UNAVAILABLE, never FAILED.
 */
import { status as Status } from "@grpc/grpc-js";
import { invalid } from "../../kit/errors.ts";
import type { ResourceState } from "../../ports/node_agent.ts";
import type { LogLine, LogQuery } from "../../ports/workload_logs.ts";
import type { ActionResult, LifecycleAction } from "../../state/action.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import type { DesiredWorkload } from "../../state/plan.ts";
import { type ResourceId, splitResourceId } from "../../state/resource_id.ts";
import type { ActionControllerHandlers } from "../gen/piccolo/actioncontroller/v1/ActionController.ts";
import type { ActionResponse } from "../gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { NodeAgentHandlers } from "../gen/piccolo/nodeagent/v1/NodeAgent.ts";
import type { ReadLogsRequest__Output } from "../gen/piccolo/nodeagent/v1/ReadLogsRequest.ts";
import type { ReadLogsResponse } from "../gen/piccolo/nodeagent/v1/ReadLogsResponse.ts";
import type { SubscribeStateDiffsResponse } from "../gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import { StatusAnswer } from "../status.ts";
import {
  type ActionRequest,
  answerToWire,
  executionFromWire,
  lifecycleFromWire,
  recoveryFromWire,
} from "../wire/action.ts";
import type { ExecutedKind } from "../wire/action_routes.ts";
import { diffToWire } from "../wire/diff.ts";
import { logLineToWire, logQueryFromWire } from "../wire/logs.ts";
import { resourceIdFromWire } from "../wire/names.ts";
import {
  diffSubscriptionFromWire,
  nodeMessageToWire,
  type ResourceFilter,
  resourceUpdateFromWire,
} from "../wire/node_agent.ts";
import { DiffQueue } from "./diff_queue.ts";
import { type HandlerOptions, streamHandler, unaryHandler } from "./handlers.ts";
import { LogReaders } from "./log_readers.ts";

/** What an action asks for, in the words of the protocol. */
export type NodeActionKind =
  | { readonly call: "execute"; readonly kind: ExecutedKind }
  | { readonly call: "lifecycle"; readonly action: LifecycleAction }
  | { readonly call: "recovery"; readonly action: RecoveryAction };

export interface NodeAction {
  readonly actionId: string;
  readonly resourceId: ResourceId;
  readonly node: string;
  readonly term: bigint;
  readonly deadlineMs: number;
  readonly asked: NodeActionKind;
  /** Not set = the request has none. */
  readonly desired?: DesiredWorkload;
  /** "" = none. */
  readonly fromNode: string;
}

/** A node as it is served. Throws StateManagerErrors where a request is refused. */
export interface NodeApi {
  readonly name: string;
  /** I2: throws for a stale one. */
  passTerm(term: bigint): void;
  /** A stream of this term, which has passed, is open until `release`; it is to end when `overruled` aborts. */
  holdTerm(term: bigint): { readonly overruled: AbortSignal; readonly release: () => void };
  subscribe(
    listener: (diff: StateDiff) => void,
  ): { readonly snapshot: readonly StateDiff[]; readonly leave: () => void };
  getStateDiff(id: ResourceId, signal: AbortSignal): Promise<StateDiff>;
  updateResourceState(id: ResourceId, state: ResourceState): boolean;
  carryOut(action: NodeAction): Promise<ActionResult>;
  /** Not there = it gives no logs. */
  readLogs?(query: LogQuery, signal: AbortSignal): AsyncGenerator<readonly LogLine[], void, undefined>;
}

/** Subscribers at once; more are refused. */
export const CAPACITY_SUBSCRIBERS = 64;
/** Readers of logs at once; more are refused. */
export const CAPACITY_LOG_READERS = 16;

export class NodeServices {
  readonly #api: NodeApi;
  readonly #options: HandlerOptions;
  readonly #logReaders = new LogReaders(CAPACITY_LOG_READERS);
  #subscribers = 0;

  constructor(api: NodeApi, options: HandlerOptions) {
    this.#api = api;
    this.#options = options;
  }

  nodeAgent(): NodeAgentHandlers {
    const options = this.#options;
    return {
      GetStateDiff: unaryHandler("GetStateDiff", async ({ resourceId }, { signal }) => {
        const id = resourceIdFromWire(resourceId, "resource_id");
        return { diff: diffToWire(await this.#api.getStateDiff(id, signal)) };
      }, options),
      SubscribeStateDiffs: streamHandler("SubscribeStateDiffs", (request, signal) => {
        const { filter, heartbeatIntervalMs, term } = diffSubscriptionFromWire(request);
        this.#api.passTerm(term);
        return this.#stream({ filter, heartbeatIntervalMs, term, signal });
      }, options),
      UpdateResourceState: unaryHandler("UpdateResourceState", (request) => {
        const { resourceId, state, term } = resourceUpdateFromWire(request);
        this.#api.passTerm(term);
        return { accepted: this.#api.updateResourceState(resourceId, state) };
      }, options),
      ReadLogs: streamHandler("ReadLogs", (request, signal) => this.#readLogs(request, signal), options),
    };
  }

  actionController(): ActionControllerHandlers {
    const options = { ...this.#options, timeoutMs: ACTION_TIMEOUT_MS };
    return {
      ExecuteAction: unaryHandler(
        "ExecuteAction",
        (request) => this.#act(executionFromWire(request)),
        options,
      ),
      RequestRecovery: unaryHandler(
        "RequestRecovery",
        (request) => this.#act(recoveryFromWire(request), request.containerId),
        options,
      ),
      RequestLifecycleAction: unaryHandler(
        "RequestLifecycleAction",
        (request) => this.#act(lifecycleFromWire(request), request.containerId),
        options,
      ),
    };
  }

  async *#stream(
    { filter, heartbeatIntervalMs, term, signal: caller }: {
      readonly filter: ResourceFilter;
      readonly heartbeatIntervalMs: number;
      readonly term: bigint;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<SubscribeStateDiffsResponse, void, undefined> {
    if (this.#subscribers >= CAPACITY_SUBSCRIBERS) {
      throw new StatusAnswer(Status.RESOURCE_EXHAUSTED, `at most ${CAPACITY_SUBSCRIBERS} subscribers`);
    }
    this.#subscribers += 1;
    const { overruled, release } = this.#api.holdTerm(term);
    const signal = AbortSignal.any([caller, overruled]);
    const queue = new DiffQueue();
    const matches = matcher(filter);
    const { snapshot, leave } = this.#api.subscribe((diff) => void (matches(diff) && queue.push(diff)));
    try {
      const matching = snapshot.filter(matches);
      for (const diff of matching) yield nodeMessageToWire({ kind: "diff", diff });
      yield nodeMessageToWire({ kind: "snapshot-end", node: this.#api.name, count: matching.length });
      while (!signal.aborted) {
        const diff = await queue.next(this.#options.clock, heartbeatIntervalMs, signal);
        if (diff !== undefined) yield nodeMessageToWire({ kind: "diff", diff });
        else if (!signal.aborted) yield nodeMessageToWire({ kind: "heartbeat", node: this.#api.name });
      }
    } finally {
      leave();
      release();
      this.#subscribers -= 1;
    }
  }

  async *#readLogs(
    request: ReadLogsRequest__Output,
    signal: AbortSignal,
  ): AsyncGenerator<ReadLogsResponse, void, undefined> {
    if (this.#api.readLogs === undefined) {
      throw new StatusAnswer(Status.UNIMPLEMENTED, "This node gives no logs");
    }
    const lines = this.#api.readLogs(logQueryFromWire(request), signal);
    for await (const batch of this.#logReaders.admit(lines)) yield { lines: batch.map(logLineToWire) };
  }

  async #act(request: ActionRequest, containerId?: string): Promise<ActionResponse> {
    const { context, desired } = request;
    checkRequest(request, containerId);
    // Only what is accepted may have an effect.
    this.#api.passTerm(context.term);
    const result = await this.#api.carryOut({
      actionId: context.actionId,
      resourceId: context.resourceId,
      node: context.node,
      term: context.term,
      deadlineMs: context.deadlineMs,
      asked: request,
      ...(desired && { desired }),
      fromNode: request.call === "lifecycle" ? "" : request.fromNode,
    });
    return answerOf(context.actionId, result);
  }
}

/** What the wire does not check: whether the parts of a request fit together. */
function checkRequest(request: ActionRequest, containerId: string | undefined): void {
  const { context: { resourceId }, desired } = request;
  if (containerId !== undefined && containerId !== resourceId) {
    throw invalid(
      "container_id",
      `${JSON.stringify(containerId)} is another service`,
      `context.resource_id, ${resourceId}`,
    );
  }
  if (!needsNoDesired(request)) {
    if (desired === undefined) {
      throw invalid("desired", "is missing", "what the service should look like afterwards");
    }
    if (desired.version === "") throw invalid("desired.version", "is empty", "1 to 128 characters");
  }
  const isMove = (request.call === "execute" && request.kind === "Relocate") ||
    (request.call === "recovery" && request.action === "Relocate");
  if (isMove && request.fromNode === "") throw invalid("from_node", "is missing", "the node that it leaves");
}

/** The caller's own deadline ends it sooner. */
const ACTION_TIMEOUT_MS = 900_000;

function needsNoDesired(asked: NodeActionKind): boolean {
  return (asked.call === "lifecycle" && asked.action === "Stop") ||
    (asked.call === "recovery" && (asked.action === "Isolate" || asked.action === "Notify"));
}

/** I3. */
function answerOf(actionId: string, result: ActionResult): ActionResponse {
  const { kind, message } = result;
  switch (kind) {
    case "done":
      return answerToWire({ actionId, outcome: "Done", message, wasRepeated: result.wasRepeated });
    case "failed":
      return answerToWire({ actionId, outcome: "Failed", message, wasRepeated: false });
    case "rejected":
      return answerToWire({ actionId, outcome: "Rejected", message, wasRepeated: false });
    case "fenced":
      throw new StatusAnswer(Status.FAILED_PRECONDITION, message);
    case "unreachable":
    case "withheld":
      throw new StatusAnswer(Status.UNAVAILABLE, message);
    case "timed-out":
      throw new StatusAnswer(Status.DEADLINE_EXCEEDED, message);
    case "unknown":
      throw new StatusAnswer(Status.UNKNOWN, message);
  }
}

function matcher({ namespaces, resourceIds }: ResourceFilter): (diff: StateDiff) => boolean {
  const ids = new Set(resourceIds);
  const spaces = new Set(namespaces);
  return ({ resourceId }) =>
    (ids.size === 0 || ids.has(resourceId)) &&
    (spaces.size === 0 || spaces.has(splitResourceId(resourceId).namespace));
}

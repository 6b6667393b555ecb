/**
 * The ActionController of Pullpiri: every action is one OffloadModel, or two.
 *
 * I1: no call rejects: every failure is an ActionResult.
 * I2: of one model one call at a time; of all models two, since each blocks a thread of the controller.
 * I3: a crash is left to the agent of its node for a moment where the agent can mend it; what it mended is done, without a call.
 * I4: a start of something whose name is taken is made anew instead.
 * I5: a call that is under way is never broken off, however long ago it was given up: the controller would stop in the middle of it.
 */
import { delay } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { Clock } from "../ports/clock.ts";
import type { ActionResult, LifecycleAction } from "../state/action.ts";
import type { RecoveryAction } from "../state/issue.ts";
import type { PlannedAction } from "../state/plan.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { PodArtifact } from "./artifacts.ts";
import type { PullpiriNode } from "./node.ts";
import type { ModelWatch } from "./model_watch.ts";
import { isNameTaken, NOWHERE, type OffloadOutcome, resultOf, type Route, routeOf } from "./offload.ts";
import type { OffloadRequest } from "./peer_requests.ts";
import type { ControllerCalls } from "./peers.ts";
import { stampMs } from "./sightings.ts";
import type { World } from "./world.ts";

export interface ControllerDeps {
  readonly clock: Clock;
  readonly world: World;
  readonly calls: ControllerCalls;
  /** By its name here. */
  readonly nodeOf: (node: string) => PullpiriNode | undefined;
  /** How long the first crash is left to the agent, milliseconds. */
  readonly agentGraceMs: number;
  /** Whether nobody may wait for the agent: the model is too critical. */
  readonly isUrgent: (id: ResourceId) => boolean;
}

type CallOptions = { readonly action: PlannedAction; readonly signal: AbortSignal };

const AT_ONCE = 2;
const CANCELLED: ActionResult = { kind: "unknown", message: "the action was given up" };
const STILL_BUSY: ActionResult = { kind: "timed-out", message: "an earlier call for it is under way still" };
const DONE_BY_AGENT = "The agent of the node had mended it already";
const IS_UP = "It runs already";

export class PullpiriController implements ActionControllerPort {
  readonly #deps: ControllerDeps;
  readonly #busy = new Map<ResourceId, Promise<void>>();
  readonly #queue = new Set<() => void>();
  /** Calls that have not ended. */
  readonly #underway = new Map<ResourceId, Promise<void>>();
  #active = 0;
  #wasAnswered = true;

  constructor(deps: ControllerDeps) {
    this.#deps = deps;
  }

  isReachable(): boolean {
    return this.#wasAnswered;
  }

  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    return this.#inTurn(action, signal);
  }

  requestRecovery(_id: ResourceId, _recovery: RecoveryAction, options: CallOptions): Promise<ActionResult> {
    return this.#inTurn(options.action, options.signal);
  }

  requestLifecycleAction(
    _id: ResourceId,
    _lifecycle: LifecycleAction,
    options: CallOptions,
  ): Promise<ActionResult> {
    return this.#inTurn(options.action, options.signal);
  }

  /** I2. A call that is not waited for any more occupies its model until it has ended. */
  async #inTurn(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    const { resourceId: id, deadlineMs } = action;
    const before = this.#busy.get(id) ?? Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = before.then(() => promise);
    this.#busy.set(id, turn);
    try {
      const isFree = await this.#within(before.then(() => true), deadlineMs, signal);
      if (signal.aborted) return CANCELLED;
      return isFree === true ? await this.#act(action, signal) : STILL_BUSY;
    } catch (error) {
      return { kind: "unknown", message: `the action failed because of a bug: ${messageOf(error)}` }; // I1
    } finally {
      void Promise.resolve(this.#underway.get(id)).then(() => {
        resolve();
        if (this.#busy.get(id) === turn) this.#busy.delete(id);
      });
    }
  }

  /** The result, or undefined when it takes longer or the signal aborts. */
  async #within<T>(work: Promise<T>, withinMs: number, signal: AbortSignal): Promise<T | undefined> {
    const over = new AbortController();
    const late = delay(this.#deps.clock, Math.max(0, withinMs), AbortSignal.any([signal, over.signal]));
    try {
      return await Promise.race([work, late.then(() => undefined)]);
    } finally {
      over.abort();
    }
  }

  async #act(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    const { world, nodeOf } = this.#deps;
    const { step } = action;
    const isReachable = (node: string) => nodeOf(node)?.isAnswering ?? false;
    const route = routeOf(step, action.node, isReachable);
    if (route === undefined) {
      return { kind: "rejected", message: `Pullpiri runs one copy of a model: ${step.kind} is not possible` };
    }
    const untilMs = this.#deps.clock.monotonicMs() + action.deadlineMs;
    const spared = await this.#spared(action, signal);
    if (spared !== undefined) return spared;
    if (signal.aborted) return CANCELLED;
    const raw = { source: rawOf(world, route.source), target: rawOf(world, route.target) };
    const outcome = await this.#call(action, { route, raw }, { untilMs, signal });
    if (!isNameTaken(outcome) || route.target === NOWHERE) return resultOf(outcome, route);
    // I4
    const anew = { source: route.target, target: route.target };
    const rawAnew = { source: raw.target, target: raw.target };
    return resultOf(await this.#call(action, { route: anew, raw: rawAnew }, { untilMs, signal }), anew);
  }

  /** What makes the call unnecessary; undefined = nothing does (I3). */
  async #spared(action: PlannedAction, signal: AbortSignal): Promise<ActionResult | undefined> {
    const { world, nodeOf, clock } = this.#deps;
    const { resourceId: id, step } = action;
    const node = nodeOf(action.node);
    if (node === undefined || !node.isAnswering) return undefined;
    const modelName = world.model(id)?.modelName;
    const pod = modelName === undefined ? undefined : world.pod(modelName);
    const model = node.find(id);
    if (step.kind === "Start") return model?.isUp(pod) === true ? done(IS_UP) : undefined;
    const isForCrash = (step.kind === "Restart" || step.kind === "Recreate") &&
      !action.causation.includes("operator");
    if (!isForCrash || model === undefined) return undefined;
    const untilMs = this.#graceUntilMs(id, model, pod);
    while (!signal.aborted && !model.isHealed && clock.monotonicMs() < untilMs) {
      await node.seenAgain(untilMs - clock.monotonicMs(), signal);
    }
    return model.isHealed && model.isUp(pod) ? done(DONE_BY_AGENT) : undefined;
  }

  #graceUntilMs(id: ResourceId, model: ModelWatch, pod: PodArtifact | undefined): number {
    const { clock, agentGraceMs, isUrgent } = this.#deps;
    const { crashedAtMs } = model;
    const nowMs = clock.monotonicMs();
    if (crashedAtMs === undefined || isUrgent(id) || model.whyNotHealed(pod, nowMs) !== undefined) {
      return nowMs;
    }
    const endedMs = stampMs(model.finishedAt);
    // What ended long before it was seen was left to the agent for long enough.
    if (endedMs > 0 && clock.wallMs() - endedMs > agentGraceMs) return nowMs;
    return crashedAtMs + agentGraceMs;
  }

  /** Waits for the answer as long as the action may take. */
  async #call(
    action: PlannedAction,
    routes: { readonly route: Route; readonly raw: Route },
    { untilMs, signal }: { readonly untilMs: number; readonly signal: AbortSignal },
  ): Promise<OffloadOutcome> {
    const { clock, world } = this.#deps;
    const { resourceId: id } = action;
    const request = world.requestOf(id, routes.raw, `${action.step.kind} ${action.id}`);
    if (request === undefined) return { kind: "refused", message: `${id} is no model of Pullpiri` };
    if (!await this.#slot(signal)) {
      return { kind: "cancelled", message: "the action was given up before it was sent" };
    }
    const call = this.#send(id, routes.route, request);
    const ended = call.then(() => {
      if (this.#underway.get(id) === ended) this.#underway.delete(id);
    });
    this.#underway.set(id, ended);
    const outcome = await this.#within(call, untilMs - clock.monotonicMs(), signal);
    if (outcome !== undefined) return outcome;
    return signal.aborted
      ? { kind: "cancelled", message: "the action was given up while it was under way" }
      : { kind: "timed-out", message: "the controller did not answer in time" };
  }

  /** To the end, whoever waits for it (I5). */
  async #send(id: ResourceId, route: Route, request: OffloadRequest): Promise<OffloadOutcome> {
    const { nodeOf, calls } = this.#deps;
    const [source, target] = [nodeOf(route.source), nodeOf(route.target)];
    const before = new Set([...source?.find(id)?.ids ?? [], ...target?.find(id)?.ids ?? []]);
    try {
      const outcome = await calls.offload(request, { deadlineMs: LONGEST_CALL_MS });
      this.#wasAnswered = outcome.kind !== "unreachable" && outcome.kind !== "timed-out";
      if (mayHaveActed(outcome, route)) {
        if (route.source !== route.target) {
          source?.acted(id, route.target === NOWHERE ? "stop" : "left", before);
        }
        target?.acted(id, "start", before);
      }
      return outcome;
    } finally {
      this.#release();
    }
  }

  /** Waits for one of the calls that may run at once; false = it was given up. */
  async #slot(signal: AbortSignal): Promise<boolean> {
    while (this.#active >= AT_ONCE) {
      const woken = new AbortController();
      const wake = () => woken.abort();
      this.#queue.add(wake);
      await delay(this.#deps.clock, LONGEST_WAIT_MS, AbortSignal.any([signal, woken.signal]));
      this.#queue.delete(wake);
      if (signal.aborted) return false;
    }
    this.#active += 1;
    return true;
  }

  #release(): void {
    this.#active -= 1;
    for (const wake of this.#queue) wake();
  }
}

/** What was refused, or reached nobody, changed nothing; a stop is answered as a failure. */
function mayHaveActed(outcome: OffloadOutcome, { target }: Route): boolean {
  switch (outcome.kind) {
    case "answered":
      return outcome.isSuccess || target === NOWHERE;
    case "broken-off":
    case "timed-out":
    case "cancelled":
      return true;
    case "unreachable":
    case "refused":
      return false;
  }
}

const LONGEST_WAIT_MS = 60_000;
/** Longest time that a call is left to run, milliseconds: far more than the controller takes that lives. */
const LONGEST_CALL_MS = 30_000;

function rawOf(world: World, node: string): string {
  return node === NOWHERE ? NOWHERE : world.rawNode(node);
}

function done(message: string): ActionResult {
  return { kind: "done", wasRepeated: false, message };
}

/**
 * An ActionController in memory, and everything it does wrong. It keeps its promise: one id is one action, whenever it comes and
 * however it went before; only where it is told to break it (`twice`) does it, and then the second time counts as its own doing.
 *
 * I1: every call is answered at the latest when its deadline is over, as the adapter sees to.
 * I2: whoever acts in a term that is over is refused.
 */
import type { ActionControllerPort } from "../../../src/ports/action_controller.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { ActionResult } from "../../../src/state/action.ts";
import type { TermRefusal } from "../../../src/state/fence.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";
import type { FakeNode } from "./fake_node.ts";

export interface Executed {
  readonly id: string;
  readonly kind: string;
  readonly resourceId: string;
  readonly node: string;
  readonly atMs: number;
}

const UNREACHABLE: ActionResult = { kind: "unreachable", message: "connection refused" };
const TIMED_OUT: ActionResult = { kind: "timed-out", message: "no answer in time" };
const GARBLED: ActionResult = { kind: "unknown", message: "13 INTERNAL: oops" };
const WITHHELD: ActionResult = { kind: "withheld", message: "this instance is not the leader" };
const DONE: ActionResult = { kind: "done", wasRepeated: false, message: "" };

/** The answer as whoever gives the call up sees it: what was asked for may happen all the same. */
export async function givenUp(answer: Promise<ActionResult>, signal: AbortSignal): Promise<ActionResult> {
  const { promise, resolve } = Promise.withResolvers<ActionResult>();
  const giveUp = () => resolve({ kind: "unknown", message: "the call was given up" });
  if (signal.aborted) giveUp();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([answer, promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

function fencedBy(sent: bigint, highest: bigint): ActionResult {
  const message = `term ${sent} is stale, ${highest} has been seen`;
  return { kind: "fenced", refusal: { sent, highest, message }, message };
}

export class FakeController implements ActionControllerPort {
  /** Each figure counts the faults at work. */
  readonly faults = { away: 0, hang: 0, late: 0, twice: 0, falseDone: 0, loseAnswers: 0, refuse: 0 };
  /** Real executions, repeats left out. */
  readonly executed: Executed[] = [];
  latencyMs = 1;
  /** Answers with this instead of acting. */
  refusal: ((action: PlannedAction) => ActionResult | undefined) | undefined;
  /** So many of the next calls are answered, after the action, without saying how it ended. */
  garbleAnswers = 0;
  /** Another State Manager has a higher term: what is said of that. */
  fence: () => TermRefusal | undefined = () => undefined;
  /** Calls that are never answered. */
  hangs: (action: PlannedAction) => boolean = () => false;
  /** Nothing leaves the manager, as where it is not the leader. */
  withholds = false;
  /** An action is asked for. */
  onAsked: (action: PlannedAction) => void = () => {};
  /** Something is about to happen on a node. */
  onExecuted: (action: PlannedAction) => void = () => {};
  readonly #nodes: ReadonlyMap<string, FakeNode>;
  readonly #clock: Clock;
  /** I2. */
  #term = 0n;
  readonly #outcomes = new Map<string, ActionResult>();

  constructor(nodes: ReadonlyMap<string, FakeNode>, clock: Clock) {
    this.#nodes = nodes;
    this.#clock = clock;
  }

  get isAway(): boolean {
    return this.faults.away > 0;
  }

  set isAway(isAway: boolean) {
    this.faults.away = isAway ? 1 : 0;
  }

  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    return givenUp(this.handle(action), signal);
  }

  requestRecovery(
    _id: string,
    _recovery: string,
    { action, signal }: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    return givenUp(this.handle(action), signal);
  }

  requestLifecycleAction(
    _id: string,
    _lifecycle: string,
    { action, signal }: { readonly action: PlannedAction; readonly signal: AbortSignal },
  ): Promise<ActionResult> {
    return givenUp(this.handle(action), signal);
  }

  isReachable(): boolean {
    return !this.isAway;
  }

  /** Not set = whoever acts in no term of its own. */
  async handle(action: PlannedAction, term: bigint = this.#term): Promise<ActionResult> {
    const { faults } = this;
    if (this.withholds) return WITHHELD;
    this.onAsked(action);
    await this.#wait(this.latencyMs);
    const fence = this.fence();
    if (fence !== undefined) return { kind: "fenced", refusal: fence, message: fence.message };
    if (term < this.#term) return fencedBy(term, this.#term);
    this.#term = term;
    if (faults.away > 0) return UNREACHABLE;
    if (faults.hang > 0 || this.hangs(action)) return await this.#timeOut(action);
    if (faults.late > 0 && !this.#outcomes.has(action.id)) {
      this.#clock.schedule(action.deadlineMs + 700, () => void this.#once(action));
      return await this.#timeOut(action);
    }
    const result = this.#once(action);
    if (this.garbleAnswers > 0) {
      this.garbleAnswers -= 1;
      return GARBLED;
    }
    return faults.loseAnswers > 0 ? await this.#timeOut(action) : result;
  }

  async #timeOut(action: PlannedAction): Promise<ActionResult> {
    await this.#wait(Math.max(0, action.deadlineMs - this.latencyMs));
    return TIMED_OUT;
  }

  #wait(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.schedule(delayMs, resolve);
    return promise;
  }

  /** The same id is the same action. */
  #once(action: PlannedAction): ActionResult {
    const known = this.#outcomes.get(action.id);
    if (known !== undefined) return known.kind === "done" ? { ...known, wasRepeated: true } : known;
    const result = this.refusal?.(action) ?? this.#act(action);
    this.#outcomes.set(action.id, result);
    return result;
  }

  #act(action: PlannedAction): ActionResult {
    if (this.faults.refuse > 0) return { kind: "failed", message: "the runtime refuses" };
    if (this.faults.falseDone > 0) return DONE;
    const node = this.#nodes.get(action.node);
    if (node === undefined || !node.isUp) return { kind: "failed", message: `no node ${action.node}` };
    const { id, resourceId, step: { kind } } = action;
    this.executed.push({ id, kind, resourceId, node: action.node, atMs: this.#clock.monotonicMs() });
    this.onExecuted(action);
    this.#carryOut(action, node);
    if (this.faults.twice > 0) this.#carryOut(action, node);
    return DONE;
  }

  #carryOut({ resourceId: id, desired, step }: PlannedAction, node: FakeNode): void {
    if (step.kind === "Stop" || step.kind === "Isolate") node.stop(id);
    else {
      const isInPlace = step.kind === "Start" || step.kind === "Scale";
      if (!isInPlace) node.stop(id);
      if (step.kind === "Relocate") this.#nodes.get(step.fromNode)?.stop(id);
      node.fill(id, desired);
    }
    node.report(id);
  }
}

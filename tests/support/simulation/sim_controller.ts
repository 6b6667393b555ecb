/**
 * The ActionController and everything it does wrong. It keeps its promise: one id is one action, whenever it comes and however it went
 * before; only where it is told to break it ("act-twice") does it, and then the second time counts as its own doing.
 *
 * I1: every call is answered at the latest when its deadline is over, as the adapter sees to.
 * I2: whoever acts in a term that is over is refused.
 */
import type { ActionResult } from "../../../src/state/action.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";
import { carryOut } from "../engine/fake_controller.ts";
import type { FakeNode } from "../engine/fake_node.ts";

const UNREACHABLE: ActionResult = { kind: "unreachable", message: "connection refused" };
const TIMED_OUT: ActionResult = { kind: "timed-out", message: "no answer in time" };
const DONE: ActionResult = { kind: "done", wasRepeated: false, message: "" };

export class SimController {
  /** Each figure counts the faults at work. */
  readonly faults = { away: 0, hang: 0, late: 0, twice: 0, falseDone: 0, loseAnswers: 0, refuse: 0 };
  latencyMs: number;
  readonly usualMs: number;
  readonly #nodes: ReadonlyMap<string, FakeNode>;
  readonly #clock: Clock;
  readonly #onExecuted: (action: PlannedAction) => void;
  /** I2. */
  #term = 0n;
  readonly #outcomes = new Map<string, ActionResult>();

  constructor(options: {
    readonly nodes: ReadonlyMap<string, FakeNode>;
    readonly clock: Clock;
    readonly latencyMs: number;
    readonly onExecuted: (action: PlannedAction) => void;
  }) {
    this.usualMs = this.latencyMs = options.latencyMs;
    this.#nodes = options.nodes;
    this.#clock = options.clock;
    this.#onExecuted = options.onExecuted;
  }

  get isAway(): boolean {
    return this.faults.away > 0;
  }

  /** Whether anything is wrong with it. */
  get isTroubled(): boolean {
    return Object.values(this.faults).some((count) => count > 0) || this.latencyMs > this.usualMs;
  }

  async handle(action: PlannedAction, term: bigint): Promise<ActionResult> {
    const { faults } = this;
    await this.#wait(this.latencyMs);
    if (term < this.#term) return { kind: "rejected", message: `term ${term} is over` };
    this.#term = term;
    if (faults.away > 0) return UNREACHABLE;
    if (faults.hang > 0) return await this.#timeOut(action);
    if (faults.late > 0 && !this.#outcomes.has(action.id)) {
      this.#clock.schedule(action.deadlineMs + 700, () => void this.#once(action));
      return await this.#timeOut(action);
    }
    const result = this.#once(action);
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
    const result = this.#result(action);
    this.#outcomes.set(action.id, result);
    return result;
  }

  #result(action: PlannedAction): ActionResult {
    if (this.faults.refuse > 0) return { kind: "failed", message: "the runtime refuses" };
    if (this.faults.falseDone > 0) return DONE;
    const node = this.#nodes.get(action.node);
    if (node === undefined || !node.isUp) return { kind: "failed", message: `no node ${action.node}` };
    this.#onExecuted(action);
    carryOut(action, node, this.#nodes);
    if (this.faults.twice > 0) carryOut(action, node, this.#nodes);
    return DONE;
  }
}

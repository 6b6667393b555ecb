/** An ActionController in memory: idempotent by id, acts on fake nodes, and can be away, slow or wrong. */
import type { ActionControllerPort } from "../../../src/ports/action_controller.ts";
import type { ActionResult } from "../../../src/state/action.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";
import type { FakeNode } from "./fake_node.ts";
import type { VirtualClock } from "./virtual_clock.ts";

export interface Executed {
  readonly id: string;
  readonly kind: string;
  readonly resourceId: string;
  readonly node: string;
  readonly atMs: number;
}

export class FakeController implements ActionControllerPort {
  readonly #nodes: ReadonlyMap<string, FakeNode>;
  readonly #clock: VirtualClock;
  readonly #outcomes = new Map<string, ActionResult>();
  /** Real executions, repeats left out. */
  readonly executed: Executed[] = [];
  latencyMs = 1;
  isAway = false;
  /** Answers with this instead of acting. */
  refusal: ((action: PlannedAction) => ActionResult | undefined) | undefined;
  /** Acts, but the answer is lost. */
  losesAnswers = false;

  constructor(nodes: ReadonlyMap<string, FakeNode>, clock: VirtualClock) {
    this.#nodes = nodes;
    this.#clock = clock;
  }

  executeAction(action: PlannedAction): Promise<ActionResult> {
    return this.#handle(action);
  }

  requestRecovery(
    _id: string,
    _recovery: string,
    options: { readonly action: PlannedAction },
  ): Promise<ActionResult> {
    return this.#handle(options.action);
  }

  requestLifecycleAction(
    _id: string,
    _lifecycle: string,
    options: { readonly action: PlannedAction },
  ): Promise<ActionResult> {
    return this.#handle(options.action);
  }

  isReachable(): boolean {
    return !this.isAway;
  }

  async #handle(action: PlannedAction): Promise<ActionResult> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.schedule(this.latencyMs, resolve);
    await promise;
    if (this.isAway) return { kind: "unreachable", message: "connection refused" };
    const known = this.#outcomes.get(action.id);
    if (known !== undefined) return known.kind === "done" ? { ...known, wasRepeated: true } : known;
    const result = this.refusal?.(action) ?? this.#act(action);
    this.#outcomes.set(action.id, result);
    return this.losesAnswers ? { kind: "timed-out", message: "no answer" } : result;
  }

  #act(action: PlannedAction): ActionResult {
    const node = this.#nodes.get(action.node);
    if (node === undefined) return { kind: "rejected", message: `no node ${action.node}` };
    const { resourceId, step } = action;
    this.executed.push({
      id: action.id,
      kind: step.kind,
      resourceId,
      node: action.node,
      atMs: this.#clock.monotonicMs(),
    });
    carryOut(action, node, this.#nodes);
    return { kind: "done", wasRepeated: false, message: "" };
  }
}

/** What it comes to on its node, of all these. */
export function carryOut(
  { resourceId: id, desired, step }: PlannedAction,
  node: FakeNode,
  nodes: ReadonlyMap<string, FakeNode>,
): void {
  if (step.kind === "Stop" || step.kind === "Isolate") node.stop(id);
  else {
    const isInPlace = step.kind === "Start" || step.kind === "Scale";
    if (!isInPlace) node.stop(id);
    if (step.kind === "Relocate") nodes.get(step.fromNode)?.stop(id);
    node.fill(id, desired);
  }
  node.report(id);
}

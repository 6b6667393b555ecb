/**
 * Peers behind a gate: where several instances share one etcd, nothing leaves an instance that is not the leader, and no action and no
 * desired state before the others know of it (docs/adr/0010, 0022).
 *
 * I1: an action that the gate blocks is withheld: it waits, burns no recovery budget, and says nothing of the controller.
 * I2: while it was blocked its plan may have been dropped, or its service isolated: then it does not leave any more.
 */
import type { ActionControllerPort } from "../../ports/action_controller.ts";
import type { ActionGate } from "../../ports/gate.ts";
import type { ActionResult, LifecycleAction } from "../../state/action.ts";
import type { NodeAgentPort, NodeListener, ResourceState } from "../../ports/node_agent.ts";
import type { PlannedAction } from "../../state/plan.ts";
import type { RecoveryAction } from "../../state/issue.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";

/** What is decided here. */
export interface Decided {
  /** So far. */
  readonly revision: () => bigint;
  /** Called later, answers whether the plan of the action is still current. */
  readonly watch: (action: PlannedAction) => () => boolean;
}

const DROPPED: ActionResult = { kind: "withheld", message: "the action is no longer needed" };
const HELD: ActionResult = {
  kind: "withheld",
  message: "this instance is not the leader, or the replication barrier is not reached yet",
};

interface ActionOptions {
  readonly action: PlannedAction;
  readonly signal: AbortSignal;
}

export class GatedController implements ActionControllerPort {
  readonly #controller: ActionControllerPort;
  readonly #gate: ActionGate;
  readonly #decided: Decided;
  #held = 0;

  constructor(controller: ActionControllerPort, gate: ActionGate, decided: Decided) {
    this.#controller = controller;
    this.#gate = gate;
    this.#decided = decided;
  }

  /** Actions that wait until the others know of them. */
  get held(): number {
    return this.#held;
  }

  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    return this.#through({ action, signal }, () => this.#controller.executeAction(action, signal));
  }

  requestRecovery(
    containerId: ResourceId,
    recovery: RecoveryAction,
    options: ActionOptions,
  ): Promise<ActionResult> {
    return this.#through(
      options,
      () => this.#controller.requestRecovery(containerId, recovery, options),
    );
  }

  requestLifecycleAction(
    containerId: ResourceId,
    lifecycle: LifecycleAction,
    options: ActionOptions,
  ): Promise<ActionResult> {
    return this.#through(
      options,
      () => this.#controller.requestLifecycleAction(containerId, lifecycle, options),
    );
  }

  isReachable(): boolean {
    return this.#controller.isReachable();
  }

  async #through(
    { action, signal }: ActionOptions,
    call: () => Promise<ActionResult>,
  ): Promise<ActionResult> {
    const isPlanCurrent = this.#decided.watch(action);
    if (!(await this.#mayAct(signal))) return HELD;
    return isPlanCurrent() ? await call() : DROPPED;
  }

  async #mayAct(signal: AbortSignal): Promise<boolean> {
    this.#held += 1;
    try {
      return await this.#gate.mayAct(this.#decided.revision(), signal);
    } finally {
      this.#held -= 1;
    }
  }
}

/** Reads go through; desired state is sent to the node only by the leader, and once the other instances know of it. */
export class GatedAgent implements NodeAgentPort {
  readonly #agent: NodeAgentPort;
  readonly #gate: ActionGate;

  constructor(agent: NodeAgentPort, gate: ActionGate) {
    this.#agent = agent;
    this.#gate = gate;
  }

  get node(): string {
    return this.#agent.node;
  }

  get address(): string {
    return this.#agent.address;
  }

  getStateDiff(resourceId: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    return this.#agent.getStateDiff(resourceId, signal);
  }

  follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    return this.#agent.follow(listener, signal);
  }

  async updateResourceState(
    resourceId: ResourceId,
    state: ResourceState,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!(await this.#gate.mayAct(state.revision, signal))) {
      throw new Error("this instance is not the leader, or the replication barrier is not reached yet");
    }
    return await this.#agent.updateResourceState(resourceId, state, signal);
  }
}

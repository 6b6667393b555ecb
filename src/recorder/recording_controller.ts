/** The ActionController and the gate as a recorded manager sees them: results come in turns, other answers stand still within one. */
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { ActionGate } from "../ports/gate.ts";
import type { ActionResult, LifecycleAction } from "../state/action.ts";
import type { PlannedAction } from "../state/plan.ts";
import type { RecoveryAction } from "../state/issue.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { actionWords, permissionWords } from "./calls.ts";
import type { Turns } from "./turns.ts";

interface ActionOptions {
  readonly action: PlannedAction;
  readonly signal: AbortSignal;
}

export class RecordingController implements ActionControllerPort {
  readonly #controller: ActionControllerPort;
  readonly #turns: Turns;

  constructor(controller: ActionControllerPort, turns: Turns) {
    this.#controller = controller;
    this.#turns = turns;
  }

  executeAction(action: PlannedAction, signal: AbortSignal): Promise<ActionResult> {
    return this.#send("execute", action, () => this.#controller.executeAction(action, signal));
  }

  requestRecovery(
    containerId: ResourceId,
    recovery: RecoveryAction,
    options: ActionOptions,
  ): Promise<ActionResult> {
    return this.#send(
      `recover by ${recovery}`,
      options.action,
      () => this.#controller.requestRecovery(containerId, recovery, options),
    );
  }

  requestLifecycleAction(
    containerId: ResourceId,
    lifecycle: LifecycleAction,
    options: ActionOptions,
  ): Promise<ActionResult> {
    return this.#send(
      `lifecycle ${lifecycle}`,
      options.action,
      () => this.#controller.requestLifecycleAction(containerId, lifecycle, options),
    );
  }

  isReachable(): boolean {
    return this.#turns.moment.isReachable;
  }

  #send(by: string, action: PlannedAction, make: () => Promise<ActionResult>): Promise<ActionResult> {
    return this.#turns.call({
      ...actionWords(by, action),
      make,
      answerOf: (result) => ({ kind: "action", result }),
    });
  }
}

export class RecordingGate implements ActionGate {
  readonly #gate: ActionGate;
  readonly #turns: Turns;

  constructor(gate: ActionGate, turns: Turns) {
    this.#gate = gate;
    this.#turns = turns;
  }

  mayAct(revision: bigint, signal: AbortSignal): Promise<boolean> {
    return this.#turns.call({
      ...permissionWords(revision),
      make: () => this.#gate.mayAct(revision, signal),
      answerOf: (flag) => ({ kind: "flag", flag }),
    });
  }

  isLeading(): boolean {
    return this.#turns.moment.isLeading;
  }
}

/**
 * ActionController of the reference vehicle: starts and ends real processes when the State Manager asks for it.
 *
 *     scripts/deno run -A tests/support/vehicle/action_controller.ts --dir DIR --owner PID [--port 0]
 *                      [--grace-ms 500] [--silent-after-ms 1000]
 *
 * Each action id is carried out once (outcomes.ts), each execution is written down (audit.ts), stale leaders are refused.
 */
import { status } from "@grpc/grpc-js";
import { ACTION_CONTROLLER_SERVICE } from "../../../src/grpc/definitions.ts";
import type { ActionContext__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionContext.ts";
import type { ActionControllerHandlers } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionController.ts";
import type { ActionExecutionRequest__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionExecutionRequest.ts";
import type { ActionResponse } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { DesiredWorkload__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/DesiredWorkload.ts";
import type { LifecycleActionRequest__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/LifecycleActionRequest.ts";
import type { RecoveryRequest__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/RecoveryRequest.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { isOpen, STOP_REFUSED } from "../habits/controller.ts";
import { FileHabits } from "../habits/file.ts";
import type { ControllerHabit } from "../habits/habits.ts";
import { Actor, type Task, type Verb } from "./actions.ts";
import { AuditLog } from "./audit.ts";
import { NodeRuntime, type RuntimeOptions } from "./node_runtime.ts";
import { OutcomeLedger } from "./outcomes.ts";
import { announce, endWithOwner, readOptions, whole } from "./program.ts";
import {
  requireActionId,
  requireContainerId,
  requireId,
  requireName,
  requireRange,
  TermFence,
} from "./requests.ts";
import { invalid, RpcError, serveOnLoopback, unary } from "./rpc.ts";
import { formatName, NodeStore } from "./store.ts";

interface Order {
  readonly context: ActionContext__Output | null;
  readonly desired: DesiredWorkload__Output | null;
  readonly kind: string;
  readonly verb: Verb;
  readonly fromNode: string;
  readonly containerId?: string;
}

const EXECUTION_VERBS: Readonly<Record<string, Verb>> = {
  ACTION_KIND_SCALE: "SCALE",
  ACTION_KIND_UPDATE_VERSION: "UPDATE_VERSION",
  ACTION_KIND_APPLY_CONFIG: "APPLY_CONFIG",
  ACTION_KIND_RECREATE: "RECREATE",
  ACTION_KIND_RELOCATE: "RELOCATE",
};

const LIFECYCLE_VERBS: Readonly<Record<string, Verb>> = {
  LIFECYCLE_ACTION_START: "START",
  LIFECYCLE_ACTION_STOP: "STOP",
  LIFECYCLE_ACTION_RESTART: "RESTART",
};

const RECOVERY_VERBS: Readonly<Record<string, Verb>> = {
  RECOVERY_ACTION_RESTART: "RECOVER_RESTART",
  RECOVERY_ACTION_RECREATE: "RECREATE",
  RECOVERY_ACTION_RELOCATE: "RELOCATE",
  RECOVERY_ACTION_ROLLBACK_VERSION: "UPDATE_VERSION",
  RECOVERY_ACTION_RESET_CONFIG: "APPLY_CONFIG",
  RECOVERY_ACTION_NOTIFY: "NOTIFY",
  RECOVERY_ACTION_ISOLATE: "STOP",
};

/** Verbs that end processes only: what the service should look like does not matter to them. */
const NEEDS_NO_DESIRED: readonly Verb[] = ["STOP", "NOTIFY"];

class ActionController {
  readonly #actor: Actor;
  readonly #ledger: OutcomeLedger;
  readonly #fence: TermFence;
  readonly #audit: AuditLog;
  readonly #habits: FileHabits<ControllerHabit>;

  constructor(
    actor: Actor,
    { ledger, audit, habits }: {
      readonly ledger: OutcomeLedger;
      readonly audit: AuditLog;
      readonly habits: FileHabits<ControllerHabit>;
    },
  ) {
    this.#actor = actor;
    this.#habits = habits;
    this.#ledger = ledger;
    this.#audit = audit;
    this.#fence = new TermFence(ledger.highestTerm);
  }

  handlers(): ActionControllerHandlers {
    return {
      ExecuteAction: unary((request: ActionExecutionRequest__Output) => {
        const verb = verbOf(EXECUTION_VERBS, request.kind, "kind");
        return this.#handle({ ...request, verb });
      }),
      RequestRecovery: unary((request: RecoveryRequest__Output) => {
        const verb = verbOf(RECOVERY_VERBS, request.action, "action");
        return this.#handle({ ...request, kind: request.action, verb });
      }),
      RequestLifecycleAction: unary((request: LifecycleActionRequest__Output) => {
        const verb = verbOf(LIFECYCLE_VERBS, request.action, "action");
        return this.#handle({ ...request, kind: request.action, verb, fromNode: "" });
      }),
    };
  }

  async #handle(order: Order): Promise<ActionResponse> {
    const { status: name } = this.#habits;
    if (this.#habits.has("answer-status")) {
      if (isOpen(name) && Math.random() < 0.5) await this.#carryOut(order);
      throw new RpcError(status[name], "a bad habit");
    }
    if (order.verb === "STOP" && this.#habits.has("refuse-stop")) {
      const actionId = order.context?.actionId ?? "";
      return { actionId, outcome: "ACTION_OUTCOME_REJECTED", message: STOP_REFUSED, wasRepeated: false };
    }
    const response = await this.#carryOut(order);
    return this.#habits.has("done-but-failed") && response.outcome === "ACTION_OUTCOME_DONE"
      ? { ...response, outcome: "ACTION_OUTCOME_FAILED", message: "the runtime said nothing" }
      : response;
  }

  async #carryOut(order: Order): Promise<ActionResponse> {
    const { task, term } = toTask(order);
    const { actionId } = task;
    const known = this.#ledger.get(actionId);
    // A leader that was deposed may not even ask: its answer would only feed a plan that no longer counts.
    try {
      this.#fence.pass(term);
    } catch (error) {
      this.#audit.write({ event: "refused", actionId, term });
      throw error;
    }
    const label = `${task.kind} ${formatName(task.id)} ${task.node}`;
    if (known !== undefined && known.task !== label) {
      const message = `action id was used for ${known.task} before`;
      return { actionId, outcome: "ACTION_OUTCOME_REJECTED", message, wasRepeated: false };
    }
    const result = known?.result ??
      this.#ledger.run(actionId, { task: label, term, act: () => this.#actor.carryOut(task) });
    const { outcome, message } = await result;
    return {
      actionId,
      outcome: `ACTION_OUTCOME_${outcome}`,
      message: message.slice(0, 1_024),
      wasRepeated: known !== undefined,
    };
  }
}

function verbOf(verbs: Readonly<Record<string, Verb>>, value: string | number, field: string): Verb {
  const verb = verbs[value];
  if (verb === undefined) throw invalid(field, `${value} is not one of ${Object.keys(verbs).join(", ")}`);
  return verb;
}

function toTask(order: Order): { readonly task: Task; readonly term: string } {
  const { context, desired, verb, kind } = order;
  if (context === null) throw invalid("context", "is missing");
  const id = requireId(context.resourceId, "context.resource_id");
  const task: Task = {
    actionId: requireActionId(context.actionId, "context.action_id"),
    verb,
    // A recovery keeps its prefix: its RESTART spares what works, the one of the lifecycle does not.
    kind: kind.replace(/^(ACTION_KIND|LIFECYCLE_ACTION)_/, "").replace(/^RECOVERY_ACTION_/, "RECOVERY_"),
    id,
    node: requireName(context.node, "context.node"),
    fromNode: verb === "RELOCATE" ? requireName(order.fromNode, "from_node") : "",
    desired: toDesired(desired, verb),
    deadlineMs: requireRange(context.deadlineMs, { field: "context.deadline_ms", min: 1, max: 86_400_000 }),
  };
  requireRange(context.causation.length, { field: "context.causation", min: 0, max: 16 });
  if (order.containerId !== undefined) requireContainerId(order.containerId, id);
  return { task, term: context.term };
}

function toDesired(desired: DesiredWorkload__Output | null, verb: Verb): Task["desired"] {
  if (NEEDS_NO_DESIRED.includes(verb)) return { replicas: 0, version: "", config: {} };
  if (desired === null) throw invalid("desired", "is missing");
  const { replicas, version, config } = desired;
  requireRange(replicas, { field: "desired.replicas", min: 0, max: 1_000 });
  requireRange(version.length, { field: "desired.version", min: 1, max: 128 });
  requireRange(Object.keys(config).length, { field: "desired.config", min: 0, max: 256 });
  return { replicas, version, config };
}

async function main(): Promise<void> {
  const options = readOptions({
    dir: "",
    owner: "",
    port: "0",
    "grace-ms": "500",
    "silent-after-ms": "1000",
  });
  installHttp2();
  const vehicleDir = options.dir;
  const runtime: RuntimeOptions = {
    audit: new AuditLog(vehicleDir),
    graceMs: whole(options["grace-ms"], "grace-ms"),
    ownerPid: whole(options.owner, "owner"),
  };
  Deno.mkdirSync(`${vehicleDir}/nodes`, { recursive: true });
  for (const { name: node } of Deno.readDirSync(`${vehicleDir}/nodes`)) {
    await new NodeRuntime(new NodeStore(vehicleDir, node), runtime).takeOver();
  }
  const silentAfterMs = whole(options["silent-after-ms"], "silent-after-ms");
  const actor = new Actor({ ...runtime, vehicleDir, silentAfterMs });
  const controller = new ActionController(actor, {
    ledger: new OutcomeLedger(vehicleDir),
    audit: runtime.audit,
    habits: new FileHabits(vehicleDir, "action-controller"),
  });
  const { server, address } = await serveOnLoopback(ACTION_CONTROLLER_SERVICE, {
    handlers: controller.handlers(),
    port: whole(options.port, "port"),
  });
  endWithOwner(runtime.ownerPid, () => server.forceShutdown());
  announce(vehicleDir, { program: "action-controller", address });
}

if (import.meta.main) await main();

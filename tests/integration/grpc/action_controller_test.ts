/** The client of the ActionController against real gRPC servers. */
import { status as Status } from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { type ActionControllerClient, connect } from "../../../src/grpc/client/action_controller.ts";
import { ACTION_CONTROLLER_SERVICE } from "../../../src/grpc/definitions.ts";
import type { ActionControllerHandlers } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionController.ts";
import type { ActionResponse } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import {
  type ActionRequest,
  answerToWire,
  executionFromWire,
  lifecycleFromWire,
  recoveryFromWire,
} from "../../../src/grpc/wire/action.ts";
import {
  ACTION_KINDS,
  type ActionKind,
  type ActionStep,
  type PlannedAction,
} from "../../../src/state/plan.ts";
import { idOf } from "../../support/domain.ts";
import { eventually } from "../../support/eventually.ts";
import { PeerTraffic } from "../../../src/grpc/client/traffic.ts";
import { Peer } from "./support/peer.ts";

/** A deadline that nothing of this file runs into. */
const PATIENT_MS = 60_000;

const STEPS: Readonly<Record<ActionKind, ActionStep>> = {
  Start: { kind: "Start" },
  Stop: { kind: "Stop" },
  Restart: { kind: "Restart" },
  Recreate: { kind: "Recreate" },
  Scale: { kind: "Scale", fromReplicas: 1, toReplicas: 2 },
  UpdateVersion: { kind: "UpdateVersion", fromVersion: "1", toVersion: "2" },
  ApplyConfig: { kind: "ApplyConfig", changedKeys: ["a"] },
  Relocate: { kind: "Relocate", fromNode: "node-b", toNode: "node-a" },
  RollbackVersion: { kind: "RollbackVersion", fromVersion: "2", toVersion: "1" },
  ResetConfig: { kind: "ResetConfig", changedKeys: ["a"] },
  Isolate: { kind: "Isolate" },
};

function actionOf(kind: ActionKind = "Start", deadlineMs = PATIENT_MS): PlannedAction {
  return {
    id: "run-1/plan-1/0",
    resourceId: idOf("vehicle/lidar"),
    step: STEPS[kind],
    node: "node-a",
    desired: { replicas: 2, version: "2", config: { a: "b" } },
    generation: (1n << 63n) - 1n,
    deadlineMs,
    isDisruptive: false,
    estimate: { durationMs: 1, isMeasured: false, affectedReplicas: 0, unavailableMs: 0 },
    causation: Array.from({ length: 20 }, (_, n) => `cause-${n}`),
  };
}

const signal = new AbortController().signal;

interface Answers {
  readonly requests: ActionRequest[];
  /** Answers the next calls; undefined = never. */
  answer: (request: ActionRequest) => ActionResponse | { readonly code: Status } | undefined;
}

function controller(answers: Answers): ActionControllerHandlers {
  const respond = (
    request: ActionRequest,
    callback: (error: { readonly code: Status } | null, response?: ActionResponse) => void,
  ) => {
    answers.requests.push(request);
    const answer = answers.answer(request);
    if (answer === undefined) return;
    if ("code" in answer) callback(answer);
    else callback(null, answer);
  };
  return {
    ExecuteAction: (call, callback) => respond(executionFromWire(call.request), callback),
    RequestRecovery: (call, callback) => respond(recoveryFromWire(call.request), callback),
    RequestLifecycleAction: (call, callback) => respond(lifecycleFromWire(call.request), callback),
  };
}

function done({ context }: ActionRequest): ActionResponse {
  return answerToWire({ actionId: context.actionId, outcome: "Done", message: "ok", wasRepeated: true });
}

interface Stage extends AsyncDisposable {
  readonly peer: Peer;
  readonly client: ActionControllerClient;
  readonly answers: Answers;
}

async function stage(): Promise<Stage> {
  const answers: Answers = { requests: [], answer: done };
  const peer = await Peer.start(ACTION_CONTROLLER_SERVICE, controller(answers));
  let term = 4n;
  const client = connect(peer.address, { term: () => term++, reconnectMaxMs: 100, answerGraceMs: 20 });
  return {
    ...{ peer, client, answers },
    async [Symbol.asyncDispose]() {
      client.close();
      await peer.kill();
    },
  };
}

Deno.test("every kind of step has its call, and the request carries all fields of the action", async () => {
  await using world = await stage();
  for (const kind of ACTION_KINDS) {
    const result = await world.client.executeAction(actionOf(kind), signal);
    assert.deepEqual(result, { kind: "done", wasRepeated: true, message: "ok" });
  }
  const { requests } = world.answers;
  assert.deepEqual(
    requests.map(({ call }) => call).join(" "),
    [
      "lifecycle lifecycle lifecycle execute execute execute execute execute recovery recovery recovery",
    ].join(" "),
  );
  const relocate = requests[7];
  assert.ok(relocate?.call === "execute");
  assert.equal(relocate.fromNode, "node-b");
  assert.deepEqual(relocate.context, {
    actionId: "run-1/plan-1/0",
    resourceId: "vehicle/lidar",
    node: "node-a",
    generation: (1n << 63n) - 1n,
    term: 11n,
    deadlineMs: PATIENT_MS,
    causation: Array.from({ length: 16 }, (_, n) => `cause-${n + 4}`),
  });
  assert.deepEqual(relocate.desired, { replicas: 2, version: "2", config: { a: "b" } });
});

Deno.test("requestRecovery() and requestLifecycleAction() name the container and the action", async () => {
  await using world = await stage();
  const options = { action: actionOf("Recreate"), signal };
  await world.client.requestRecovery(idOf("vehicle/lidar"), "ResetConfig", options);
  await world.client.requestLifecycleAction(idOf("vehicle/lidar"), "Restart", options);
  assert.deepEqual(world.answers.requests.map((request) => request.call !== "execute" && request.action), [
    "ResetConfig",
    "Restart",
  ]);
});

Deno.test("outcomes and gRPC statuses become results", async () => {
  await using world = await stage();
  const resultOf = async (answer: Answers["answer"]) => {
    world.answers.answer = answer;
    return (await world.client.executeAction(actionOf(), signal)).kind;
  };
  const outcome = (outcome: "Failed" | "Rejected") => ({ context }: ActionRequest) =>
    answerToWire({ actionId: context.actionId, outcome, message: "no", wasRepeated: false });
  assert.equal(await resultOf(outcome("Failed")), "failed");
  assert.equal(await resultOf(outcome("Rejected")), "rejected");
  const statuses: readonly (readonly [Status, string])[] = [
    [Status.UNAVAILABLE, "unreachable"],
    [Status.DEADLINE_EXCEEDED, "timed-out"],
    [Status.INVALID_ARGUMENT, "rejected"],
    [Status.FAILED_PRECONDITION, "rejected"],
    [Status.UNIMPLEMENTED, "rejected"],
    [Status.NOT_FOUND, "rejected"],
    [Status.PERMISSION_DENIED, "rejected"],
    [Status.OUT_OF_RANGE, "rejected"],
    [Status.UNAUTHENTICATED, "rejected"],
    [Status.INTERNAL, "unknown"],
    [Status.UNKNOWN, "unknown"],
    [Status.ABORTED, "unknown"],
    [Status.DATA_LOSS, "unknown"],
    [Status.ALREADY_EXISTS, "unknown"],
    [Status.RESOURCE_EXHAUSTED, "unknown"],
    [Status.CANCELLED, "unreachable"],
  ];
  for (const [code, kind] of statuses) assert.equal(await resultOf(() => ({ code })), kind, Status[code]);
});

Deno.test("an answer for another action, or an invalid one, does not say how the action ended", async () => {
  await using world = await stage();
  world.answers.answer = () => ({ actionId: "other", outcome: "ACTION_OUTCOME_DONE" });
  const other = await world.client.executeAction(actionOf(), signal);
  assert.equal(other.kind, "unknown");
  assert.match(other.message, /answered for other instead of run-1\/plan-1\/0/);
  world.answers.answer = ({ context }) => ({ actionId: context.actionId });
  const invalid = await world.client.executeAction(actionOf(), signal);
  assert.equal(invalid.kind, "unknown");
  assert.match(invalid.message, /outcome.*accepted/);
  world.answers.answer = ({ context }) => ({
    actionId: context.actionId,
    outcome: "ACTION_OUTCOME_FAILED",
    message: "ö".repeat(5_000),
  });
  assert.equal((await world.client.executeAction(actionOf(), signal)).message, "ö".repeat(512));
});

Deno.test("an absent controller is unreachable, a hanging one is timed out, and either is used again when it answers", async () => {
  await using world = await stage();
  await eventually("connected", () => world.client.isReachable());
  assert.equal((await world.client.executeAction(actionOf(), signal)).kind, "done");
  await world.peer.kill();
  assert.equal((await world.client.executeAction(actionOf(), signal)).kind, "unreachable");
  assert.equal(world.client.isReachable(), false);
  await world.peer.start();
  await eventually(
    "it answers again",
    async () => (await world.client.executeAction(actionOf(), signal)).kind === "done",
  );
  assert.equal(world.client.isReachable(), true);
  world.answers.answer = () => undefined;
  const startedAtMs = performance.now();
  assert.equal((await world.client.executeAction(actionOf("Start", 40), signal)).kind, "timed-out");
  assert.ok(performance.now() - startedAtMs < PATIENT_MS / 2, "its own deadline is what ends it");
  assert.equal(world.client.isReachable(), false);
});

Deno.test("a call that this side has no room for is withheld, and does not make the controller unreachable", async () => {
  const answers: Answers = { requests: [], answer: done };
  await using peer = await Peer.start(ACTION_CONTROLLER_SERVICE, controller(answers));
  const traffic = new PeerTraffic();
  await using client = connect(peer.address, { term: () => 1n, reconnectMaxMs: 100, traffic });
  assert.equal((await client.executeAction(actionOf(), signal)).kind, "done");
  while (traffic.calls.take());
  assert.equal((await client.executeAction(actionOf(), signal)).kind, "withheld");
  assert.equal(client.isReachable(), true);
  assert.equal(answers.requests.length, 1);
});

Deno.test("a cancelled or closed call ends as timed-out and does not change isReachable()", async () => {
  await using world = await stage();
  assert.equal((await world.client.executeAction(actionOf(), signal)).kind, "done");
  world.answers.answer = () => undefined;
  const end = new AbortController();
  const cancelled = world.client.executeAction(actionOf(), end.signal);
  end.abort();
  assert.equal((await cancelled).kind, "timed-out");
  const closed = world.client.executeAction(actionOf(), signal);
  world.client.close();
  world.client.close();
  assert.equal((await closed).kind, "timed-out");
  assert.equal((await world.client.executeAction(actionOf(), signal)).kind, "timed-out");
  assert.equal(world.client.isReachable(), true);
});

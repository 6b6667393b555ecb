/** explain(): every kind of event and every way out, as a story. */
import assert from "node:assert/strict";
import { alternativesText, parseAlternatives } from "../../../../src/reconciliation/plan/alternatives.ts";
import { explain } from "../../../../src/reconciliation/explain/explain.ts";
import { explainEvent, sentence, timeSpan } from "../../../../src/reconciliation/explain/explain_text.ts";
import { RECOVERY_ACTIONS, type RecoveryAction } from "../../../../src/state/issue.ts";
import { EVENT_TYPES, type EventType, type StateEvent } from "../../../../src/state/event_model.ts";
import { eventOf } from "../../../support/domain.ts";

let revision = 0n;

function event(
  eventType: EventType,
  metadata: StateEvent["metadata"] = {},
  parts: Partial<StateEvent> = {},
): StateEvent {
  revision += 1n;
  return eventOf({ eventType, metadata, revision, timestampMs: 1_000 * Number(revision), ...parts });
}

function move(from: string, to: string): StateEvent["changes"] {
  return [{ field: "status.state", oldValue: from, newValue: to }];
}

const LOOK = { cause: "diff:front/7" };
const crashed = () =>
  event("Fail", { ...LOOK, reason: "killed by signal 9" }, {
    source: "NodeAgent",
    changes: move("Running", "Failed"),
  });
const ready = () =>
  event("Ready", {
    ...LOOK,
    reason: "The service is in sync with its spec after: Restart: killed by signal 9",
  }, {
    source: "NodeAgent",
    changes: move("Initializing", "Running"),
  });
const attempt = (action: string, more: StateEvent["metadata"] = {}) =>
  event("RecoveryAttempted", {
    ...{ action, issue: "Crash", result: "started", failures: "1", planId: "p1", cause: "diff:front/7" },
    ...{
      reason: `${action} because of Crash: killed by signal 9`,
      stages: `${action}: chosen; Notify: later`,
    },
    ...more,
  }, { source: "Recovery" });
const recovering = () =>
  event("Recover", { reason: "x" }, { source: "Recovery", changes: move("Failed", "Initializing") });

const SENTENCES:
  readonly (readonly [EventType, StateEvent["metadata"], Partial<StateEvent>, string, string])[] = [
    [
      "SpecChanged",
      { reason: "apply", generation: "2" },
      { source: "Operator" },
      "Wanted",
      "An operator set generation 2: apply.",
    ],
    [
      "SpecChanged",
      { reason: "x" },
      { source: "Etcd" },
      "Wanted",
      "Another component set another spec: x.",
    ],
    [
      "Start",
      { ...LOOK, reason: "Start" },
      { changes: move("Pending", "Initializing") },
      "Seen",
      "Node front (observation 7): the service is not there and is started. Pending -> Initializing.",
    ],
    [
      "Start",
      { reason: "Start" },
      { changes: move("Pending", "Initializing") },
      "Phase",
      "The service may start. Pending -> Initializing.",
    ],
    [
      "Ready",
      { ...LOOK, reason: "The service is in sync with its spec after: Restart: x" },
      { changes: move("Initializing", "Running") },
      "Seen",
      "Node front (observation 7): in sync with its spec. Initializing -> Running.",
    ],
    [
      "Degrade",
      { ...LOOK, reason: "1 of 2 replicas" },
      { changes: move("Running", "Degraded") },
      "Seen",
      "Node front (observation 7): 1 of 2 replicas. Running -> Degraded.",
    ],
    [
      "Fail",
      { ...LOOK, reason: "Node front is lost" },
      { changes: move("Running", "Failed") },
      "Phase",
      "Node front is lost. Running -> Failed.",
    ],
    [
      "Update",
      { reason: "x" },
      { source: "Recovery", changes: move("Running", "Initializing") },
      "Phase",
      "Running -> Initializing.",
    ],
    [
      "Recover",
      { reason: "it is new" },
      { changes: move("Failed", "Initializing") },
      "Phase",
      "It is new. Failed -> Initializing.",
    ],
    [
      "Terminate",
      { reason: "not wanted" },
      { changes: move("Running", "Terminating") },
      "Phase",
      "Not wanted. Running -> Terminating.",
    ],
    [
      "Reschedule",
      { reason: "kept" },
      { changes: move("Terminating", "Pending") },
      "Phase",
      "Kept. Terminating -> Pending.",
    ],
    [
      "Terminated",
      { reason: "All replicas are gone" },
      {},
      "Phase",
      "All replicas are gone. The record is deleted.",
    ],
    [
      "PlanCreated",
      { actions: "Scale", reason: "Scale: 1 of 2 replicas" },
      {},
      "Decided",
      "Decided on Scale, because: 1 of 2 replicas.",
    ],
    [
      "ActionExecuted",
      { reason: "Start on front", repeated: "false" },
      {},
      "Acted",
      "Executed by the controller: Start on front.",
    ],
    [
      "ActionExecuted",
      { reason: "Start on front", repeated: "true" },
      {},
      "Acted",
      "Executed by the controller: Start on front. The action had been executed before; it was not repeated.",
    ],
    ["RecoveryAttempted", { result: "succeeded", reason: "Restart worked" }, {}, "Result", "Restart worked."],
    [
      "RecoveryAttempted",
      { result: "failed", reason: "Restart did not help" },
      {},
      "Result",
      "Restart did not help.",
    ],
    [
      "RecoveryAttempted",
      { result: "exhausted", reason: "Notify because of Crash: x" },
      {},
      "Decided",
      "No further recovery: Notify because of Crash: x.",
    ],
    [
      "RecoveryAttempted",
      {
        result: "started",
        action: "Restart",
        cause: "operator",
        reason: "Restart because of Unknown: Requested by an operator: odd",
      },
      {},
      "Wanted",
      "An operator requested Restart: odd.",
    ],
    [
      "StatusObserved",
      { planId: "p", result: "verified", reason: "The plan worked" },
      {},
      "Result",
      "The plan worked.",
    ],
    [
      "StatusObserved",
      { reason: "1 of 1 replicas answer" },
      { source: "NodeAgent" },
      "Seen",
      "1 of 1 replicas answer.",
    ],
    [
      "StatusObserved",
      { node: "front", reason: "front has the fewest services" },
      { source: "StateManager" },
      "Decided",
      "The service is placed on front: front has the fewest services.",
    ],
    [
      "StatusObserved",
      { reason: "Version 1 is known good" },
      { source: "StateManager" },
      "Noted",
      "Version 1 is known good.",
    ],
    [
      "ConditionChanged",
      { condition: "WaitingForDependency", reason: "The service waits for a/b" },
      {},
      "Waits",
      "The service waits for a/b.",
    ],
    [
      "ConditionChanged",
      { condition: "DependencyFailed", reason: "vehicle/can is down" },
      {},
      "Waits",
      "vehicle/can is down.",
    ],
    [
      "ConditionChanged",
      { condition: "Isolated", reason: "Isolated by an operator: x" },
      { source: "Operator" },
      "Wanted",
      "Isolated by an operator: x.",
    ],
    ["ConditionChanged", { reason: "Node front answers" }, {}, "Noted", "Node front answers."],
    ["AlertRaised", { reason: "it is not well" }, {}, "Told", "Alert sent: it is not well."],
  ];

Deno.test("every event has its sentence and its kind", () => {
  for (const [type, metadata, parts, kind, text] of SENTENCES) {
    const step = explainEvent(event(type, metadata, parts));
    assert.deepEqual([step.kind, step.text], [kind, text]);
  }
  assert.deepEqual(EVENT_TYPES.filter((type) => !SENTENCES.some(([told]) => told === type)), []);
});

Deno.test("an event without a word about itself is told all the same", () => {
  for (const type of EVENT_TYPES) assert.notEqual(explainEvent(event(type)).text, "", type);
});

const TARGETS: Readonly<Partial<Record<RecoveryAction, string>>> = {
  Relocate: "node rear",
  RollbackVersion: "version v1",
  ResetConfig: "the configuration of generation 1",
};

for (const action of RECOVERY_ACTIONS.filter((one) => one !== "Notify" && one !== "Isolate")) {
  Deno.test(`recovery by ${action} is one episode: seen, decided, done, worked, running`, () => {
    const to = TARGETS[action];
    const events = [
      crashed(),
      attempt(action, to === undefined ? {} : { to }),
      recovering(),
      event("ActionExecuted", {
        reason: `${action} on front`,
        actionId: "p1/1",
        planId: "p1",
        cause: "diff:front/7",
      }),
      event("RecoveryAttempted", { result: "succeeded", action, issue: "Crash", reason: `${action} worked` }),
      event("StatusObserved", { planId: "p1", result: "verified", reason: "The plan worked" }),
      ready(),
    ];
    const [episode, ...others] = explain(events);
    assert.deepEqual(others, []);
    assert.equal(episode?.title, "Crash: killed by signal 9.");
    const target = to === undefined ? "" : ` to ${to}`;
    assert.equal(episode?.outcome, `The service runs again after 6.0 s, by ${action}${target}.`);
    assert.equal(episode?.isOver, true);
    assert.deepEqual(
      episode?.steps.map(({ kind }) => kind),
      ["Seen", "Decided", "Phase", "Acted", "Result", "Result", "Seen"],
    );
    const decided = episode?.steps[1];
    assert.equal(
      decided?.text,
      `Recovery, attempt 1: ${action}${target}, because of Crash: killed by signal 9.`,
    );
    assert.deepEqual(decided?.alternatives, [{ name: "Notify", whyNot: "later" }]);
    assert.deepEqual([decided?.planId, decided?.causes], ["p1", ["diff:front/7"]]);
    assert.equal(episode?.steps[3]?.actionId, "p1/1");
  });
}

Deno.test("what did not help is not what made a service run again", () => {
  const failed = event("RecoveryAttempted", { result: "failed", action: "Restart", reason: "no" });
  const dropped = event("StatusObserved", { planId: "p1", result: "dropped", reason: "The plan is dropped" });
  const stories: readonly (readonly StateEvent[])[] = [
    [attempt("Notify", { result: "exhausted" }), event("AlertRaised", { reason: "x" })],
    [attempt("Restart"), recovering(), failed],
    [attempt("Restart"), recovering(), dropped],
    [attempt("Restart"), failed, attempt("Notify", { result: "exhausted" })],
  ];
  for (const story of stories) {
    const [episode] = explain([crashed(), ...story, ready()]);
    assert.match(episode?.outcome ?? "", /^The service runs again after [0-9.]+ s\.$/);
  }
});

const ENDS: readonly (readonly [
  name: string,
  events: () => readonly StateEvent[],
  outcome: RegExp,
  isOver: boolean,
])[] = [
  [
    "isolation by recovery",
    () => [crashed(), attempt("Isolate")],
    /^The service is stopped and isolated/,
    false,
  ],
  [
    "nothing left to try",
    () => [crashed(), attempt("Notify", { result: "exhausted" }), event("AlertRaised", { reason: "x" })],
    /^Recovery is exhausted/,
    false,
  ],
  [
    "flapping",
    () => [
      crashed(),
      event("ConditionChanged", { condition: "Stable", reason: "The service went down too often" }, {
        source: "Recovery",
      }),
    ],
    /^The service flaps and is suppressed/,
    false,
  ],
  [
    "a dependency that is down",
    () => [
      crashed(),
      event("ConditionChanged", { condition: "DependencyFailed", reason: "vehicle/can is down" }),
    ],
    /^The service waits: vehicle\/can is down\./,
    false,
  ],
  [
    "still at work",
    () => [crashed(), attempt("Restart"), recovering()],
    /^The episode is not over: the service is Initializing\./,
    false,
  ],
  [
    "its end",
    () => [
      event("Terminate", { reason: "x" }, { changes: move("Running", "Terminating") }),
      event("Terminated", { reason: "y" }),
    ],
    /^The service was stopped and its record deleted\./,
    true,
  ],
  [
    "a stop",
    () => [
      event("Terminate", { reason: "x" }, { changes: move("Running", "Terminating") }),
      event("Reschedule", { reason: "y" }, { changes: move("Terminating", "Pending") }),
    ],
    /^The service is stopped \(Pending\)/,
    true,
  ],
];

for (const [name, events, outcome, isOver] of ENDS) {
  Deno.test(`where an episode ends: ${name}`, () => {
    const [episode, ...others] = explain(events());
    assert.deepEqual(others, []);
    assert.match(episode?.outcome ?? "", outcome);
    assert.equal(episode?.isOver, isOver);
  });
}

Deno.test("a wish begins an episode, a change at rest begins one, and what is noted afterwards belongs to the one before", () => {
  const events = [
    event("SpecChanged", { reason: "apply", generation: "1" }, { source: "Operator" }),
    event("Start", { reason: "Start" }, { changes: move("Pending", "Initializing") }),
    ready(),
    event("StatusObserved", { reason: "Version 1 is known good" }),
    crashed(),
    attempt("Restart"),
    event("SpecChanged", { reason: "apply", generation: "2" }, { source: "Operator" }),
    event("ConditionChanged", { condition: "Isolated", reason: "Isolated by an operator: x" }, {
      source: "Operator",
    }),
    event("ConditionChanged", { condition: "Isolated", reason: "Released: y" }, { source: "Operator" }),
  ];
  const episodes = explain(events);
  assert.deepEqual(episodes.map(({ title, steps }) => [title, steps.length]), [
    ["New desired state: generation 1.", 4],
    ["Crash: killed by signal 9.", 2],
    ["New desired state: generation 2.", 1],
    ["Isolated by an operator.", 1],
    ["Released.", 1],
  ]);
  assert.deepEqual(
    episodes.flatMap(({ steps }) => steps.map((step) => step.revision)),
    events.map((one) => one.revision),
  );
});

Deno.test("no events make no story", () => assert.deepEqual(explain([]), []));

Deno.test("alternatives survive their text; what was chosen and what is no list is left out", () => {
  const alternatives = [{ name: "Restart", whyNot: "no replica runs" }, {
    name: "Relocate",
    whyNot: "node front answers",
  }];
  assert.deepEqual(parseAlternatives(alternativesText(alternatives)), alternatives);
  assert.deepEqual(parseAlternatives("Restart: had its 3 attempts; Recreate: chosen; Notify: later"), [
    { name: "Restart", whyNot: "had its 3 attempts" },
    { name: "Notify", whyNot: "later" },
  ]);
  assert.deepEqual(parseAlternatives(""), []);
  assert.deepEqual(parseAlternatives("anything; else"), []);
});

Deno.test("sentence() ends what has no end, and leaves names alone", () => {
  assert.deepEqual(["it is", "vehicle/can is down", "Done.", ""].map(sentence), [
    "It is.",
    "vehicle/can is down.",
    "Done.",
    "",
  ]);
});

Deno.test("timeSpan() is short and never negative", () => {
  const spanOf = (ms: number) =>
    timeSpan([eventOf({ timestampMs: 10_000 }), eventOf({ timestampMs: 10_000 + ms })]);
  assert.deepEqual([0, 1_234, 65_000, 7_260_000, -5_000].map(spanOf), [
    "0.0 s",
    "1.2 s",
    "1 min 5 s",
    "2 h 1 min",
    "0.0 s",
  ]);
});

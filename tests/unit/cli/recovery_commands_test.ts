/** The commands that ask why, what if, and for recovery: what they print, how they end, and what they ask for. */
import assert from "node:assert/strict";
import type { PlanPreview } from "../../../src/reconciliation/explain/preview_model.ts";
import type { StateEvent } from "../../../src/state/event_model.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { FakeClient, NOW_MS, runInTest, testEvent, testService } from "../../support/cli.ts";

const lidar = testService("vehicle/lidar", { status: { state: "Running", node: "front" } });
const ID = parseResourceId("vehicle/lidar");

Deno.test("recover asks for a restart, or for the action that is named, in any spelling", async () => {
  const client = new FakeClient(lidar);
  const plain = await runInTest(["recover", "vehicle/lidar"], { client });
  assert.deepEqual([plain.exitCode, plain.stdout], [
    0,
    "vehicle/lidar Restart is under way; the service is Running\n",
  ]);
  const argv = ["recover", "lidar", "-n", "vehicle", "--action", "relocate", "--reason", "hot"];
  assert.equal((await runInTest(argv, { client })).exitCode, 0);
  const told = await runInTest(["recover", "vehicle/lidar", "--action", "Notify"], { client });
  assert.equal(told.stdout, "vehicle/lidar an alert was sent\n");
  assert.deepEqual(client.triggered.slice(0, 2), [
    { id: ID, request: { kind: "recover", action: "Restart", reason: "statemanagerd recover" } },
    { id: ID, request: { kind: "recover", action: "Relocate", reason: "hot" } },
  ]);
});

Deno.test("isolate and release say what holds from now on", async () => {
  const client = new FakeClient(lidar);
  const run = (...argv: string[]) => runInTest(argv, { client });
  assert.equal(
    (await run("isolate", "vehicle/lidar", "--reason", "bench", "--ttl", "2h")).stdout,
    "vehicle/lidar is stopped and isolated for 2h at most\n",
  );
  assert.equal(
    (await run("isolate", "vehicle/lidar", "--reason", "bench")).stdout,
    "vehicle/lidar is stopped and isolated until it is released\n",
  );
  assert.equal(
    (await run("release", "vehicle/lidar")).stdout,
    "vehicle/lidar is released and reconciled again\n",
  );
  assert.deepEqual(client.triggered.map(({ request }) => request), [
    { kind: "isolate", reason: "bench", ttlMs: 7_200_000 },
    { kind: "isolate", reason: "bench" },
    { kind: "release", reason: "statemanagerd release" },
  ]);
});

Deno.test("what is asked for wrongly is refused before anybody is asked, with what is accepted", async () => {
  const rows: readonly (readonly [argv: readonly string[], message: RegExp])[] = [
    [["isolate", "vehicle/lidar"], /isolate needs --reason\n.*Whoever finds/s],
    [["isolate", "vehicle/lidar", "--reason", " "], /isolate needs --reason/],
    [["isolate", "vehicle/lidar", "--reason", "x", "--ttl", "1ms"], /--ttl: .*\n.*Accepted/s],
    [["isolate", "vehicle/lidar", "--reason", "x", "--ttl", "soon"], /--ttl/],
    [
      ["recover", "vehicle/lidar", "--action", "Restrat"],
      /did you mean Restart\?\n.*There are: Restart, Recreate/s,
    ],
    [["recover"], /recover needs NAME/],
    [["explain"], /explain needs NAME\n/],
    [["explain", "0"], /"0" is not a revision/],
    [["explain", "vehicle/lidar", "--last", "101"], /--last: "101" is not accepted/],
    [["explain", "vehicle/lidar", "-o", "table"], /there is no format "table"/],
    [["plan"], /plan needs names or one file/],
    [["plan", "vehicle/lidar", "-f", "x"], /plan needs names or one file/],
    [["plan", "-f", "none.json"], /none\.json cannot be read/],
  ];
  for (const [argv, message] of rows) {
    const { exitCode, stderr } = await runInTest(argv, { client: new FakeClient(lidar) });
    assert.equal(exitCode, 2, argv.join(" "));
    assert.match(stderr, message);
  }
});

Deno.test("a service that does not exist exits 4", async () => {
  for (
    const argv of [["recover", "a/b"], ["release", "a/b"], ["isolate", "a/b", "--reason", "x"], [
      "explain",
      "a/b",
    ]]
  ) {
    const client = new FakeClient(lidar);
    if (argv[0] === "explain") {
      const { exitCode, stderr } = await runInTest(argv, { client });
      assert.deepEqual([exitCode === 0, stderr.includes("a/b does not exist")], [false, true]);
    } else assert.equal((await runInTest(argv, { client })).exitCode, 4);
  }
});

const RUN = "7h2k9w4mq0xe";
const move = (oldValue: string, newValue: string): StateEvent["changes"] => [
  { field: "status.state", oldValue, newValue },
];
const events: readonly StateEvent[] = [
  testEvent("vehicle/lidar", 7n, {
    eventType: "SpecChanged",
    source: "Operator",
    timestampMs: NOW_MS - 90_000_000,
    metadata: { reason: "statemanagerd apply", generation: "1" },
  }),
  testEvent("vehicle/lidar", 8n, { changes: move("Initializing", "Running"), metadata: { reason: "up" } }),
  testEvent("vehicle/lidar", 9n, {
    eventType: "Fail",
    source: "NodeAgent",
    changes: move("Running", "Failed"),
    metadata: { reason: "killed by signal 9", cause: "diff:front/12" },
    clockSynchronised: false,
  }),
  testEvent("vehicle/lidar", 10n, {
    eventType: "RecoveryAttempted",
    source: "Recovery",
    metadata: {
      ...{ action: "Restart", result: "started", issue: "Crash", failures: "1", planId: `${RUN}-1` },
      ...{ reason: "Restart because of Crash: killed by signal 9", cause: "diff:front/12" },
      stages: "Restart: chosen; Recreate: later; Relocate: no other node can run the service; Notify: later",
    },
  }),
];

Deno.test("explain tells it in sentences, oldest first, with times and what else there was", async () => {
  const client = new FakeClient(lidar);
  client.events = [...events];
  const { exitCode, stdout } = await runInTest(["explain", "vehicle/lidar"], { client });
  assert.equal(exitCode, 0);
  assert.equal(
    stdout,
    [
      "vehicle/lidar",
      "",
      "2026-11-23 11:00:00Z  New desired state: generation 1.",
      "  11:00:00.000  #7  An operator set generation 1: statemanagerd apply.",
      "  2026-11-24",
      "  11:59:00.008  #8  Up. Initializing -> Running.",
      "  => The service runs after 24 h 59 min.",
      "",
      "2026-11-24 11:59:00Z  Crash: killed by signal 9.",
      "  11:59:00.009?  #9  Node front (observation 12): killed by signal 9. Running -> Failed.",
      "  11:59:00.010  #10  Recovery, attempt 1: Restart, because of Crash: killed by signal 9.",
      "                     Not Recreate, Notify (later); not Relocate (no other node can run the service).",
      "  => The episode is not over: the service is Failed.",
      "",
      "Now:      Running since 2026-11-24 10:00:00Z",
      "Next:     Degraded (Degrade); Failed (Fail); Initializing (Update); Terminating (Terminate)",
      "Actions:  any",
      "",
    ].join("\n"),
  );
});

Deno.test("explain breaks lines on a terminal, and takes a revision, a plan, an action and a number of episodes", async () => {
  const client = new FakeClient(lidar);
  client.events = [...events];
  const run = async (...argv: string[]) => (await runInTest(["explain", ...argv], { client })).stdout;
  const narrow = (await runInTest(["explain", "vehicle/lidar"], { client, isTTY: true, columns: 60 })).stdout;
  assert.ok(narrow.split("\n").every((line) => line.length <= 60), narrow);
  const crash = (text: string) => text.includes("Crash: killed") && !text.includes("Generation 1");
  for (const word of ["9", `${RUN}-1`, `${RUN}-1/1`]) assert.ok(crash(await run(word)), word);
  assert.ok(crash(await run("lidar", "-n", "vehicle", "--last", "1")));
  client.services.set(parseResourceId(`default/${RUN}-1`), testService(`default/${RUN}-1`));
  assert.match(await run(`${RUN}-1`), new RegExp(`^default/${RUN}-1\n\nNothing has happened to it`));
  const value = JSON.parse(await run("vehicle/lidar", "-o", "json"));
  assert.deepEqual([value.kind, value.episodes.length, value.episodes[1].steps[1].planId], [
    "Explanation",
    2,
    `${RUN}-1`,
  ]);
  assert.match(await run("vehicle/lidar", "-o", "yaml"), /^---\nkind: Explanation\n/);
});

const PREVIEW: PlanPreview = {
  resourceId: ID,
  revision: 12n,
  seen: "version v1 instead of v2",
  decisions: [
    { kind: "transition", why: "Update: version v1 instead of v2" },
    { kind: "make-plan", why: "version v1 instead of v2" },
  ],
  plan: {
    actions: [{
      kind: "UpdateVersion",
      what: "version v1 to v2",
      node: "front",
      isDisruptive: true,
      estimate: { durationMs: 5_000, isMeasured: false, affectedReplicas: 1, unavailableMs: 5_000 },
    }],
    estimatedDurationMs: 5_000,
    impact: {
      affectedReplicas: 1,
      dependents: [parseResourceId("vehicle/planner")],
      expectedUnavailabilityMs: 5_000,
      isDisruptive: true,
      confidence: "default",
    },
  },
  alternatives: [{ name: "Recreate", whyNot: "UpdateVersion is enough" }],
  warnings: [{ code: "ControllerAway", message: "The ActionController does not answer" }],
};

Deno.test("plan tells what would be done, what it costs, and what else there is", async () => {
  const client = new FakeClient(lidar);
  client.preview = PREVIEW;
  const { exitCode, stdout } = await runInTest(["plan", "vehicle/lidar"], { client });
  assert.equal(exitCode, 0);
  assert.equal(
    stdout,
    [
      "vehicle/lidar at revision 12; nothing is touched",
      "",
      "Seen:         version v1 instead of v2",
      "Warning:      The ActionController does not answer (ControllerAway)",
      "",
      "It would be decided:",
      "  1. transition: Update: version v1 instead of v2",
      "  2. make-plan: version v1 instead of v2",
      "",
      "Plan:",
      "  1. UpdateVersion on front (version v1 to v2): disruptive, 5s (default)",
      "Takes:        5s (by default values, not measured)",
      "Affects:      1 replica; the service may not answer for 5s",
      "Dependents:   vehicle/planner",
      "",
      "Not Recreate (UpdateVersion is enough).",
      "",
    ].join("\n"),
  );
  const { plan: _none, ...idle } = PREVIEW;
  client.preview = { ...idle, alternatives: [], warnings: [] };
  assert.match(
    (await runInTest(["plan", "vehicle/lidar"], { client })).stdout,
    /\nNo action would be taken\.\n$/,
  );
  const json = await runInTest(["plan", "vehicle/lidar", "-o", "json"], { client });
  assert.equal(JSON.parse(json.stdout).kind, "PlanPreview");
});

const DIFF = `{
  "resourceId": {"namespace": "vehicle", "name": "lidar"},
  "node": "front", "sequence": "9223372036854775807", "observedGeneration": 1,
  "status_diff": {"actual_state": "SERVICE_STATE_TYPE_FAILED", "reason": "STATUS_REASON_CRASHED",
    "desired_state": "SERVICE_STATE_TYPE_RUNNING", "message": "ended by signal 9"},
  "configDiff": {"desired": {"some_key": "1"}, "actual": {}},
  "actual": {"replicas": 0}, "isCritical": true
}`;

Deno.test("plan -f reads a look as JSON or YAML, with both spellings of fields", async () => {
  const client = new FakeClient(lidar);
  client.preview = PREVIEW;
  const { exitCode, stderr } = await runInTest(["plan", "-f", "-"], { client, stdin: DIFF });
  assert.deepEqual([exitCode, stderr], [0, ""]);
  assert.deepEqual(client.previewed, [{
    kind: "diff",
    diff: {
      resourceId: ID,
      node: "front",
      sequence: 9_223_372_036_854_775_807n,
      observedGeneration: 1n,
      observedAtMs: 0,
      configDiff: { desired: { some_key: "1" }, actual: {} },
      statusDiff: {
        desiredState: "Running",
        actualState: "Failed",
        reason: "Crashed",
        message: "ended by signal 9",
      },
      actual: { replicas: 0, availableReplicas: 0, version: "" },
      isCritical: true,
    },
  }]);
});

Deno.test("plan -f takes a key as it is written", async () => {
  const client = new FakeClient(lidar);
  client.preview = PREVIEW;
  const stdin =
    `{resourceId: {namespace: vehicle, name: lidar}, node: front, sequence: 1, observedGeneration: 1,
    configDiff: {desired: {1.10: "a", 010: "b"}, actual: {}}, actual: {replicas: 0}}`;
  const { exitCode, stderr } = await runInTest(["plan", "-f", "-"], { client, stdin });
  assert.deepEqual([exitCode, stderr], [0, ""]);
  const [subject] = client.previewed;
  assert.deepEqual(subject?.kind === "diff" && subject.diff.configDiff?.desired, { "1.10": "a", "010": "b" });
});

Deno.test("plan -f refuses a look that says something the message cannot hold, by its field", async () => {
  const edits: readonly (readonly [from: string, to: string, message: RegExp])[] = [
    ["STATUS_REASON_CRASHED", "CRASHED", /diff\.statusDiff\.reason: "CRASHED" is not accepted/],
    ['"isCritical"', '"isCriticl"', /diff\.isCriticl: is not a field.*\n.*Accepted: .*isCritical/s],
    ['"front"', '"Front"', /diff\.node/],
    ['{"replicas": 0}', "3", /diff/],
    [DIFF, "[]", /is not an object/],
    [DIFF, "{", /neither JSON nor YAML/],
    ['"sequence": "9223372036854775807"', '"sequence": -1', /diff\.sequence/],
  ];
  for (const [from, to, message] of edits) {
    const files = { "diff.json": DIFF.replace(from, to) };
    const { exitCode, stderr } = await runInTest(["plan", "-f", "diff.json"], {
      client: new FakeClient(),
      files,
    });
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
  }
});

Deno.test("describe tells faults, isolation, flapping and the deadline", async () => {
  const service = testService("vehicle/lidar", {
    spec: { recoveryDeadline: { afterMs: 60_000, fallback: "KeepDegraded" } },
    status: {
      flapScore: 8.62,
      isolation: {
        by: "Operator",
        reason: "sensor is exchanged",
        sinceMs: NOW_MS - 600_000,
        ttlMs: 7_200_000,
      },
      conditions: [
        ...[
          {
            type: "Stable",
            status: "False",
            reason: "Flapping",
            message: "The service went down too often",
          } as const,
        ],
      ].map((one) => ({ ...one, lastTransitionTimeMs: NOW_MS - 1_000 })),
      faults: [
        ...[{ issueType: "Crash", occurrences: 3, isConfirmed: true, healthyCycles: 0 } as const].map((
          one,
        ) => ({
          ...one,
          firstSeenAtMs: NOW_MS - 90_000,
          lastSeenAtMs: NOW_MS - 5_000,
          evidence: "killed by signal 9",
        })),
        {
          issueType: "Unresponsive",
          occurrences: 1,
          isConfirmed: false,
          healthyCycles: 2,
          firstSeenAtMs: NOW_MS - 90_000,
          lastSeenAtMs: NOW_MS - 90_000,
          evidence: "no answer",
        },
      ],
    },
  });
  const { stdout } = await runInTest(["describe", "vehicle/lidar"], { client: new FakeClient(service) });
  for (
    const line of [
      "Isolated:     by an operator since 2026-11-24 11:50:00Z, for 1h50m more: sensor is exchanged",
      "Flapping:     penalty 8.6 at its newest failure; suppressed: The service went down too often",
      "Deadline:     1m after the first failure, then KeepDegraded",
      "Faults:",
      "  Crash (confirmed, 3x, last 5s ago): killed by signal 9",
      "  Unresponsive (pending, 1x, last 1m30s ago, well 2x since): no answer",
    ]
  ) assert.ok(stdout.split("\n").includes(line), `${line}\n${stdout}`);
});

import assert from "node:assert/strict";
import { CliError } from "../../../src/cli/errors.ts";
import { follow, type FollowEvent } from "../../../src/client/follow.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import type { SubscriptionMessage } from "../../../src/manager/serve/subscription.ts";
import { type CliRunOptions, FakeClient, runInTest, testEvent, testService } from "../../support/cli.ts";

const AWAY = new CliError("unreachable", "Away");
const running = testService("a/x", { status: { state: "Running", lastReason: "Ready" } });
const failed = testService("a/x", { status: { state: "Failed", lastReason: "Crashed" } });
const other = testService("a/y", {});

const complete = (revision: bigint): SubscriptionMessage => ({
  kind: "snapshot-complete",
  count: 0,
  revision,
});
const snapshot = (service = running): SubscriptionMessage => ({ kind: "snapshot", service, revision: 0n });
const change = (revision: bigint, service?: typeof running): SubscriptionMessage => ({
  kind: "change",
  event: testEvent("a/x", revision),
  ...(service === undefined ? {} : { service }),
  revision,
});
const gap: SubscriptionMessage = {
  kind: "gap",
  fromRevision: 6n,
  toRevision: 9n,
  reason: "too slow",
  revision: 5n,
};

/** Follows until as many events came. */
async function take(client: FakeClient, count: number, silenceMs = 5_000): Promise<FollowEvent[]> {
  const controller = new AbortController();
  const events: FollowEvent[] = [];
  const options = {
    filter: ALL_SERVICES,
    start: { kind: "snapshot" },
    signal: controller.signal,
    silenceMs,
    maxRetryMs: 1,
  } as const;
  for await (const event of follow(client, options)) {
    events.push(event);
    if (events.length === count) controller.abort();
  }
  return events;
}

Deno.test("follow() resumes after the last known revision", async () => {
  const client = new FakeClient();
  client.scripts = [[snapshot(), complete(3n), change(5n, failed), AWAY], [AWAY], [change(6n)]];
  const events = await take(client, 6);
  assert.deepEqual(events.map(({ kind }) => kind), [
    "snapshot",
    "snapshot-complete",
    "change",
    "lost",
    "lost",
    "change",
  ]);
  assert.deepEqual(client.follows.map(({ start }) => start), [
    { kind: "snapshot" },
    { kind: "after", afterRevision: 5n },
    { kind: "after", afterRevision: 5n },
  ]);
});

Deno.test("follow() starts over when the connection is lost inside the first snapshot, and before a gap after one", async () => {
  const client = new FakeClient();
  client.scripts = [[snapshot(), AWAY], [gap, snapshot(), AWAY], [gap]];
  await take(client, 6);
  assert.deepEqual(client.follows.map(({ start }) => start), [
    { kind: "snapshot" },
    { kind: "snapshot" },
    { kind: "after", afterRevision: 5n },
  ]);
});

Deno.test("follow() asks for everything after the snapshot of an instance that knows nothing", async () => {
  const client = new FakeClient();
  const unknown = { ...gap, fromRevision: 1n, revision: 0n };
  client.scripts = [[complete(4n), AWAY], [unknown, complete(0n), AWAY], [complete(9n)]];
  await take(client, 6);
  assert.deepEqual(client.follows.map(({ start }) => start.kind), ["snapshot", "after", "snapshot"]);
});

Deno.test("follow() takes silence for a lost connection", async () => {
  const client = new FakeClient();
  client.scripts = [[complete(3n)], [change(4n)]];
  const events = await take(client, 3, 20);
  assert.deepEqual(events.map(({ kind }) => kind), ["snapshot-complete", "lost", "change"]);
  const lost = events[1];
  assert.match(lost?.kind === "lost" ? lost.why : "", /no message arrived for 20 ms/);
});

Deno.test("follow() does not retry a refused request", async () => {
  const client = new FakeClient();
  client.scripts = [[new CliError("refused", "Bad filter")]];
  await assert.rejects(take(client, 1), /Bad filter/);
});

/** Runs a command with -w until its output contains `until`. */
async function runUntil(
  argv: readonly string[],
  until: string,
  options: CliRunOptions,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }> {
  const controller = new AbortController();
  return await runInTest(argv, {
    ...options,
    signal: controller.signal,
    onStdout: (text) => {
      if (text.includes(until)) controller.abort();
    },
  });
}

Deno.test("get -w prints a row for each visible change, and for services that are gone after a gap", async () => {
  const client = new FakeClient();
  client.scripts = [[
    ...[snapshot(running), snapshot(other), complete(3n)],
    ...[
      change(4n, running),
      { kind: "heartbeat", timestampMs: 0, isStale: false, revision: 4n } as const,
      change(5n, failed),
    ],
    ...[gap, snapshot(failed), complete(9n), change(10n)],
  ]];
  const { exitCode, stdout, stderr } = await runUntil(["get", "-w"], "a/x   removed", { client });
  assert.equal(exitCode, 0);
  assert.deepEqual(stdout.trimEnd().split("\n").map((line) => line.split(/\s+/).slice(0, 2).join(" ")), [
    "NAME STATE",
    "a/x Running",
    "a/y Pending",
    "a/x Failed",
    "a/y removed",
    "a/x removed",
  ]);
  assert.equal(stderr, "Changes were lost (too slow); listing again.\n");
});

Deno.test("get -w -o json prints one object a line", async () => {
  const client = new FakeClient();
  client.scripts = [[snapshot(running), complete(3n), AWAY], [change(5n)]];
  const { stdout, stderr } = await runUntil(["get", "-w", "-o", "json"], "Removed", { client });
  const values = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(values.map(({ kind }) => kind), ["Service", "Removed"]);
  assert.match(stderr, /^Connection lost: Away; trying again in \d+ ms\.\n$/);
});

Deno.test("history -w continues where the list ended", async () => {
  const client = new FakeClient(running);
  client.events = [testEvent("a/x", 101n)];
  client.scripts = [[change(102n), gap, change(110n)]];
  const { stdout, stderr } = await runUntil(["history", "a/x", "-w"], "110", { client });
  assert.deepEqual(client.follows[0]?.start, { kind: "after", afterRevision: 101n });
  assert.deepEqual(stdout.trimEnd().split("\n").slice(1).map((line) => line.trim().split(" ")[0]), [
    "101",
    "102",
    "110",
  ]);
  assert.equal(stderr, "Events were lost: too slow.\n");
});

Deno.test("delete --wait returns when all services are deleted", async () => {
  const client = new FakeClient(running, other);
  client.scripts = [[snapshot(running), complete(3n), change(4n)]];
  const { exitCode, stdout } = await runInTest(["delete", "a/x", "a/y", "--wait"], { client });
  assert.equal(exitCode, 0);
  assert.equal(stdout, "a/x is being stopped\na/y is being stopped\na/y is gone\na/x is gone\n");
});

Deno.test("delete --wait fails after --timeout and names the remaining services", async () => {
  const client = new FakeClient(running);
  client.scripts = [[snapshot(running), complete(3n)]];
  const { exitCode, stderr } = await runInTest(["delete", "a/x", "--wait", "--timeout", "30ms"], { client });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^error: Not deleted within 30 ms: a\/x \(Running: Ready\)\n/);
});

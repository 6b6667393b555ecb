import { deepEqual, equal, ok } from "node:assert/strict";
import {
  IN_TRANSITION_MS,
  type ReportContext,
  reportOf,
  seenOf,
  wordOf,
} from "../../../src/pullpiri/model_view.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import type { ContainerInfo } from "../../../src/pullpiri/words.ts";

function container(name: string, state: Record<string, string>): ContainerInfo {
  return { id: name, names: [`m_${name}`], image: "i:1", state, config: {}, annotation: {} };
}

const RUNNING = { Status: "running", StartedAt: "2026-01-01T00:00:00Z" };
const CONTEXT: ReportContext = {
  spec: { ...DEFAULT_SPEC, version: "i:1", config: { pod: "d1" } },
  pod: { digest: "d1", containers: [{ name: "c1", image: "i:1" }], restartPolicy: "OnFailure" },
  digest: "d1",
  ...{ transitionSinceMs: undefined, awaits: undefined, isBeingMade: false, noted: undefined },
  nowMs: 100_000,
};

function report(states: readonly Record<string, string>[], more: Partial<ReportContext> = {}) {
  const seen = seenOf(states.map((state, index) => container(`c${index + 1}`, state)), "OnFailure");
  return reportOf(seen, { ...CONTEXT, ...more });
}

Deno.test("a model that runs is in sync, one that is gone is missing, one that is not desired is there", () => {
  deepEqual(report([RUNNING]), {
    actual: { replicas: 1, availableReplicas: 1, version: "i:1" },
    isCritical: false,
  });
  deepEqual(report([]).existenceDiff, { desiredExists: true, actualExists: false });
  deepEqual(report([RUNNING], { spec: undefined }).existenceDiff, {
    desiredExists: false,
    actualExists: true,
  });
  equal(report([], { spec: undefined }).existenceDiff, undefined);
});

Deno.test("a crash is told with its exit code, the lack of memory by its name, and one of two containers degrades", () => {
  const crashed = report([{ Status: "exited", ExitCode: "3" }]);
  deepEqual([crashed.statusDiff?.reason, crashed.statusDiff?.exitCode, crashed.statusDiff?.actualState], [
    "Crashed",
    3,
    "Failed",
  ]);
  equal(
    report([{ Status: "exited", ExitCode: "137", OOMKilled: "true" }]).statusDiff?.reason,
    "ResourceExhausted",
  );
  equal(report([RUNNING, { Status: "exited", ExitCode: "1" }]).statusDiff?.actualState, "Degraded");
  const pod = { ...CONTEXT.pod, digest: "d1", restartPolicy: "OnFailure" as const };
  const containers = [{ name: "c1", image: "" }, { name: "c2", image: "" }];
  equal(
    report([RUNNING], { pod: { ...pod, containers } }).statusDiff?.message,
    "only 1 of 2 containers are there",
  );
});

Deno.test("an end with code 0 is no fault, and does not answer", () => {
  const ended = report([{ Status: "exited", ExitCode: "0" }]);
  equal(ended.statusDiff, undefined);
  equal(ended.existenceDiff, undefined);
  equal(ended.actual.availableReplicas, 0);
});

Deno.test("what is on its way is starting, for five seconds", () => {
  const created = [{ Status: "created" }];
  equal(report(created, { transitionSinceMs: 100_000 }).statusDiff?.reason, "Starting");
  equal(report(created, { transitionSinceMs: 100_000 - IN_TRANSITION_MS }).statusDiff?.reason, "StartFailed");
  const seen = seenOf([container("c1", { Status: "created" })], "OnFailure");
  const word = (sinceMs: number) => wordOf(seen, { transitionSinceMs: sinceMs, nowMs: 100_000 }, true);
  equal(word(99_000), undefined);
  equal(word(90_000), "Created");
  const stopped = seenOf(
    [container("c1", { Status: "stopped", StartedAt: "2026-01-01T00:00:00Z" })],
    "OnFailure",
  );
  equal(wordOf(stopped, { transitionSinceMs: 90_000, nowMs: 100_000 }, true), "Dead");
  equal(wordOf([], { transitionSinceMs: undefined, nowMs: 0 }, true), "Dead");
  equal(wordOf([], { transitionSinceMs: undefined, nowMs: 0 }, false), undefined);
});

Deno.test("after an action nothing that was seen before it counts, and another pod is a difference", () => {
  equal(report([{ Status: "exited", ExitCode: "3" }], { awaits: "start" }).statusDiff?.reason, "Starting");
  equal(report([RUNNING], { awaits: "stop", spec: undefined }).statusDiff?.reason, "Stopping");
  equal(report([RUNNING], { awaits: "left", spec: undefined }).actual.replicas, 0);
  const other = report([RUNNING], { digest: "d0" });
  deepEqual(other.configDiff, { desired: { pod: "d1" }, actual: { pod: "d0" } });
  ok(!other.isCritical);
  const noted = { reason: "Unresponsive", message: "late" } as const;
  equal(report([RUNNING], { noted }).statusDiff?.reason, "Unresponsive");
});

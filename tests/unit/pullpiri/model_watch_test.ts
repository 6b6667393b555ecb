import { equal, ok } from "node:assert/strict";
import { ModelWatch } from "../../../src/pullpiri/model_watch.ts";
import { IN_TRANSITION_MS } from "../../../src/pullpiri/model_view.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import type { ContainerInfo } from "../../../src/pullpiri/words.ts";

const BLANK = { id: "a", names: ["m_c"], image: "i", config: {}, annotation: {} };
const RUNNING: ContainerInfo = { ...BLANK, state: { Status: "running", StartedAt: "2026-11-29T16:04:27Z" } };
const ON_ITS_WAY: ContainerInfo = { ...BLANK, state: { Status: "stopping" } };
const NOW = { pod: undefined, digest: undefined, nowMs: 0 };

function watched(...containers: readonly ContainerInfo[]): ModelWatch {
  const model = new ModelWatch();
  model.see(containers, NOW);
  return model;
}

Deno.test("a look shows nothing new where the objects are the same and nothing depends on time", () => {
  ok(watched(RUNNING).hasSeen([RUNNING]));
  ok(!watched(RUNNING).hasSeen([{ ...RUNNING }]), "another object");
  ok(!watched(RUNNING).hasSeen([]), "less");
  ok(!watched(RUNNING).hasSeen([RUNNING, RUNNING]), "more");
  ok(!new ModelWatch().hasSeen([RUNNING]), "never seen");
  ok(!watched(ON_ITS_WAY).hasSeen([ON_ITS_WAY]), "on its way");
});

Deno.test("a look shows something while an action is awaited, or a fault is noted", () => {
  const acted = watched(RUNNING);
  acted.acted("start", new Set(["a"]), 0);
  ok(!acted.hasSeen([RUNNING]));
  acted.tick(60_000);
  ok(acted.hasSeen([RUNNING]), "it is not awaited any more");
  const noted = watched(RUNNING);
  noted.note("Unresponsive", "it missed its deadline", 0);
  ok(!noted.hasSeen([RUNNING]));
  noted.taken();
  ok(noted.hasSeen([RUNNING]));
});

Deno.test("containers are made one after another: the second is awaited for a while, and missed at once when it goes", () => {
  const pod = {
    digest: "d",
    containers: [{ name: "c", image: "i" }, { name: "d", image: "i" }],
    restartPolicy: "OnFailure",
  } as const;
  const second: ContainerInfo = { ...RUNNING, id: "b", names: ["m_d"] };
  const model = new ModelWatch();
  const see = (containers: readonly ContainerInfo[], nowMs: number) => {
    model.tick(nowMs);
    model.see(containers, { pod, digest: "d", nowMs });
    return model.report({ ...DEFAULT_SPEC, version: "i,i" }, pod, nowMs).statusDiff?.reason;
  };
  equal(see([RUNNING], 0), "Starting");
  equal(see([RUNNING], IN_TRANSITION_MS - 1), "Starting");
  equal(see([RUNNING], IN_TRANSITION_MS), "Crashed");
  equal(see([RUNNING, second], 6_000), undefined);
  equal(see([RUNNING], 7_000), "Crashed");
  const [other, another] = [{ ...RUNNING, id: "x" }, { ...second, id: "y" }];
  equal(see([other], 8_000), "Starting", "made anew");
  equal(see([other, another], 9_000), undefined);
});

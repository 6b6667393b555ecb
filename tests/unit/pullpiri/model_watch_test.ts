import { ok } from "node:assert/strict";
import { ModelWatch } from "../../../src/pullpiri/model_watch.ts";
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

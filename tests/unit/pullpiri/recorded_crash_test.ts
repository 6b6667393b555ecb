/** Lists that a NodeAgent of Pullpiri 0.7.2 sent while it mended a container that was killed: running, stopped, running again. */
import { equal, ok } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { SERVICES } from "../../../src/pullpiri/gen/codecs.ts";
import { ModelWatch } from "../../../src/pullpiri/model_watch.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import type { ContainerInfo } from "../../../src/pullpiri/words.ts";

const FILE = join(import.meta.dirname ?? ".", "data", "stopped_between.json");
const SPEC = { ...DEFAULT_SPEC, version: "localhost/ppwork:1" };

function recorded(): readonly (readonly ContainerInfo[])[] {
  const codec = SERVICES["statemanager.StateManagerConnection"]?.["SendChangedContainerList"]?.request;
  ok(codec !== undefined);
  const all: readonly { readonly requestHex: string }[] = JSON.parse(Deno.readTextFileSync(FILE));
  const conversion = { longs: String, enums: String, defaults: true, oneofs: true } as const;
  return all.map(({ requestHex }) => {
    const { containers } = codec.toObject(codec.decode(Buffer.from(requestHex, "hex")), conversion) as {
      readonly containers: readonly ContainerInfo[];
    };
    return containers;
  });
}

Deno.test("a crash that was told as stopped before its agent mended it is a crash, and the agent's restart is counted", () => {
  const [runs = [], stopped = [], again = []] = recorded();
  equal(stopped[0]?.state["Status"], "stopped");
  const model = new ModelWatch();
  const see = (containers: readonly ContainerInfo[], nowMs: number) =>
    model.see(containers, { pod: undefined, digest: undefined, nowMs });
  see(runs, 0);
  see(stopped, 20_000);
  equal(model.report(SPEC, undefined, 20_000).statusDiff?.reason, "Starting");
  see(again, 21_000);
  const { statusDiff, actual } = model.report(SPEC, undefined, 21_000);
  equal(statusDiff?.reason, "Crashed");
  equal(actual.availableReplicas, 0);
  ok(model.isHealed);
  equal(model.whyNotHealed(undefined, 22_000), "the agent is backing off");
});

Deno.test("a container that never ran before did not crash when it runs", () => {
  const [runs = []] = recorded();
  const created = runs.map((container) => ({
    ...container,
    state: { ...container.state, Status: "created", StartedAt: "0001-01-01T00:00:00Z" },
  }));
  const model = new ModelWatch();
  for (const [at, containers] of [created, runs].entries()) {
    model.see(containers, { pod: undefined, digest: undefined, nowMs: at * 1_000 });
  }
  equal(model.report(SPEC, undefined, 1_000).statusDiff, undefined);
});

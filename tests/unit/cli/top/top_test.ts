import assert from "node:assert/strict";
import type { ScreenIo } from "../../../../src/cli/io.ts";
import { keysOf } from "../../../../src/cli/top/keys.ts";
import { FIRST_TOP, pressed, shownServices, type TopModel } from "../../../../src/cli/top/top_model.ts";
import { reactionText, topLines } from "../../../../src/cli/top/top_view.ts";
import { textWidth } from "../../../../src/cli/format/text_width.ts";
import { FakeClient, NOW_MS, runInTest, testService } from "../../../support/cli.ts";

const services = [
  testService("cabin/hmi", { status: { state: "Running", node: "rear", stateSinceMs: NOW_MS - 5_000 } }),
  testService("vehicle/lidar", {
    spec: { criticality: "B" },
    status: {
      ...{ state: "Failed", node: "front", restarts: 4, stateSinceMs: NOW_MS - 1_000 },
      lastReason: "Ended by signal 9 while it was reading the sensor",
    },
  }),
  testService("vehicle/radar", {
    spec: { criticality: "D" },
    status: { state: "Running", node: "front", restarts: 1, stateSinceMs: NOW_MS - 9_000 },
  }),
];

// deno-lint-ignore no-control-regex -- colours take no room
const COLOURS = /\x1b\[[0-9]*m/g;

function names(model: TopModel): string {
  return shownServices(model, services).map(({ metadata }) => metadata.id).join(" ");
}

/** After these keys. */
function after(...keys: readonly string[]): TopModel {
  return keys.reduce(
    (model, key) => pressed(model, key, { shown: shownServices(model, services), rows: 18 }).model,
    FIRST_TOP,
  );
}

Deno.test("keysOf() reads the keys of a terminal", () => {
  assert.deepEqual(keysOf("q\x1b[A\x1bOB\x1b[5~/日\r\x7f\x03\x00\x1b"), [
    ...["q", "up", "down", "pageup", "/", "日", "enter", "backspace", "ctrl-c", "escape"],
  ]);
});

Deno.test("top sorts by a key, the worst first, and reversed by the same key", () => {
  assert.equal(names(FIRST_TOP), "vehicle/lidar cabin/hmi vehicle/radar");
  assert.equal(names(after("n")), "cabin/hmi vehicle/lidar vehicle/radar");
  assert.equal(names(after("n", "n")), "vehicle/radar vehicle/lidar cabin/hmi");
  assert.equal(names(after("r")), "vehicle/lidar vehicle/radar cabin/hmi");
  assert.equal(names(after("a")), "vehicle/lidar cabin/hmi vehicle/radar");
  assert.equal(names(after("c")), "vehicle/radar vehicle/lidar cabin/hmi");
  assert.equal(names(after("o")), "vehicle/lidar vehicle/radar cabin/hmi");
});

Deno.test("top filters by what is typed, and Escape drops it", () => {
  assert.equal(names(after("/", "f", "r", "o", "n", "x", "backspace", " ", "r", "u", "n")), "vehicle/radar");
  const kept = after("/", "h", "m", "enter", "n");
  assert.deepEqual([kept.filter, kept.sort, names(kept)], ["hm", "n", "cabin/hmi"]);
  assert.equal(after("/", "h", "m", "escape").filter, "");
  assert.equal(after("/", "h", "enter", "escape").filter, "");
});

Deno.test("top keeps the selection on the service, and asks about that one", () => {
  const model = after("down");
  assert.equal(model.selected, "cabin/hmi");
  const sorted = pressed(model, "n", { shown: shownServices(model, services), rows: 18 }).model;
  const asked = pressed(sorted, "d", { shown: shownServices(sorted, services), rows: 18 });
  assert.deepEqual(asked.request, { kind: "describe", id: "cabin/hmi" });
  assert.equal(after("end", "pagedown", "down").selected, "vehicle/radar");
  assert.equal(after("home", "up").selected, "vehicle/lidar");
});

Deno.test("every screen has as many lines as rows, and none is wider than the columns", () => {
  const facts = {
    services: new Map(services.map((service) => [service.metadata.id, service])),
    ...{ overview: undefined, trouble: "x".repeat(200), nowMs: NOW_MS },
  };
  for (const model of [FIRST_TOP, after("h"), after("/"), after("/", "z", "z", "enter")]) {
    for (const size of [{ columns: 80, rows: 24 }, { columns: 40, rows: 10 }, { columns: 200, rows: 60 }]) {
      const lines = topLines(model, facts, { size, isColour: true, isLive: true });
      assert.equal(lines.length, size.rows);
      for (const line of lines) {
        assert.ok(textWidth(line.replaceAll(COLOURS, "")) <= size.columns, line);
      }
    }
  }
});

Deno.test("reactionText() tells the bound of 99 of 100 over all criticalities", () => {
  const bucket = (criticality: string, le: string) =>
    `statemanager_reaction_seconds_bucket{criticality="${criticality}",le="${le}"}`;
  assert.equal(reactionText({}), "-");
  assert.equal(
    reactionText({
      ...{ [bucket("A", "0.01")]: 90, [bucket("A", "0.1")]: 99, [bucket("A", "+Inf")]: 99 },
      ...{ [bucket("D", "0.01")]: 1, [bucket("D", "0.1")]: 1, [bucket("D", "+Inf")]: 1 },
    }),
    "p99 < 100 ms",
  );
  assert.equal(reactionText({ [bucket("A", "0.01")]: 0, [bucket("A", "+Inf")]: 5 }), "p99 > 5 s");
});

/** A terminal on which these keys are pressed, each once something was drawn. */
class FakeScreen implements ScreenIo {
  readonly drawn: string[] = [];
  isEntered = false;
  #wake: () => void = () => {};
  readonly #keys: readonly (readonly [after: RegExp, key: string])[];

  constructor(keys: readonly (readonly [after: RegExp, key: string])[]) {
    this.#keys = keys;
  }

  enter(): Disposable {
    this.isEntered = true;
    return { [Symbol.dispose]: () => void (this.isEntered = false) };
  }

  draw(lines: readonly string[]): void {
    this.drawn.push(lines.join("\n"));
    this.#wake();
  }

  size() {
    return { columns: 80, rows: 24 };
  }

  async *keys(signal: AbortSignal): AsyncGenerator<string> {
    for (const [pattern, key] of this.#keys) {
      while (!pattern.test(this.drawn.at(-1) ?? "")) {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
        await promise;
        if (signal.aborted) return;
      }
      yield key;
    }
  }
}

Deno.test("top shows what is followed, describes and explains on a key, and gives the screen back", async () => {
  const client = new FakeClient(...services);
  client.nodes = [{ node: "front", address: "", isConnected: false, silentMs: 9_000, services: 2 }];
  client.scripts = [[
    ...services.map((service) => ({ kind: "snapshot" as const, service, revision: 0n })),
    { kind: "snapshot-complete", count: 3, revision: 1n },
  ]];
  const screen = new FakeScreen([
    [/Nodes 1 \(silent: front\)[\s\S]*vehicle\/lidar +Failed/, "d"],
    [/Name: +vehicle\/lidar/, "x"],
    [/cabin\/hmi +Running/, "e"],
    [/Nothing has happened to it/, "x"],
    [/cabin\/hmi +Running/, "q"],
  ]);
  const { exitCode, stderr } = await runInTest(["top"], {
    client,
    screen,
    isTTY: true,
    env: { NO_COLOR: "1" },
  });
  assert.deepEqual([exitCode, stderr, screen.isEntered, client.isClosed], [0, "", false, true]);
  assert.ok(screen.drawn.some((text) => text.includes("\x1b[7mvehicle/lidar")));
});

Deno.test("top --once prints one screen, in a pipe without cutting it", async () => {
  const { stdout } = await runInTest(["top", "--once", "--state", "Failed"], {
    client: new FakeClient(...services),
  });
  assert.match(stdout, /^statemanagerd top {2}2026-11-24 12:00:00Z {2}leader, up 2h, revision 100\n/);
  assert.match(
    stdout,
    /\nvehicle\/lidar +Failed +0\/1 +front +4 +0 +1s +Ended by signal 9 while it was reading the sensor\n$/,
  );
});

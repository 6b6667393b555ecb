import { ONE_INSTANCE } from "../../support/one_instance.ts";
import assert from "node:assert/strict";
import { StateManagerError } from "../../../src/kit/errors.ts";
import { startGrpcServer } from "../../../src/grpc/server/server.ts";
import { OPEN_ACCESS } from "../../support/open_access.ts";
import { Subscriptions } from "../../../src/manager/serve/subscriptions.ts";
import { eventually } from "../../support/eventually.ts";
import { freeAddress } from "../../support/free_ports.ts";
import { FakeManager } from "../grpc/support/fake_manager.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import {
  type ProgramUnderTest,
  type RunningCommand,
  testPrograms,
} from "../../support/program/under_test.ts";
import { clock } from "../grpc/support/world.ts";

/** Processes start while others do. */
const PATIENCE = { timeoutMs: 30_000, intervalMs: 20 };

/** A manager of a few lines behind the real server, and the program before it. */
class World implements AsyncDisposable {
  readonly manager: FakeManager;
  readonly address: string;
  readonly #program: ProgramUnderTest;
  readonly #stack: AsyncDisposableStack;

  private constructor(
    program: ProgramUnderTest,
    { manager, address, stack }: {
      readonly manager: FakeManager;
      readonly address: string;
      readonly stack: AsyncDisposableStack;
    },
  ) {
    this.#program = program;
    this.manager = manager;
    this.address = address;
    this.#stack = stack;
  }

  static async start(
    program: ProgramUnderTest,
    { manager = new FakeManager(), listen = "127.0.0.1:0" }: {
      readonly manager?: FakeManager;
      readonly listen?: string;
    } = {},
  ): Promise<World> {
    const stack = new AsyncDisposableStack();
    const server = stack.use(
      await startGrpcServer({
        ...{
          api: manager,
          clock,
          log: new MemoryLog(),
          version: "test",
          listen: [listen],
          access: OPEN_ACCESS,
        },
        ...ONE_INSTANCE,
        subscriptions: new Subscriptions({ api: manager, clock, maxSubscribers: 8, queueCapacity: 64 }),
      }),
    );
    return new World(program, { manager, address: server.addresses[0] ?? "", stack });
  }

  start(argv: readonly string[]): RunningCommand {
    return this.#program.start(["--address", this.address, ...argv]);
  }

  run(argv: readonly string[], stdin = ""): Promise<RunningCommand> {
    const timeout = argv.includes("--timeout") ? [] : ["--timeout", "1m"];
    return this.#program.run(["--address", this.address, ...timeout, ...argv], { stdin });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

testPrograms("get, describe and history over gRPC", async (program) => {
  await using world = await World.start(program);
  world.manager.put("vehicle/lidar", { state: "Running", lastReason: "Ready" });
  const get = await world.run(["get"]);
  assert.equal(get.exitCode, 0, get.stderr);
  assert.match(get.stdout, /vehicle\/lidar +Running .* Ready\n/);
  const describe = await world.run(["describe", "vehicle/lidar"]);
  assert.match(describe.stdout, /^Name: +vehicle\/lidar\nState: +Running/);
  assert.match(describe.stdout, /StatusObserved/);
  const history = await world.run(["history", "vehicle/lidar", "-o", "json"]);
  assert.equal(JSON.parse(history.stdout).events[0].eventType, "StatusObserved");
});

testPrograms("explain, plan, recover, isolate and release over gRPC", async (program) => {
  await using world = await World.start(program);
  world.manager.put("vehicle/lidar", { state: "Running" });
  const explain = await world.run(["explain", "vehicle/lidar"]);
  assert.match(explain.stdout, /^vehicle\/lidar\n\n.* StatusObserved\.\n/);
  assert.match((await world.run(["explain", "1", "-o", "yaml"])).stdout, /kind: Explanation/);
  assert.equal((await world.run(["explain", "99"])).exitCode, 4);
  const plan = await world.run(["plan", "vehicle/lidar"]);
  assert.match(plan.stdout, /1\. idle: It was asked for a service/);
  assert.equal((await world.run(["recover", "vehicle/lidar"])).exitCode, 0);
  assert.equal((await world.run(["isolate", "vehicle/lidar", "--reason", "x", "--ttl", "1h"])).exitCode, 0);
  assert.equal((await world.run(["release", "vehicle/none"])).exitCode, 4);
  assert.deepEqual(world.manager.triggered.map(({ request }) => request.kind), [
    "recover",
    "isolate",
    "release",
  ]);
});

testPrograms("get reads more services than one page holds", async (program) => {
  await using world = await World.start(program);
  for (let index = 0; index < 1_205; index++) world.manager.put(`many/s${index}`);
  const get = await world.run(["get", "-o", "json"]);
  assert.equal(get.exitCode, 0, get.stderr);
  assert.equal(JSON.parse(get.stdout).services.length, 1_205);
});

testPrograms("what get -o yaml writes can be applied as it is", async (program) => {
  await using world = await World.start(program);
  world.manager.put("vehicle/lidar");
  const { stdout } = await world.run(["get", "-o", "yaml"]);
  const apply = await world.run(["apply", "-f", "-"], stdout);
  assert.equal(apply.exitCode, 0, apply.stderr);
  assert.match(apply.stdout, /^vehicle\/lidar /);
});

testPrograms("refusals of the State Manager keep their reason and get their exit code", async (program) => {
  await using world = await World.start(program);
  const manifest = "kind: Service\nmetadata: { namespace: a, name: b }\nspec: {}\n";
  const refusals = [
    [{ kind: "stale", what: '"a/b"', got: 3n, current: 4n }, 5, /generation 3 is stale, current is 4/],
    [{ kind: "limit", what: "services", limit: 10, setting: "limits.services" }, 5, /the limit is 10/],
    [{ kind: "not-found", what: '"a/b"' }, 4, /does not exist/],
    [
      { kind: "invalid", field: "spec.version", problem: "bad", accepted: "good" },
      5,
      /spec\.version: bad; accepted: good/,
    ],
    [{ kind: "not-ready", why: "starting" }, 3, /starting/],
  ] as const;
  for (const [failure, exitCode, stderr] of refusals) {
    world.manager.onUpdate = () => Promise.reject(new StateManagerError(failure));
    const run = await world.run(["apply", "-f", "-"], manifest);
    assert.equal(run.exitCode, exitCode, run.stderr);
    assert.match(run.stderr, stderr);
  }
});

testPrograms("an address where nobody listens exits 3 and says what to do", async (program) => {
  const run = await program.run(["get", "--address", freeAddress()]);
  assert.equal(run.exitCode, 3);
  assert.match(run.stderr, /^error: Cannot query services: .*\n.*--address/);
  const malformed = await program.run(["get", "--address", "nowhere"]);
  assert.equal(malformed.exitCode, 2);
  assert.match(malformed.stderr, /"nowhere" has no port; add it: nowhere:PORT/);
});

testPrograms("get -w follows changes and removals, and ends on Ctrl-C with 0", async (program) => {
  await using world = await World.start(program);
  world.manager.put("a/x", { state: "Running" });
  await using watch = world.start(["get", "-w"]);
  await eventually("the first row", () => watch.stdout.includes("a/x"), PATIENCE);
  const service = world.manager.put("a/x", { state: "Failed" });
  await eventually("the change", () => watch.stdout.includes("Failed"), PATIENCE);
  world.manager.remove(service.metadata.id);
  await eventually("the removal", () => watch.stdout.includes("removed"), PATIENCE);
  await watch.interrupt();
  assert.equal(watch.exitCode, 0);
  await eventually("the subscription to end", () => world.manager.listeners === 0, PATIENCE);
});

testPrograms(
  "history -w survives a restart of the State Manager and tells every event once",
  async (program) => {
    const manager = new FakeManager();
    manager.put("a/x");
    let world = await World.start(program, { manager });
    await using watch = world.start(["history", "-w", "-o", "json"]);
    try {
      await eventually("the history", () => watch.stdout.includes("StatusObserved"), PATIENCE);
      manager.put("a/x", {}, ["Fail"]);
      await eventually("an event", () => watch.stdout.includes("Fail"), PATIENCE);
      const { address } = world;
      await world[Symbol.asyncDispose]();
      await eventually("the loss", () => watch.stderr.includes("Connection lost"), PATIENCE);
      manager.put("a/x", {}, ["Recover"]);
      world = await World.start(program, { manager, listen: address });
      await eventually("the event that came in between", () => watch.stdout.includes("Recover"));
      manager.put("a/x", {}, ["Ready"]);
      await eventually("one after", () => watch.stdout.includes("Ready"), PATIENCE);
      await watch.interrupt();
    } finally {
      await world[Symbol.asyncDispose]();
    }
    const revisions = watch.stdout.trimEnd().split("\n").map((line) => JSON.parse(line).revision);
    assert.deepEqual(revisions, ["1", "2", "3", "4"]);
  },
);

testPrograms("delete --wait returns when the service is gone", async (program) => {
  await using world = await World.start(program);
  const { id } = world.manager.put("a/x").metadata;
  world.manager.onUpdate = () => {
    const service = world.manager.put("a/x", { state: "Terminating" });
    return Promise.resolve({ service, isChanged: true });
  };
  await using command = world.start(["delete", "a/x", "--wait"]);
  await eventually("the wait", () => world.manager.listeners === 1, PATIENCE);
  world.manager.remove(id);
  await command.done();
  assert.equal(command.exitCode, 0, command.stderr);
  assert.equal(command.stdout, "a/x is being stopped\na/x is gone\n");
});

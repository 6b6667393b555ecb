/** The State Manager's own API over real gRPC. */
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PeerChannel } from "../../../src/grpc/client/channel.ts";
import { HEALTH, STATE_MANAGER } from "../../../src/grpc/wire/methods.ts";
import { specChangeToWire } from "../../../src/grpc/wire/query.ts";
import { connect } from "../../../src/client/state_manager.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import { StateManagerError } from "../../../src/kit/errors.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { idOf } from "../../support/domain.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { eventually, within } from "../../support/eventually.ts";
import { errorOf, stage } from "./support/stage.ts";

const change = {
  resourceId: idOf("vehicle/lidar"),
  spec: { ...DEFAULT_SPEC, version: "1.0" },
  labels: { team: "sensors" },
  expectedGeneration: 0n,
  reason: "a test",
};

Deno.test("UpdateState, QueryState, GetHistory and GetStatus return the manager's results", async () => {
  await using world = await stage();
  const outcome = await world.client.updateState(change);
  assert.equal(outcome.isChanged, true);
  assert.equal(outcome.service.metadata.id, "vehicle/lidar");
  world.manager.put("vehicle/radar");
  const page = await world.client.queryServices(ALL_SERVICES, { limit: 1 });
  assert.deepEqual(page.services.map(({ metadata }) => metadata.id), ["vehicle/lidar"]);
  assert.equal(page.nextAfter, "vehicle/lidar");
  const rest = await world.client.queryServices(ALL_SERVICES, { limit: 10, after: idOf("vehicle/lidar") });
  assert.deepEqual(rest.services.map(({ metadata }) => metadata.id), ["vehicle/radar"]);
  assert.equal(rest.revision, 2n);
  const history = await world.client.readHistory({ afterRevision: 0n, limit: 10, which: "newest" });
  assert.deepEqual(history.events.map(({ eventType }) => eventType), ["SpecChanged", "StatusObserved"]);
  const status = await world.client.status();
  assert.equal(status.version, "1.2.3");
  assert.deepEqual(status.nodes.map(({ node }) => node), ["node-a"]);
});

Deno.test("a refused field is named in the message and in the details, and nothing changes", async () => {
  await using world = await stage();
  const error = await errorOf(
    world.client.updateState({ ...change, spec: { ...change.spec, replicas: 1_001 } }),
  );
  assert.equal(error.code, 3);
  assert.equal(error.kind, "rejected");
  assert.match(
    error.message,
    /^Cannot update vehicle\/lidar: spec\.replicas: 1001 is out of range; accepted: 0 to 1000$/,
  );
  assert.deepEqual(error.violations, [{
    field: "spec.replicas",
    description: "1001 is out of range; accepted: 0 to 1000",
  }]);
  assert.equal(world.manager.revision(), 0n);
});

Deno.test("each kind of failure has its status; a bug reveals nothing to the peer and is logged once", async () => {
  await using world = await stage();
  const failing = async (error: unknown) => {
    world.manager.onUpdate = () => Promise.reject(error);
    return await errorOf(world.client.updateState(change));
  };
  const stale = await failing(
    new StateManagerError({ kind: "stale", what: "vehicle/lidar", got: 1n, current: 2n }),
  );
  assert.equal(stale.code, 10);
  assert.match(stale.message, /generation 1 is stale, current is 2/);
  const illegal = await failing(
    new StateManagerError({ kind: "illegal-transition", what: "vehicle/lidar", reason: "it is terminating" }),
  );
  assert.equal(illegal.code, 9);
  assert.equal(world.log.at("error").length, 0);
  const bug = await failing(new TypeError("secret is undefined", { cause: new Error("deeper") }));
  assert.equal(bug.code, 13);
  assert.equal(bug.message, "Cannot update vehicle/lidar: internal error");
  assert.equal(world.log.at("error").length, 1);
  assert.equal(world.log.at("error")[0]?.fields.cause, "deeper");
});

Deno.test("while the manager is not ready only the status is answered", async () => {
  await using world = await stage();
  world.manager.isReadyNow = false;
  const error = await errorOf(world.client.queryServices(ALL_SERVICES, { limit: 1 }));
  assert.equal(error.code, 14);
  assert.equal((await world.client.status()).isReady, false);
});

Deno.test("a request that is too large is RESOURCE_EXHAUSTED, and the next one is served", async () => {
  await using world = await stage({ limits: { maxMessageBytes: 64 * 1_024 } });
  const large = connect(world.client.address, { maxMessageBytes: 8 * 1_024 * 1_024 });
  try {
    const config = Object.fromEntries(Array.from({ length: 256 }, (_, n) => [`key${n}`, "x".repeat(4_096)]));
    const error = await errorOf(large.updateState({ ...change, spec: { ...change.spec, config } }));
    assert.equal(error.code, 8);
    assert.equal((await large.status()).version, "1.2.3");
  } finally {
    large.close();
  }
});

Deno.test("a page is cut to fit a message, and the next page continues where it ended", async () => {
  await using world = await stage({ limits: { maxMessageBytes: 256 * 1_024 } });
  const config = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`key${n}`, "ä".repeat(2_000)]));
  for (let n = 0; n < 20; n += 1) {
    const service = world.manager.put(`vehicle/s${String(n).padStart(2, "0")}`);
    world.manager.services.set(service.metadata.id, { ...service, spec: { ...service.spec, config } });
  }
  const first = await world.client.queryServices(ALL_SERVICES, { limit: 20 });
  assert.ok(first.services.length > 0 && first.services.length < 20);
  const names = first.services.map(({ metadata }) => metadata.id);
  for (let after = first.nextAfter; after !== undefined;) {
    const page = await world.client.queryServices(ALL_SERVICES, { limit: 20, after });
    names.push(...page.services.map(({ metadata }) => metadata.id));
    after = page.nextAfter;
  }
  assert.deepEqual(names, [...world.manager.services.keys()]);
});

Deno.test("a handler that hangs is answered in time, by the server's limit or by the caller's deadline", async () => {
  await using world = await stage({ limits: { handlerTimeoutMs: 60 } });
  world.manager.onUpdate = () => new Promise(() => {});
  const error = await errorOf(world.client.updateState(change));
  assert.equal(error.code, 4);
  assert.match(error.message, /no result within 60 ms/);
  const hasty = new PeerChannel(world.client.address);
  await hasty.unary(HEALTH.Check, { service: "" }, { what: "connect", deadlineMs: 60_000 });
  const request = specChangeToWire(change);
  const late = await hasty.unary(STATE_MANAGER.UpdateState, request, { what: "update", deadlineMs: 20 });
  assert.ok(late.kind === "failed" && late.error.kind === "timed-out");
  hasty.close();
});

Deno.test("bytes that cannot be decoded are INVALID_ARGUMENT", async () => {
  await using world = await stage();
  const raw = new Client(world.client.address, credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
  });
  try {
    const error = await new Promise<ServiceError | null>((resolve) => {
      raw.makeUnaryRequest(
        "/piccolo.statemanager.v1.StateManager/UpdateState",
        (bytes: Uint8Array) => Buffer.from(bytes),
        (bytes) => bytes,
        new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
        resolve,
      );
    });
    assert.equal(error?.code, 3);
    assert.match(error?.details ?? "", /^request: cannot be decoded/);
  } finally {
    raw.close();
  }
});

Deno.test("a Unix socket is served with mode 0660; a stale one is replaced, a live one is not", async () => {
  using dir = new TempDir();
  const address = `unix:${dir.file("api.sock")}`;
  // A stale socket: bound, never unlinked.
  const stale = Deno.listen({ transport: "unix", path: dir.file("api.sock") });
  await assert.rejects(stage({ listen: [address] }), /another process listens there/);
  Deno.renameSync(dir.file("api.sock"), dir.file("kept.sock"));
  stale.close();
  Deno.renameSync(dir.file("kept.sock"), dir.file("api.sock"));
  {
    await using world = await stage({ listen: [address] });
    const mode = Deno.lstatSync(dir.file("api.sock")).mode ?? 0;
    assert.equal(mode & 0o777, 0o660);
    assert.equal((await world.client.status()).version, "1.2.3");
  }
  assert.throws(() => Deno.lstatSync(dir.file("api.sock")), Deno.errors.NotFound);
  dir.write("file", "mine");
  await assert.rejects(stage({ listen: [`unix:${dir.file("file")}`] }), /a file and not a socket/);
});

Deno.test("plaintext beyond this machine is refused unless it is allowed", async () => {
  await assert.rejects(stage({ listen: ["0.0.0.0:0"] }), /insecure_network/);
  await assert.rejects(stage({ listen: ["127.0.0.1:0", "10.0.0.1:7"] }), /insecure_network/);
});

Deno.test("health follows readiness, and reports NOT_SERVING and UNAVAILABLE during shutdown", async () => {
  await using world = await stage();
  const channel = new PeerChannel(world.client.address);
  const check = async (service: string) => {
    const outcome = await channel.unary(HEALTH.Check, { service }, { what: "check", deadlineMs: 60_000 });
    return outcome.kind === "answered" ? outcome.value.status : outcome.error.code;
  };
  assert.equal(await check(""), "SERVING");
  assert.equal(await check("piccolo.statemanager.v1.StateManager"), "SERVING");
  assert.equal(await check("no.such.Service"), 5);
  const seen: unknown[] = [];
  const watch = channel.stream(HEALTH.Watch, { service: "" }, { what: "watch" });
  for await (const { status } of watch) {
    seen.push(status);
    if (seen.length === 1) world.manager.isReadyNow = false;
    if (seen.length === 2) break;
  }
  assert.deepEqual(seen, ["SERVING", "NOT_SERVING"]);
  assert.equal(await check(""), "NOT_SERVING");
  channel.close();
});

Deno.test("closing ends subscriptions with UNAVAILABLE and aborts calls that exceed the grace time", async () => {
  const world = await stage();
  const ended = errorOf((async () => {
    for await (const _ of world.client.subscribe()) { /* until it ends */ }
  })());
  world.manager.onUpdate = () => new Promise(() => {});
  const hanging = errorOf(world.client.updateState(change));
  await eventually("both are at work", () => world.manager.listeners === 1);
  const closed = world.server.close(60_000);
  assert.equal((await within("the subscription ends", ended)).code, 14);
  await within("a second close hurries the first", world.server.close(20));
  await within("closed", closed);
  assert.equal((await within("the hanging call fails", hanging)).kind, "unreachable");
  world.client.close();
});

Deno.test("Apply sends several changes in one call, a dry run stores nothing, and a refusal names the change", async () => {
  await using world = await stage();
  const changes = [change, { ...change, resourceId: idOf("vehicle/radar") }];
  const dry = await world.client.apply(changes, { isDryRun: true });
  assert.deepEqual(dry.map(({ resourceId }) => resourceId), ["vehicle/lidar", "vehicle/radar"]);
  assert.equal(world.manager.revision(), 0n);
  const applied = await world.client.apply(changes);
  assert.deepEqual(applied.map(({ isChanged }) => isChanged), [true, true]);
  assert.equal(world.manager.services.size, 2);
  const bad = { ...change, spec: { ...change.spec, replicas: 1_001 } };
  const error = await errorOf(world.client.apply([change, bad]));
  assert.equal(error.code, 3);
  assert.match(error.message, /^Cannot apply: changes\[1\]\.spec\.replicas: 1001 is out of range/);
  assert.equal(world.manager.services.size, 2);
});

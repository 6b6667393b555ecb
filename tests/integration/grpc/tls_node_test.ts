/** Nodes over TLS: who a node is, who may ask it for anything, and certificates that are replaced on either side. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { connect as connectController } from "../../../src/grpc/client/action_controller.ts";
import { connect as connectNode } from "../../../src/grpc/client/node_agent.ts";
import { connect } from "../../../src/client/state_manager.ts";
import { TlsWatch } from "../../../src/grpc/server/door/tls_watch.ts";
import { type NodeServer, startNodeServer } from "../../../src/grpc/server/node_server.ts";
import type { NodeApi } from "../../../src/grpc/server/node_services.ts";
import type { StateDiff } from "../../../src/state/diff.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";
import { filesOf, makeLaboratory, materialOf } from "../../support/certificates.ts";
import { diffOf, idOf } from "../../support/domain.ts";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { errorOf, stage } from "./support/stage.ts";
import { clock, random } from "./support/world.ts";

const OPENSSL = missingProgram("openssl");
const NODES = ["front", "rear"] as const;

interface NodeWorld extends AsyncDisposable {
  readonly dir: string;
  /** Of the server that has the certificate of node `front`, whatever it says that it is. */
  readonly address: string;
}

function apiOf(name: string): NodeApi {
  const diff: StateDiff = { ...diffOf(), node: name };
  return {
    name,
    passTerm: () => {},
    holdTerm: () => ({ overruled: new AbortController().signal, release: () => {} }),
    subscribe: () => ({ snapshot: [diff], leave: () => {} }),
    getStateDiff: () => Promise.resolve(diff),
    updateResourceState: () => true,
    carryOut: () => Promise.resolve({ kind: "done", message: "", wasRepeated: false }),
  };
}

/** A node that is called `name`, with the certificate of `front`. */
async function nodeWorld(name: string): Promise<NodeWorld> {
  await using opened = new AsyncDisposableStack();
  const dir = opened.use(new TempDir());
  await makeLaboratory(dir.path, { nodes: NODES });
  const log = new MemoryLog();
  const watch = opened.use(new TlsWatch({ files: filesOf(dir.path, "node-front"), clock, log }));
  const server: NodeServer = await startNodeServer({
    api: apiOf(name),
    ...{ listen: ["tls:127.0.0.1:0"], isNetworkAllowed: false, clock, log },
    tls: { watch, roles: { role: "observer", names: [] } },
    ...{ maxMessageBytes: 65_536, maxConcurrentStreams: 16 },
  });
  opened.defer(() => server.close(0));
  const stack = opened.move();
  return {
    dir: dir.path,
    address: server.addresses[0] ?? "",
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function clientOptions(dir: string, node: string, own = "server") {
  return {
    ...{ node, clock, random, log: new MemoryLog(), term: () => 1n },
    ...{ tls: materialOf(dir, own), reconnectMaxMs: 50, deadlineMs: 5_000 },
  };
}

testIf(
  "a node is followed over TLS when its certificate names it, at an IP address too",
  OPENSSL,
  async () => {
    await using world = await nodeWorld("front");
    match(world.address, /^tls:127\.0\.0\.1:/);
    for (const address of [world.address, world.address.replace("127.0.0.1", "localhost")]) {
      await using client = connectNode(address, clientOptions(world.dir, "front"));
      const seen: string[] = [];
      for await (const message of client.subscribeStateDiffs()) {
        seen.push(message.kind);
        if (message.kind === "snapshot-end") break;
      }
      deepEqual(seen, ["diff", "snapshot-end"], address);
    }
  },
);

testIf(
  "a certificate of one node reports nothing for another, and gets no actions for it",
  OPENSSL,
  async () => {
    await using world = await nodeWorld("rear");
    const options = clientOptions(world.dir, "rear");
    await using client = connectNode(world.address, options);
    const calls: string[] = [];
    const note = (call: string) => () => void calls.push(call);
    const id = client.subscribeToStateDiffs({
      ...{ onConnected: note("connected"), onDiff: note("diff"), onSnapshotEnd: note("end") },
      ...{ onHeard: note("heard"), onDisconnected: note("disconnected") },
      onFenced: note("fenced"),
    });
    await eventually("the refusal to be told", () => options.log.at("warn").length > 0);
    match(
      String(options.log.at("warn")[0]?.fields.reason),
      /is not node rear: its certificate speaks for node front and not for node rear/,
    );
    await client.unsubscribe(id);
    deepEqual(calls, []);
    const controller = connectController(world.address, options);
    const result = await controller.executeAction(actionFor("rear"), new AbortController().signal);
    equal(result.kind, "unreachable");
    controller.close();
  },
);

testIf("a node does nothing for a certificate that only looks, or is of another node", OPENSSL, async () => {
  await using world = await nodeWorld("front");
  for (const own of ["observer", "node-agent", "node-rear"]) {
    const options = clientOptions(world.dir, "front", own);
    await using client = connectNode(world.address, options);
    const error = await client.getStateDiff(diffOf().resourceId, new AbortController().signal).then(
      () => undefined,
      (error) => error,
    );
    match(String(error), /GetStateDiff is not permitted to the role/, own);
  }
});

testIf("a client shows the certificate of the moment: replaced files need no restart", OPENSSL, async () => {
  using dir = new TempDir();
  await makeLaboratory(dir.path);
  for (const kind of ["pem", "key"]) Deno.copyFileSync(dir.file(`observer.${kind}`), dir.file(`own.${kind}`));
  const log = new MemoryLog();
  using serverWatch = new TlsWatch({ files: filesOf(dir.path, "server"), clock, log });
  using own = new TlsWatch({ files: filesOf(dir.path, "own"), clock, log, everyMs: 20 });
  const tls = { watch: serverWatch, roles: { role: "observer", names: [] } } as const;
  const start = (port: string) => stage({ listen: ["127.0.0.1:0", `tls:127.0.0.1:${port}`], tls });
  const first = await start("0");
  const address = first.server.addresses[1] ?? "";
  await using client = connect(address, { tls: own, deadlineMs: 30_000, reconnectMaxMs: 50 });
  equal((await errorOf(client.updateState(CHANGE))).code, 7);
  for (const kind of ["pem", "key"]) Deno.copyFileSync(dir.file(`operator.${kind}`), dir.file(`own.${kind}`));
  await eventually("the new files", () => own.cert.equals(materialOf(dir.path, "operator").cert));
  await first[Symbol.asyncDispose]();
  await using _second = await start(address.split(":").at(-1) ?? "");
  await eventually("the new connection", () => client.status().then(() => true, () => false));
  equal((await client.updateState(CHANGE)).isChanged, true);
});

testIf("a key that does not fit the certificate is not taken over", OPENSSL, async () => {
  using dir = new TempDir();
  await makeLaboratory(dir.path);
  const log = new MemoryLog();
  using watch = new TlsWatch({ files: filesOf(dir.path, "server"), clock, log, everyMs: 20 });
  const before = watch.cert;
  Deno.copyFileSync(dir.file("operator.pem"), dir.file("server.pem"));
  await eventually("the problem to be told", () => log.at("error").length > 0);
  match(String(log.at("error")[0]?.fields.error), /key does not fit/);
  ok(watch.cert.equals(before));
});

const CHANGE = {
  resourceId: idOf("vehicle/lidar"),
  spec: { ...DEFAULT_SPEC, version: "1.0" },
  ...{ labels: {}, expectedGeneration: 0n, reason: "a test" },
};

function actionFor(node: string): PlannedAction {
  return {
    ...{ id: "run-1/plan-1/0", resourceId: idOf("vehicle/lidar"), step: { kind: "Start" }, node },
    desired: { replicas: 2, version: "2", config: {} },
    ...{ generation: 1n, deadlineMs: 5_000, isDisruptive: false, causation: [] },
    estimate: { durationMs: 1, isMeasured: false, affectedReplicas: 0, unavailableMs: 0 },
  };
}

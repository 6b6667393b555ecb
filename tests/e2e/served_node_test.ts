/** Nodes as programs of their own beside a State Manager that knows only their addresses. */
import assert from "node:assert/strict";
import { filesOf, makeLaboratory } from "../support/certificates.ts";
import { missingEtcd } from "../support/etcd/available.ts";
import { RealEtcd } from "../support/etcd/real_etcd.ts";
import { eventually } from "../support/eventually.ts";
import { missingProgram, testIf } from "../support/require.ts";
import { IMPATIENT, Instance } from "../support/instances/instance.ts";
import { ServedNode } from "../support/node/served_node.ts";
import { TempDir } from "../support/temp_dir.ts";

const SLEEP = "runtime: { process: { command: [/bin/sleep, '1000'] } }";
const LIDAR = "vehicle/lidar";

Deno.test("two nodes serve a State Manager: start, crash, move, and a node that is killed and started again", async () => {
  // Names of their own: processes are told apart by them.
  const unique = crypto.randomUUID().slice(0, 8);
  await using front = new ServedNode(`front-${unique}`);
  await using rear = new ServedNode(`rear-${unique}`);
  for (const node of [front, rear]) node.define(LIDAR, SLEEP);
  await Promise.all([front.start(), rear.start()]);
  await using manager = new Instance({
    ...IMPATIENT,
    nodes: [front, rear].map(({ name, address }) => ({ name, address })),
  });
  await manager.start();
  await manager.apply(LIDAR, { nodes: [front.name], replicas: 2 });
  await manager.untilRunning(LIDAR);
  const [first = 0] = front.pids(LIDAR);
  Deno.kill(first, "SIGKILL");
  await eventually("the one that ended is replaced", () => {
    const pids = front.pids(LIDAR);
    return pids.length === 2 && !pids.includes(first);
  });
  await manager.untilRunning(LIDAR);
  const before = front.pids(LIDAR);
  await front.program.end("SIGKILL");
  assert.deepEqual(front.pids(LIDAR), before, "the end of the node ended workloads");
  await eventually("the State Manager misses the node", async () => {
    const service = await manager.find(LIDAR);
    return service?.status.conditions.some(({ type, status }) => type === "Reachable" && status !== "True");
  });
  await manager.apply(LIDAR, { nodes: [rear.name], replicas: 2 });
  await eventually("it runs on the other node", () => rear.pids(LIDAR).length === 2);
});

testIf(
  "over TLS a node with its own certificate is followed and acts, and one with the certificate of another is not",
  missingProgram("openssl"),
  async () => {
    const unique = crypto.randomUUID().slice(0, 8);
    const name = `front-${unique}`;
    using dir = new TempDir();
    await makeLaboratory(dir.path, { nodes: [name] });
    const tlsOf = (own: string) => {
      const { caFile, certFile, keyFile } = filesOf(dir.path, own);
      return { ca_file: caFile, cert_file: certFile, key_file: keyFile };
    };
    const settings = { listen: ["tls:127.0.0.1:0"], tls: tlsOf(`node-${name}`) };
    await using front = new ServedNode(name, settings);
    await using rear = new ServedNode(`rear-${unique}`, settings);
    for (const node of [front, rear]) node.define(LIDAR, SLEEP);
    await Promise.all([front.start(), rear.start()]);
    await using manager = new Instance({
      ...IMPATIENT,
      tls: tlsOf("server"),
      nodes: [front, rear].map(({ name, address }) => ({ name, address })),
    });
    await manager.start();
    await manager.apply(LIDAR, { nodes: [front.name] });
    await manager.untilRunning(LIDAR);
    const { nodes } = await manager.client.status();
    assert.deepEqual(nodes.map(({ node, isConnected }) => [node, isConnected]), [[front.name, true], [
      rear.name,
      false,
    ]]);
  },
);

Deno.test("a service moves between nodes with controllers of their own, and is stopped where it was", async () => {
  const unique = crypto.randomUUID().slice(0, 8);
  await using front = new ServedNode(`front-${unique}`);
  await using rear = new ServedNode(`rear-${unique}`);
  for (const node of [front, rear]) node.define(LIDAR, SLEEP);
  await Promise.all([front.start(), rear.start()]);
  await using manager = new Instance({
    ...IMPATIENT,
    nodes: [front, rear].map(({ name, address }) => ({ name, address })),
  });
  await manager.start();
  await manager.apply(LIDAR, { nodes: [front.name] });
  await manager.untilRunning(LIDAR);
  await manager.apply(LIDAR, { nodes: [rear.name] });
  await manager.untilRunning(LIDAR);
  await eventually(
    "it left the first node",
    () => front.pids(LIDAR).length === 0 && rear.pids(LIDAR).length === 1,
  );
});

testIf(
  "a node registers itself in etcd, and a State Manager that knows only etcd uses it",
  missingEtcd(),
  async () => {
    await using etcd = await RealEtcd.start();
    const endpoints = { etcd: { endpoints: etcd.endpoints.map((one) => one.replace(/^https?:\/\//, "")) } };
    const unique = crypto.randomUUID().slice(0, 8);
    await using front = new ServedNode(`front-${unique}`, endpoints);
    front.define(LIDAR, SLEEP);
    await front.start();
    await using manager = new Instance({ ...IMPATIENT, ...endpoints });
    await manager.start();
    await manager.apply(LIDAR);
    await manager.untilRunning(LIDAR);
    assert.equal(front.pids(LIDAR).length, 1);
  },
);

// Certificates, users and tokens between the etcd client and a real etcd.
import assert from "node:assert/strict";
import net from "node:net";
import type { EtcdClient } from "../../../src/etcd/client.ts";
import { missingEtcd } from "../../support/etcd/available.ts";
import { Authority } from "../../support/etcd/certificates.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { eventually } from "../../support/eventually.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { clientOf, doing, failureOf, ok, put, WatchRecorder } from "./support.ts";

const missing = missingEtcd();
const missingTls = missing ?? missingProgram("openssl");
const USER = { username: "manager", password: "it's a secret" };

testIf("over TLS etcd and client verify each other's certificate", missingTls, async () => {
  await using etcd = await RealEtcd.start({ tls: true });
  assert.ok(etcd.tls !== undefined);
  const { authority, client: own } = etcd.tls;
  await using client = clientOf(etcd, { tls: { ca: authority.ca, cert: own.cert, key: own.key } });
  assert.equal(await client.put("/a", "1"), true);
  const bytes = new TextEncoder().encode(authority.ca);
  await using same = clientOf({
    endpoints: etcd.endpoints.map((endpoint) => endpoint.replace("https://", "")),
  }, {
    tls: { ca: bytes, cert: own.cert, key: own.key },
  });
  assert.equal(await same.get("/a"), "1");

  await using withoutCertificate = clientOf(etcd, { tls: { ca: authority.ca } });
  const refused = failureOf(await withoutCertificate.txn(doing(put("/a", "2"))));
  // A server of TLS 1.3 says so after the handshake, so that the call may have been on its way.
  assert.ok(["denied", "unavailable"].includes(refused.kind), refused.message);

  using dir = new TempDir("statemanager-etcd-ca-");
  await using another = clientOf(etcd, { tls: { ca: new Authority(dir.path, "another").ca } });
  const distrusted = failureOf(await another.txn(doing(put("/a", "2"))));
  assert.deepEqual([distrusted.kind, distrusted.mayHaveHappened], ["denied", false]);
  assert.equal(await client.get("/a"), "1");
});

testIf("a certificate for another address is not accepted", missingTls, async () => {
  await using etcd = await RealEtcd.start({ tls: true });
  assert.ok(etcd.tls !== undefined);
  const { authority, client: own } = etcd.tls;
  const port = Number(new URL(etcd.endpoints[0] ?? "").port);
  await using elsewhere = await Detour.start(port);
  await using client = clientOf({ endpoints: [`127.0.0.9:${elsewhere.port}`] }, {
    tls: { ca: authority.ca, cert: own.cert, key: own.key },
  });
  const failure = failureOf(await client.range({ key: "/a", isPrefix: false }));
  assert.equal(failure.kind, "denied");
  assert.match(failure.message, /127\.0\.0\.9/);
});

testIf("an endpoint without TLS contradicts a configured CA", undefined, () => {
  assert.throws(() => clientOf({ endpoints: ["http://127.0.0.1:2379"] }, { tls: { ca: "" } }), /without TLS/);
  assert.throws(() => clientOf({ endpoints: [] }), /at least one endpoint/);
});

testIf(
  "a user may do what its role allows; a wrong password and no password are denied",
  missing,
  async () => {
    await using etcd = await RealEtcd.start({ auth: { ...USER, prefix: "/mine/" } });
    await using client = clientOf(etcd, { auth: USER });
    assert.equal(await client.put("/mine/a", "1"), true);
    assert.equal(await client.get("/mine/a"), "1");
    const lease = ok(await client.leaseGrant(600)).value.id;
    assert.equal(ok(await client.leaseKeepAlive(lease)).value.ttlSeconds, 600);
    const [status] = await client.status();
    assert.equal(status?.kind, "ok");
    const recorder = new WatchRecorder();
    client.openWatch({ prefix: "/mine/", startRevision: 1n }, recorder);
    await eventually("the event", () => recorder.lines.length === 1);

    const elsewhere = new WatchRecorder();
    client.openWatch({ prefix: "/other/", startRevision: 1n }, elsewhere);
    const { kind } = await eventually("the watch to be refused", () => elsewhere.ends[0]);
    assert.equal(kind, "denied");
    assert.equal(failureOf(await client.txn(doing(put("/other/a", "1")))).kind, "denied");

    await using wrong = clientOf(etcd, { auth: { ...USER, password: "guessed" } });
    const failure = failureOf(await wrong.txn(doing(put("/mine/a", "2"))));
    assert.deepEqual([failure.kind, failure.mayHaveHappened], ["denied", false]);
    await using nobody = clientOf(etcd);
    assert.equal(failureOf(await nobody.range({ key: "/mine/a", isPrefix: false })).kind, "denied");
  },
);

testIf("an expired token is replaced within the call; a watch is refused once", missing, async () => {
  await using etcd = await RealEtcd.start({ auth: USER, extraArgs: ["--auth-token-ttl=1"] });
  await using client = clientOf(etcd, { auth: USER });
  assert.equal(await client.put("/a", "1"), true);
  await untilTokenRunsOut();
  assert.equal(await client.put("/a", "2"), true);
  await untilTokenRunsOut();
  assert.equal(await watchOnce(client), "denied");
  assert.equal(await watchOnce(client), "created");
});

testIf(
  "a token of a replaced cluster, on which the new one hangs, is discarded",
  missing,
  async () => {
    await using etcd = await RealEtcd.start({ auth: USER });
    await using client = clientOf(etcd, { auth: USER, callTimeoutMs: 500 });
    for (let round = 0; round < 20; round++) await client.put("/a", "1");
    await etcd.restart();
    await eventually("a write with the token of before", () => client.put("/a", "2"));
    await using other = clientOf(etcd, { auth: USER, callTimeoutMs: 500 });
    await eventually("the other's read", async () => await other.get("/a") === "2");
    await etcd.wipe();
    await eventually("a write to the new cluster", () => client.put("/a", "3"));
    await eventually("a watch of the new cluster", async () => await watchOnce(other) === "created");
  },
);

/** Every use prolongs a token, and the server looks once a second. */
async function untilTokenRunsOut(): Promise<void> {
  const usedAtMs = performance.now();
  await eventually("the token to run out", () => performance.now() - usedAtMs > 2_500);
}

/** The first delivery of a new watch. */
async function watchOnce(client: EtcdClient): Promise<string> {
  const recorder = new WatchRecorder();
  const watch = client.openWatch({ prefix: "/", startRevision: 1n }, recorder);
  const news = await eventually("news of the watch", () => recorder.ends[0] ?? recorder.responses[0]);
  watch.cancel();
  return news.kind;
}

testIf("a client with a password works with an etcd without authentication", missing, async () => {
  await using etcd = await RealEtcd.start();
  await using client = clientOf(etcd, { auth: USER });
  assert.equal(await client.put("/a", "1"), true);
  assert.equal(await client.get("/a"), "1");
});

/** Another address that leads to the same server. */
class Detour implements AsyncDisposable {
  readonly #server: net.Server;

  private constructor(server: net.Server) {
    this.#server = server;
  }

  static async start(port: number): Promise<Detour> {
    const server = net.createServer((socket) => {
      const onward = net.connect(port, "127.0.0.1");
      for (const [from, to] of [[socket, onward], [onward, socket]] as const) {
        from.pipe(to);
        from.on("error", () => to.destroy());
        from.on("close", () => to.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.9", resolve));
    return new Detour(server);
  }

  get port(): number {
    const address = this.#server.address();
    return address === null || typeof address === "string" ? 0 : address.port;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

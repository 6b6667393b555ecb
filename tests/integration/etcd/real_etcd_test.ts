import assert from "node:assert/strict";
import { missingEtcd, missingSlowDisk } from "../../support/etcd/available.ts";
import { Authority } from "../../support/etcd/certificates.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { TcpProxy } from "../../support/etcd/tcp_proxy.ts";
import { eventually } from "../../support/eventually.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

const missing = missingEtcd();
const missingTls = missing ?? missingProgram("openssl");

/** The value of a key; empty when it is not there. */
async function get(etcd: RealEtcd, key: string): Promise<string> {
  return (await etcd.ctl("get", key, "--print-value-only")).trimEnd();
}

testIf("RealEtcd: a key can be written and read, and everything is removed at dispose", missing, async () => {
  const etcd = await RealEtcd.start();
  const pid = etcd.pid();
  assert.equal(Deno.statSync(`/proc/${pid}`).isDirectory, true);
  await etcd.ctl("put", "/a", "1");
  assert.equal(await get(etcd, "/a"), "1");
  assert.equal(await etcd.revision(), 2);
  await etcd[Symbol.asyncDispose]();
  assert.throws(() => Deno.statSync(`/proc/${pid}`), Deno.errors.NotFound);
  assert.equal(etcd.pid(), 0);
  await etcd[Symbol.asyncDispose]();
});

testIf("RealEtcd: a kill loses nothing, and the endpoint stays", missing, async () => {
  await using etcd = await RealEtcd.start();
  const { endpoints } = etcd;
  await etcd.ctl("put", "/a", "1");
  await etcd.kill();
  assert.equal(etcd.pid(), 0);
  await etcd.restart();
  assert.deepEqual(etcd.endpoints, endpoints);
  assert.equal(await get(etcd, "/a"), "1");
});

testIf("RealEtcd: a paused member keeps silent until it is resumed", missing, async () => {
  await using etcd = await RealEtcd.start();
  etcd.pause();
  const { endpoints } = etcd;
  const silent = await etcd.tryCtl(["get", "/a", "--command-timeout=200ms"], { endpoints });
  assert.equal(silent.success, false);
  assert.match(silent.stderr, /context deadline exceeded/);
  etcd.resume();
  assert.equal(await get(etcd, "/a"), "");
});

testIf(
  "RealEtcd: three members work without one, which comes back empty and catches up",
  missing,
  async () => {
    await using etcd = await RealEtcd.start({ members: 3 });
    await etcd.ctl("put", "/a", "1");
    await etcd.kill(0);
    await eventually("the other two to take writes", async () => {
      const { success } = await etcd.tryCtl(["put", "/a", "2", "--command-timeout=1s"]);
      return success;
    });
    await etcd.wipe(0);
    const { stdout } = await etcd.tryCtl(["get", "/a", "--print-value-only"], {
      endpoints: etcd.endpoints.slice(0, 1),
    });
    assert.equal(stdout.trimEnd(), "2");
  },
);

testIf("RealEtcd: a single member that is wiped begins again", missing, async () => {
  await using etcd = await RealEtcd.start();
  await etcd.ctl("put", "/a", "1");
  await etcd.wipe();
  assert.equal(await get(etcd, "/a"), "");
  assert.equal(await etcd.revision(), 1);
});

testIf(
  "RealEtcd: TLS refuses a client without a certificate, and one of another authority",
  missingTls,
  async () => {
    await using etcd = await RealEtcd.start({ tls: true });
    assert.ok(etcd.endpoints.every((endpoint) => endpoint.startsWith("https://")));
    await etcd.ctl("put", "/a", "1");
    const without = await etcd.tryCtl(["get", "/a", "--command-timeout=1s"], { hasCertificate: false });
    assert.equal(without.success, false);

    using dir = new TempDir();
    const rogue = new Authority(dir.path, "rogue").sign("client");
    const args = [`--cert=${rogue.certPath}`, `--key=${rogue.keyPath}`, "get", "/a", "--command-timeout=1s"];
    const foreign = await etcd.tryCtl(args, { hasCertificate: false });
    assert.equal(foreign.success, false);
    assert.equal(await get(etcd, "/a"), "1");
  },
);

testIf("RealEtcd: authentication refuses a wrong password, no user, and foreign keys", missing, async () => {
  const auth = { username: "statemanager", password: "right", prefix: "/ours/" };
  await using etcd = await RealEtcd.start({ auth });
  const as = (user: string | null, ...args: readonly string[]) => etcd.tryCtl(args, { user });
  assert.equal((await as("statemanager:right", "put", "/ours/a", "1")).success, true);
  assert.match((await as("statemanager:wrong", "get", "/ours/a")).stderr, /invalid user ID or password/);
  assert.match((await as(null, "get", "/ours/a")).stderr, /user name is empty/);
  assert.match((await as("statemanager:right", "put", "/theirs/a", "1")).stderr, /permission denied/);
  assert.equal(await get(etcd, "/ours/a"), "1");
});

testIf("RealEtcd: a full store refuses writes, until there is room again", missing, async () => {
  await using etcd = await RealEtcd.start({ quotaBytes: 2 * 1024 * 1024 });
  await etcd.ctl("put", "/a", "1");
  await etcd.fillToNoSpace();
  await assert.rejects(etcd.ctl("put", "/a", "2"), /database space exceeded/);
  assert.match(await etcd.ctl("alarm", "list"), /NOSPACE/);
  await etcd.restart();
  assert.equal(await get(etcd, "/a"), "1");
  await etcd.clearNoSpace();
  await etcd.ctl("put", "/a", "2");
  assert.equal(await get(etcd, "/a"), "2");
});

testIf("RealEtcd: compaction forgets history, by hand and by etcd itself", missing, async () => {
  await using etcd = await RealEtcd.start({ autoCompaction: { mode: "periodic", retention: "1s" } });
  await etcd.ctl("put", "/a", "1");
  await etcd.ctl("put", "/a", "2");
  const revision = await etcd.compact();
  await assert.rejects(etcd.ctl("get", "/a", `--rev=${revision - 1}`), /has been compacted/);
  await etcd.ctl("put", "/a", "3");
  await eventually("etcd to compact by itself", async () => {
    const { stderr } = await etcd.tryCtl(["get", "/a", `--rev=${revision}`]);
    return stderr.includes("has been compacted");
  }, { intervalMs: 100 });
});

testIf("RealEtcd: a restored backup has the old keys and a lower revision", missing, async () => {
  await using etcd = await RealEtcd.start();
  await etcd.ctl("put", "/a", "1");
  const backup = await etcd.snapshotSave();
  const saved = await etcd.revision();
  await etcd.ctl("put", "/a", "2");
  assert.ok(await etcd.revision() > saved);
  await etcd.snapshotRestore(backup);
  assert.equal(await get(etcd, "/a"), "1");
  assert.equal(await etcd.revision(), saved);
});

testIf(
  "RealEtcd: a slow disk makes a write slow, and a kill still ends it",
  missing ?? missingSlowDisk(),
  async () => {
    await using etcd = await RealEtcd.start({ fsyncDelayMs: 50 });
    const startMs = performance.now();
    await etcd.ctl("put", "/a", "1");
    assert.ok(performance.now() - startMs >= 50, "a write waits for at least one flush");
    assert.match(Deno.readTextFileSync(`/proc/${etcd.pid()}/comm`), /^etcd/);
    await etcd.kill();
    await etcd.restart();
    assert.equal(await get(etcd, "/a"), "1");
  },
);

testIf(
  "RealEtcd: behind a proxy it is unreachable while the proxy is cut, and reachable when it is healed",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    await using proxy = await TcpProxy.start(etcd.endpoints[0] ?? "");
    const through = (...args: readonly string[]) =>
      etcd.tryCtl([...args, "--command-timeout=1s"], { endpoints: [proxy.address] });
    assert.equal((await through("put", "/a", "1")).success, true);
    await proxy.cut();
    assert.equal((await through("put", "/a", "2")).success, false);
    await proxy.heal();
    assert.equal((await through("get", "/a", "--print-value-only")).stdout.trimEnd(), "1");
  },
);

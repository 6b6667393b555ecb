/** The probe of `doctor` on a real etcd. */
import assert from "node:assert/strict";
import { checkEtcd } from "../../../src/cli/doctor/checks_etcd.ts";
import { probeEtcd, type ProbeSettings } from "../../../src/etcd/client/probe.ts";
import type { EtcdAnswer } from "../../../src/ports/etcd_facts.ts";
import "../../support/http2/settled.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { etcdPrograms, missingEtcd } from "../../support/etcd/available.ts";
import { RealEtcd } from "../../support/etcd/real_etcd.ts";
import { eventually } from "../../support/eventually.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

const missing = missingEtcd();

function probe(
  endpoints: readonly string[],
  parts: Partial<ProbeSettings> = {},
): ReturnType<typeof probeEtcd> {
  const empty = { caFile: "", certFile: "", keyFile: "", username: "", passwordFile: "" };
  return probeEtcd({ endpoints, prefix: "/p/", ...empty, ...parts }, {
    clock: new SystemClock(),
    timeoutMs: 30_000,
    signal: new AbortController().signal,
  });
}

/** As the configuration writes them. */
function addressesOf(etcd: RealEtcd): readonly string[] {
  return etcd.endpoints.map((url) => new URL(url).host);
}

function answered(found: EtcdAnswer | undefined): Extract<EtcdAnswer, { readonly kind: "answered" }> {
  if (found?.kind !== "answered") assert.fail(found?.message ?? "there is no endpoint");
  return found;
}

testIf(
  "probeEtcd() reports version, size and leader of a member, and which keys exist",
  missing,
  async () => {
    await using etcd = await RealEtcd.start();
    const endpoints = addressesOf(etcd);
    const empty = await probe(endpoints);
    assert.deepEqual(empty.endpoints.map(({ address }) => address), endpoints);
    const found = answered(empty.endpoints[0]?.found);
    assert.equal(found.version, etcd.version.replace(/^v/, ""));
    assert.deepEqual([found.hasLeader, found.alarms, found.dbSizeBytes > 0], [true, [], true]);
    const writable = { kind: "read", nodes: [], isWritable: true };
    assert.deepEqual(empty.keys, { ...writable, hasSchema: false });

    await etcd.ctl("put", "/p/meta/schema", "{}");
    await etcd.ctl("put", "/p/leader", '{"v":1,"instance":"ecu-a","term":"3"}');
    assert.deepEqual((await probe(endpoints)).keys, { ...writable, hasSchema: true, leader: "ecu-a" });
    await etcd.ctl("put", "/p/leader", "by hand");
    assert.deepEqual((await probe(endpoints)).keys, { ...writable, hasSchema: true, leader: "by hand" });

    await etcd.ctl("put", "/p/nodes/front", '{"v":1,"address":"10.0.0.2:47101"}');
    await etcd.ctl("put", "/p/nodes/rear", "by hand");
    const { keys } = await probe(endpoints);
    assert.ok(keys.kind === "read");
    assert.deepEqual(keys.nodes.map(({ node, address }) => [node, address]), [
      ["front", "10.0.0.2:47101"],
      ["rear", undefined],
    ]);
    assert.match(keys.nodes[1]?.problem ?? "", /not readable/);
    assert.equal(await etcd.ctl("get", "/p/meta/doctor", "--keys-only"), "", "nothing is left behind");
  },
);

testIf("probeEtcd() reports the other members when one does not answer", missing, async () => {
  const endpoints = ["127.0.0.1:1"];
  const { endpoints: [only], keys } = await probe(endpoints);
  assert.equal(only?.found.kind, "failed");
  assert.equal(keys.kind, "failed");
  assert.ok(
    keys.kind === "failed" && /127\.0\.0\.1:1: .*ECONNREFUSED/.test(keys.message),
    JSON.stringify(keys),
  );
});

testIf(
  "probeEtcd() over TLS, and with a missing file",
  missing ?? missingProgram("openssl"),
  async () => {
    await using etcd = await RealEtcd.start({ tls: true });
    const { tls } = etcd;
    assert.ok(tls !== undefined);
    using dir = new TempDir();
    const files = {
      caFile: dir.write("ca.pem", tls.authority.ca),
      certFile: dir.write("client.pem", tls.client.cert),
      keyFile: dir.write("client.key", tls.client.key),
    };
    const endpoints = addressesOf(etcd);
    answered((await probe(endpoints, files)).endpoints[0]?.found);
    const wrong = await probe(endpoints, { ...files, caFile: dir.file("gone.pem") });
    assert.ok(
      wrong.endpoints[0]?.found.kind === "failed" && /gone\.pem/.test(wrong.endpoints[0].found.message),
    );
  },
);

testIf(
  "the commands that doctor prints for a full etcd free its space",
  missing ?? missingProgram("bash"),
  async () => {
    const quotaBytes = 2 * 1024 * 1024;
    await using etcd = await RealEtcd.start({ quotaBytes });
    const endpoints = addressesOf(etcd);
    const value = "x".repeat(100_000);
    const put = () => etcd.tryCtl(["put", "/filler", value], { endpoints: etcd.endpoints });
    await eventually("the database to be full", async () => !(await put()).success, { intervalMs: 0 });

    const full = await probe(endpoints);
    assert.deepEqual(answered(full.endpoints[0]?.found).alarms, ["NOSPACE"]);
    assert.equal(full.keys.kind === "read" && full.keys.isWritable, false);
    const wanted = { hasController: true, isHaEnabled: false, instance: "a" };
    const problem = checkEtcd({ etcd: full, wanted }).find(({ level }) => level === "problem");
    assert.ok(problem?.level === "problem");
    const commands = problem.advice.split("\n").filter((line) => line.includes("etcdctl"));
    const { success, stderr } = await new Deno.Command("bash", {
      args: ["-euo", "pipefail", "-c", commands.join("\n")],
      env: { ETCDCTL_API: "3", PATH: `${etcdPrograms().dir}:${Deno.env.get("PATH") ?? ""}` },
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));

    assert.deepEqual(answered((await probe(endpoints)).endpoints[0]?.found).alarms, []);
    assert.equal((await put()).success, true);
  },
);

/** TLS 1.3 with client certificates, between real certificates, sockets and files. */
import { equal, match, ok, rejects, throws } from "node:assert/strict";
import { connect } from "../../../src/client/state_manager.ts";
import { MAX_HANDSHAKES } from "../../../src/grpc/server/door/handshakes.ts";
import { certificateFigures, TlsWatch } from "../../../src/grpc/server/door/tls_watch.ts";
import { expiryMs } from "../../../src/grpc/tls.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import type { AuditEntry } from "../../../src/ports/audit.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { filesOf, makeLaboratory, materialOf } from "../../support/certificates.ts";
import { idOf } from "../../support/domain.ts";
import { eventually } from "../../support/eventually.ts";
import { RawPeer } from "../../support/http2/raw_peer.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { errorOf, type Stage, stage } from "./support/stage.ts";
import { clock } from "./support/world.ts";

const OPENSSL = missingProgram("openssl");

interface World {
  readonly dir: TempDir;
  readonly stage: Stage;
  /** `tls:localhost:PORT`. */
  readonly address: string;
  readonly watch: TlsWatch;
  readonly log: MemoryLog;
  readonly trail: readonly AuditEntry[];
}

function testTls(name: string, test: (world: World) => Promise<void>): void {
  testIf(name, OPENSSL, async () => {
    using dir = new TempDir();
    await makeLaboratory(dir.path);
    const log = new MemoryLog();
    const trail: AuditEntry[] = [];
    using watch = new TlsWatch({ files: filesOf(dir.path, "server"), clock, log, everyMs: 20 });
    await using world = await stage({
      listen: ["127.0.0.1:0", "tls:127.0.0.1:0"],
      tls: { watch, roles: { role: "observer", names: [] } },
      audit: { append: (entry) => void trail.push(entry) },
      log,
    });
    const address = (world.server.addresses[1] ?? "").replace("127.0.0.1", "localhost");
    await test({ dir, stage: world, address, watch, log, trail });
  });
}

const CHANGE = {
  resourceId: idOf("vehicle/lidar"),
  spec: { ...DEFAULT_SPEC, version: "1.0" },
  ...{ labels: {}, expectedGeneration: 0n, reason: "a test" },
};

testTls(
  "a client with a certificate is served by its role, and the audit trail has its names",
  async (world) => {
    await using operator = connect(world.address, {
      tls: materialOf(world.dir.path, "operator"),
      deadlineMs: 60_000,
    });
    equal((await operator.updateState(CHANGE)).isChanged, true);
    await using observer = connect(world.address, {
      tls: materialOf(world.dir.path, "observer"),
      deadlineMs: 60_000,
    });
    equal((await observer.queryServices(ALL_SERVICES, { limit: 1 })).services.length, 1);
    equal((await errorOf(observer.updateState(CHANGE))).code, 7);
    equal(world.trail.length, 2);
    match(world.trail[0]?.origin ?? "", /^127\.0\.0\.1:\d+ \(URI:piccolo:\/\/role\/operator\)$/);
  },
);

testTls(
  "nobody gets in without a certificate, with one of another authority, or in plaintext",
  async (world) => {
    using rogue = new TempDir();
    await makeLaboratory(rogue.path);
    const { ca } = materialOf(world.dir.path, "operator");
    const stranger = { ...materialOf(rogue.path, "admin"), ca };
    const options = { deadlineMs: 5_000, reconnectMaxMs: 100 };
    await using client = connect(world.address, { ...options, tls: stranger });
    equal((await errorOf(client.status())).kind, "unreachable");
    await using plain = connect(world.address.slice("tls:".length), options);
    equal((await errorOf(plain.status())).kind, "unreachable");
    const port = Number(world.address.split(":").at(-1));
    await rejects(async () => {
      using nobody = await Deno.connectTls({
        hostname: "localhost",
        port,
        caCerts: [ca.toString()],
        alpnProtocols: ["h2"],
      });
      // With TLS 1.3 the refusal comes with the first read.
      const count = await nobody.read(new Uint8Array(1));
      if (count === null) throw new Error("closed");
    });
    await using good = connect(world.address, {
      tls: materialOf(world.dir.path, "operator"),
      deadlineMs: 60_000,
    });
    equal((await good.status()).version, "1.2.3");
  },
);

testTls(
  "connections that never prove who they are lock nobody out, and few of them are kept",
  async (world) => {
    const [hostname = "", port = ""] = (world.stage.server.addresses[1] ?? "").replace("tls:", "").split(":");
    using silent = new DisposableStack();
    const level = () => world.stage.server.buffers().find(({ name }) => name === "tls_handshakes");
    for (let count = 0; count < 2 * MAX_HANDSHAKES; count++) {
      silent.use(await Deno.connect({ hostname, port: Number(port) }));
    }
    const tls = materialOf(world.dir.path, "operator");
    await using good = connect(world.address, { tls, deadlineMs: 60_000 });
    equal((await good.status()).version, "1.2.3");
    await eventually(
      "half of them, and one more, to be closed",
      () => (level()?.overflows ?? 0) > MAX_HANDSHAKES,
    );
    ok((level()?.used ?? MAX_HANDSHAKES) < MAX_HANDSHAKES, "the good one waits no more");
  },
);

testTls("a client does not talk to a server of another authority", async (world) => {
  using rogue = new TempDir();
  await makeLaboratory(rogue.path);
  const tls = { ...materialOf(world.dir.path, "operator"), ca: materialOf(rogue.path, "operator").ca };
  await using client = connect(world.address, { tls, deadlineMs: 5_000, reconnectMaxMs: 100 });
  equal((await errorOf(client.status())).kind, "unreachable");
});

testTls(
  "certificates that are replaced are taken over without a restart, and a broken file changes nothing",
  async (world) => {
    const path = world.dir.path;
    await using before = await RawPeer.connectTls(world.address, materialOf(path, "operator"));
    const old = world.watch.material;
    Deno.writeTextFileSync(`${path}/server.pem`, "nonsense");
    await eventually("the broken file to be told", () => world.log.at("error").length > 0);
    ok(world.watch.material.cert.equals(old.cert));
    Deno.removeSync(`${path}/server.pem`);
    await makeLaboratory(path);
    await eventually("the new one", () => !world.watch.material.cert.equals(old.cert));
    await using after = connect(world.address, { tls: materialOf(path, "operator"), deadlineMs: 60_000 });
    equal((await after.status()).version, "1.2.3");
    ok(before.isOpen, "who was connected stays so");
  },
);

testIf("a certificate that expires within 30 days is a warning and a figure", OPENSSL, async () => {
  using dir = new TempDir();
  await makeLaboratory(dir.path, { days: 5 });
  const log = new MemoryLog();
  using watch = new TlsWatch({ files: filesOf(dir.path, "server"), clock, log });
  equal(log.at("warn")[0]?.message, "The certificate expires soon");
  equal(log.at("warn")[0]?.fields.days, 4);
  const left = certificateFigures(watch)["statemanager_tls_certificate_left_seconds"] ?? 0;
  const told: string[] = [];
  watch.onExpiry((text) => void told.push(text));
  match(told.join(), /^The certificate .*server\.pem expires in 4 days, at /);
  ok(left > 4 * 86_400 && left <= 5 * 86_400, `${left}`);
  ok(expiryMs(materialOf(dir.path, "operator")) > Date.now());
});

Deno.test("an address with TLS is never plaintext: without certificates there is neither a listener nor a client", async () => {
  const failure = await stage({ listen: ["tls:127.0.0.1:0"] }).then(() => undefined, (error) => error);
  match(String(failure), /Cannot listen on tls:127\.0\.0\.1:0: there are no certificates: set tls\.ca_file/);
  throws(() => connect("tls:localhost:1"), /needs certificates/);
});

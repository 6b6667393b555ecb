/** What `doctor` finds on a real machine: files, certificates, sockets, a real daemon. */
import assert from "node:assert/strict";
import type { Finding } from "../../../src/cli/doctor/finding.ts";
import { JOURNAL_FILE } from "../../../src/journal/journal.ts";
import { acquireInstanceLock } from "../../../src/platform/process/lock.ts";
import { Daemon } from "../../support/program.ts";
import { freeAddress } from "../../support/free_ports.ts";
import { type ProgramUnderTest, testPrograms } from "../../support/program/under_test.ts";
import { missingProgram } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { missingTmpfs, Tmpfs } from "../../support/tmpfs.ts";
import { LIDAR, openSound, step } from "../journal/support.ts";

/** What is found with this configuration. */
async function look(
  program: ProgramUnderTest,
  { dir, config, words = [] }: {
    readonly dir: TempDir;
    readonly config: string;
    readonly words?: readonly string[];
  },
): Promise<readonly Finding[]> {
  const configPath = dir.write("config.yaml", config);
  const { exitCode, stdout } = await program.run(["doctor", "--config", configPath, "-o", "json", ...words]);
  const report: { readonly problems: number; readonly checks: readonly Finding[] } = JSON.parse(stdout);
  assert.equal(exitCode, report.problems === 0 ? 0 : 6, stdout);
  return report.checks;
}

/** One of those of the check is on this level, and says this. */
function assertFound(found: readonly Finding[], check: string, level: string, text: RegExp): void {
  const lines = found.filter((finding) => finding.check === check && finding.level === level);
  assert.ok(
    lines.some(({ message }) => text.test(message)),
    `${check}: ${level}: ${text} is not in ${JSON.stringify(found)}`,
  );
}

testPrograms("doctor on a machine where nothing runs yet", async (program) => {
  using dir = new TempDir();
  const config = `state_dir: ${dir.file("state")}\nlisten: ["${freeAddress()}"]\n`;
  const found = await look(program, { dir, config });
  assertFound(found, "configuration", "ok", /config\.yaml: valid/);
  assertFound(found, "state directory", "warning", /does not exist yet/);
  assertFound(found, "journal", "ok", /none yet/);
  assertFound(found, "instance lock", "ok", /free/);
  assertFound(found, "State Manager", "problem", /connection refused: nobody listens there/);
  assertFound(found, "etcd", "ok", /not configured/);
  assert.throws(() => Deno.statSync(dir.file("state")), Deno.errors.NotFound, "it only looks");
});

testPrograms("doctor finds every mistake of a configuration, and looks at nothing else", async (program) => {
  using dir = new TempDir();
  const found = await look(program, { dir, config: "state_dir: here\nlistne: []\n" });
  const checks = found.map(({ check }) => check);
  assert.deepEqual(checks, ["configuration", "configuration", "everything else"]);
  assertFound(found, "configuration", "problem", /config\.yaml:1:\d+: state_dir/);
  assertFound(found, "configuration", "problem", /config\.yaml:2:\d+: listne/);
});

testPrograms(
  "doctor tells a journal that is damaged, one set aside, and a clock before its newest event",
  async (program) => {
    using dir = new TempDir();
    const stateDir = dir.file("state");
    const path = dir.file("state", JOURNAL_FILE);
    const config = `state_dir: ${stateDir}\nlisten: ["unix:${dir.file("socket")}"]\n`;
    const journal = openSound(path);
    for (let revision = 1n; revision < 200n; revision += 1n) {
      journal.commit(step(LIDAR, revision, { timestampMs: Date.UTC(2999, 0) }));
    }
    await journal[Symbol.asyncDispose]();
    dir.write(`state/${JOURNAL_FILE}.corrupt-1`, "what was left of it");
    const found = await look(program, { dir, config });
    assertFound(found, "journal", "warning", /journal\.db\.corrupt-1 was moved aside/);
    assertFound(found, "clock", "problem", /before the newest event of the journal, 2999/);
    assertFound(found, "State Manager", "problem", /there is no such socket/);
    assertFound(found, "state directory", "ok", /MiB free/);
    const bytes = Deno.readFileSync(path);
    Deno.writeFileSync(path, bytes.fill(0xa5, 2 * 4_096));
    Deno.removeSync(`${path}.corrupt-1`);
    assertFound(await look(program, { dir, config }), "journal", "problem", /damaged/);
  },
);

testPrograms("doctor asks a running daemon, and sees who has the lock", async (program) => {
  await using daemon = new Daemon({}, { words: program.origin.words });
  const address = await daemon.start();
  using dir = new TempDir();
  const config = `state_dir: ${daemon.stateDir}\nlisten: ["127.0.0.1:0"]\n`;
  const found = await look(program, { dir, config });
  assertFound(found, "instance lock", "ok", new RegExp(`held by process ${daemon.pid}$`));
  assertFound(
    found,
    "State Manager",
    "ok",
    new RegExp(`^${address.replaceAll(".", "\\.")}: ready, version `),
  );
  assertFound(found, "nodes", "warning", /none is configured/);
  assertFound(found, "commits", "ok", /none failed/);
  assert.equal((await daemon.end("SIGTERM")).code, 0, "it was not disturbed");
});

testPrograms("doctor tells a daemon that holds the lock and does not answer", async (program) => {
  using dir = new TempDir();
  const lock = acquireInstanceLock(dir.file("state"));
  assert.ok(lock.kind === "locked");
  using _lock = lock.lock;
  // Listens, and never says a word.
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const config = `state_dir: ${dir.file("state")}\nlisten: ["127.0.0.1:${listener.addr.port}"]\n`;
  const found = await look(program, { dir, config, words: ["--timeout", "200ms"] });
  assertFound(found, "instance lock", "ok", new RegExp(`process ${Deno.pid}$`));
  const finding = found.find(({ check }) => check === "State Manager");
  assert.ok(finding?.level === "problem");
  assert.match(finding.advice ?? "", /The process runs but does not answer there/);
});

testPrograms("doctor tries every peer, over TCP and Unix sockets", async (program) => {
  using dir = new TempDir();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using _socket = Deno.listen({ transport: "unix", path: dir.file("controller") });
  const found = await look(program, {
    dir,
    config: [
      `state_dir: ${dir.file("state")}`,
      `listen: ["unix:${dir.file("none")}"]`,
      `nodes: [{ name: front, address: "127.0.0.1:${listener.addr.port}" }, { name: rear, address: "${freeAddress()}" }]`,
      `action_controller: { address: "unix:${dir.file("controller")}" }`,
      `monitoring_server: { address: "unix:${dir.file("monitoring")}" }`,
      `etcd: { endpoints: ["${freeAddress()}"] }`,
      "",
    ].join("\n"),
  });
  assertFound(found, "node front", "ok", /accepts connections/);
  assertFound(found, "node rear", "problem", /connection refused/);
  assertFound(found, "ActionController", "ok", /accepts connections/);
  assertFound(found, "MonitoringServer", "problem", /there is no such socket/);
  const etcd = found.find(({ check }) => check.startsWith("etcd "));
  assert.match(`${etcd?.level}: ${etcd?.message}`, /^problem: .*ECONNREFUSED/);
});

testPrograms("doctor tells a state directory without space", async (program) => {
  using dir = new TempDir();
  using _tmpfs = new Tmpfs(dir.file("state"), "1m");
  const config = `state_dir: ${dir.file("state")}\nlisten: ["unix:${dir.file("none")}"]\n`;
  const found = await look(program, { dir, config });
  assertFound(found, "state directory", "problem", /: 1 MiB free/);
}, { missing: missingTmpfs() });

testPrograms("doctor tells a state directory that is read-only, and not one that is not", async (program) => {
  using dir = new TempDir();
  using tmpfs = new Tmpfs(dir.file("state"), "20m");
  await openSound(dir.file("state", JOURNAL_FILE))[Symbol.asyncDispose]();
  const config = `state_dir: ${dir.file("state")}\nlisten: ["unix:${dir.file("none")}"]\n`;
  assertFound(await look(program, { dir, config }), "state directory", "warning", /MiB free/);
  tmpfs.makeReadOnly();
  assertFound(await look(program, { dir, config }), "state directory", "problem", /cannot be written/);
}, { missing: missingTmpfs() });

const noOpenssl = missingProgram("openssl");

function openssl(dir: TempDir, ...args: readonly string[]): void {
  const { success, stderr } = new Deno.Command("openssl", { args: [...args], cwd: dir.path }).outputSync();
  assert.ok(success, new TextDecoder().decode(stderr));
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** A certificate that signs itself. */
function certificate(dir: TempDir, name: string, days: string): void {
  const files = ["-keyout", `${name}.key`, "-out", `${name}.pem`];
  openssl(dir, "req", "-x509", ...NEW_KEY, ...files, "-subj", `/CN=${name}`, "-days", days);
}

/** One of the year 2020, signed by `ca`: only `openssl ca` can date back in every version. */
function oldCertificate(dir: TempDir, name: string): void {
  const lines = [
    ...[
      "[ca]",
      "default_ca = here",
      "[here]",
      "database = index.txt",
      "serial = serial",
      "new_certs_dir = .",
    ],
    ...["default_md = sha256", "policy = any", "[any]", "commonName = supplied", ""],
  ];
  dir.write("ca.cnf", lines.join("\n"));
  dir.write("index.txt", "");
  dir.write("serial", "01\n");
  openssl(dir, "req", ...NEW_KEY, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
  const dates = ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"];
  const signing = ["-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key"];
  openssl(dir, "ca", "-batch", ...signing, "-in", `${name}.csr`, "-out", `${name}.pem`, ...dates);
}

testPrograms("doctor reads certificates, keys and the password file", async (program) => {
  using dir = new TempDir();
  certificate(dir, "ca", "365");
  certificate(dir, "soon", "10");
  oldCertificate(dir, "old");
  const passwordFile = dir.write("password", "secret\n");
  Deno.chmodSync(passwordFile, 0o644);
  const config = (cert: string, key: string) =>
    [
      `state_dir: ${dir.file("state")}`,
      `listen: ["unix:${dir.file("none")}"]`,
      "etcd:",
      `  endpoints: ["127.0.0.1:1"]`,
      `  ca_file: ${dir.file("ca.pem")}`,
      `  cert_file: ${dir.file(cert)}`,
      `  key_file: ${dir.file(key)}`,
      "  username: sm",
      `  password_file: ${passwordFile}`,
      "",
    ].join("\n");

  const soon = await look(program, { dir, config: config("soon.pem", "soon.key") });
  assertFound(soon, "etcd.ca_file", "ok", /ca\.pem \(CN=ca\): valid for 36[45] days/);
  assertFound(soon, "etcd.cert_file", "warning", /\(CN=soon\) expires in (9|10) days/);
  assertFound(soon, "etcd.key_file", "ok", /fits the certificate/);
  assertFound(soon, "etcd.password_file", "problem", /can be read by everybody \(0644\)/);

  Deno.chmodSync(passwordFile, 0o600);
  const expired = await look(program, { dir, config: config("old.pem", "ca.key") });
  assertFound(expired, "etcd.cert_file", "problem", /\(CN=old\) expired at 2020-02-01/);
  assertFound(expired, "etcd.key_file", "problem", /not the key of etcd\.cert_file/);
  assertFound(expired, "etcd.password_file", "ok", /mode 0600/);

  const wrong = await look(program, { dir, config: config("soon.key", "soon.pem") });
  assertFound(wrong, "etcd.cert_file", "problem", /no certificate in it/);
  assertFound(wrong, "etcd.key_file", "problem", /not a private key/);
  const missing = await look(program, { dir, config: config("gone.pem", "gone.key") });
  assertFound(missing, "etcd.cert_file", "problem", /cannot be read/);
  assertFound(missing, "etcd.key_file", "problem", /cannot be read/);
}, { missing: noOpenssl });

import assert from "node:assert/strict";
import { SystemClock } from "../../../../src/platform/process/clock.ts";
import { isLocal, parseEndpoint } from "../../../../src/platform/config/endpoint.ts";
import { RunIdSource } from "../../../../src/platform/process/ids.ts";
import { acquireInstanceLock, LOCK_FILE } from "../../../../src/platform/process/lock.ts";
import { SystemRandom } from "../../../../src/platform/process/random.ts";
import { handleSignals } from "../../../../src/platform/process/signals.ts";
import { describeVersion, VERSION } from "../../../../src/platform/process/version.ts";
import { eventually } from "../../../support/eventually.ts";
import { TempDir } from "../../../support/temp_dir.ts";

Deno.test("SystemClock calls back once, not before its time, and not when cancelled", async () => {
  const clock = new SystemClock();
  const startMs = clock.monotonicMs();
  const cancelled = clock.schedule(0, () => assert.fail("it was cancelled"));
  cancelled.cancel();
  cancelled.cancel();
  const firedMs = await new Promise<number>((resolve) =>
    clock.schedule(15, () => resolve(clock.monotonicMs()))
  );
  // Timers of the runtime have millisecond precision.
  assert.ok(firedMs - startMs >= 14, `${firedMs - startMs}`);
  await new Promise<void>((resolve) => clock.schedule(-5, resolve));
  const far = clock.schedule(1e12, () => assert.fail("a delay of years is not a delay of nothing"));
  await new Promise<void>((resolve) => clock.schedule(5, resolve));
  far.cancel();
  assert.ok(Math.abs(clock.wallMs() - Date.now()) < 1_000);
});

Deno.test("SystemClock lets what arrived while the process did not run be read before a timer fires", async () => {
  const clock = new SystemClock();
  const order: string[] = [];
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using writer = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  using reader = await listener.accept();
  const isRead = reader.read(new Uint8Array(8)).then(() => void order.push("read"));
  const hasFired = new Promise<void>((resolve) =>
    clock.schedule(10, () => {
      order.push("fired");
      resolve();
    })
  );
  const late = clock.schedule(10, () => assert.fail("it was cancelled while it was late"));
  clock.schedule(5, () => late.cancel());
  await writer.write(new TextEncoder().encode("heard"));
  const untilMs = clock.monotonicMs() + 400;
  while (clock.monotonicMs() < untilMs);
  await Promise.all([isRead, hasFired]);
  assert.deepEqual(order, ["read", "fired"]);
});

Deno.test("SystemClock reports wall time as synchronised only when a time service has set it", () => {
  using dir = new TempDir();
  const path = dir.file("synchronized");
  assert.equal(new SystemClock({ synchronisedFile: path }).isWallSynchronised(), false);
  dir.write("synchronized", "");
  assert.equal(new SystemClock({ synchronisedFile: path }).isWallSynchronised(), true);
});

Deno.test("SystemRandom stays in [0, 1)", () => {
  const random = new SystemRandom();
  for (let count = 0; count < 1_000; count += 1) {
    const value = random.next();
    assert.ok(value >= 0 && value < 1);
  }
});

Deno.test("RunIdSource never repeats an id, in this run or another, and keeps them short and in order", () => {
  const runs = Array.from({ length: 200 }, () => new RunIdSource());
  assert.equal(new Set(runs.map(({ prefix }) => prefix)).size, runs.length);
  const [source = new RunIdSource()] = runs;
  const ids = Array.from({ length: 1_000 }, () => source.next());
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[0-9a-z]{12}-[0-9a-z]{1,3}$/);
  assert.equal(new RunIdSource("run").next(), "run-1");
});

Deno.test("a second lock on a state directory is refused, with the holder, until the first one is released", () => {
  using dir = new TempDir();
  const stateDir = dir.file("state", "below");
  const first = acquireInstanceLock(stateDir);
  assert.ok(first.kind === "locked");
  assert.equal(Deno.statSync(stateDir).mode !== null && ((Deno.statSync(stateDir).mode ?? 0) & 0o777), 0o700);
  const second = acquireInstanceLock(stateDir);
  assert.ok(second.kind === "held");
  assert.equal(second.holderPid, Deno.pid);
  assert.match(second.message, new RegExp(`in use by process ${Deno.pid}`));
  first.lock[Symbol.dispose]();
  first.lock[Symbol.dispose]();
  const third = acquireInstanceLock(stateDir);
  assert.ok(third.kind === "locked");
  third.lock[Symbol.dispose]();
  assert.ok(Deno.statSync(`${stateDir}/${LOCK_FILE}`).isFile, "the file stays, only the lock goes");
});

Deno.test("a lock ends with its process, however that ends", async () => {
  using dir = new TempDir();
  const lockModule = new URL("../../../../src/platform/process/lock.ts", import.meta.url).href;
  const code = `import { acquireInstanceLock } from ${JSON.stringify(lockModule)};
    console.log(acquireInstanceLock(Deno.args[0]).kind);
    setInterval(() => {}, 1000);`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", dir.write("holder.ts", code), dir.path],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "locked\n");
  const refused = acquireInstanceLock(dir.path);
  assert.ok(refused.kind === "held");
  assert.equal(refused.holderPid, child.pid);
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  const taken = acquireInstanceLock(dir.path);
  assert.ok(taken.kind === "locked");
  taken.lock[Symbol.dispose]();
});

Deno.test("a state directory that cannot be created is reported", () => {
  using dir = new TempDir();
  dir.write("file", "");
  const outcome = acquireInstanceLock(dir.file("file", "below"));
  assert.ok(outcome.kind === "failed");
  assert.match(outcome.message, /^Cannot use the state directory .*; make it writable/);
});

Deno.test("signals reach their handler until it is removed", async () => {
  const seen: string[] = [];
  {
    using _handled = handleSignals({
      onStop: (signal) => seen.push(signal),
      onReload: () => seen.push("SIGHUP"),
    });
    // SIGINT would end the test runner as well.
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      Deno.kill(Deno.pid, signal);
      await eventually(signal, () => seen.includes(signal));
    }
  }
  using _ignored = handleSignals({ onStop: (signal) => seen.push(`second ${signal}`) });
  Deno.kill(Deno.pid, "SIGHUP");
  Deno.kill(Deno.pid, "SIGTERM");
  await eventually("the second handler", () => seen.includes("second SIGTERM"));
  assert.deepEqual(seen, ["SIGTERM", "SIGHUP", "second SIGTERM"]);
});

for (
  const [text, expected, local] of [
    ["127.0.0.1:47001", { kind: "tcp", host: "127.0.0.1", port: 47_001 }, true],
    ["localhost:0", { kind: "tcp", host: "localhost", port: 0 }, true],
    ["[::1]:1", { kind: "tcp", host: "::1", port: 1 }, true],
    ["127.9.9.9:1", { kind: "tcp", host: "127.9.9.9", port: 1 }, true],
    ["unix:/run/x.sock", { kind: "unix", path: "/run/x.sock" }, true],
    ["0.0.0.0:1", { kind: "tcp", host: "0.0.0.0", port: 1 }, false],
    ["[::]:1", { kind: "tcp", host: "::", port: 1 }, false],
    ["ecu-2.car:65535", { kind: "tcp", host: "ecu-2.car", port: 65_535 }, false],
    ["127.0.0.1.example.com:1", { kind: "tcp", host: "127.0.0.1.example.com", port: 1 }, false],
  ] as const
) {
  Deno.test(`parseEndpoint() reads ${text}`, () => {
    const endpoint = parseEndpoint(text);
    assert.deepEqual(endpoint, expected);
    assert.equal(endpoint !== undefined && isLocal(endpoint), local);
  });
}

for (
  const text of [
    "",
    "x",
    ":1",
    "host:",
    "host:65536",
    "host:-1",
    "a b:1",
    "::1:1",
    "[::1]",
    "unix:",
    "unix:rel",
    `unix:/${"x".repeat(200)}`,
    "http://h:1",
  ]
) {
  Deno.test(`parseEndpoint() refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.equal(parseEndpoint(text), undefined);
  });
}

Deno.test("the version is that of deno.json", () => {
  const manifest = JSON.parse(Deno.readTextFileSync(new URL("../../../../deno.json", import.meta.url)));
  assert.equal(VERSION, manifest.version);
  assert.match(describeVersion(), new RegExp(`^statemanagerd ${VERSION} \\(Deno `));
});

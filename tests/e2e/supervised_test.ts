/** The real daemon under a service manager: its notifications, and the reload of its configuration. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { Daemon } from "../support/program.ts";
import { testOrigins } from "../support/program/under_test.ts";
import { TempDir } from "../support/temp_dir.ts";

// None is configured.
const STATUS = "STATUS=Active: 0 services";

/** Listens where a service manager would. */
class ServiceManager implements Disposable {
  readonly #dir = new TempDir();
  readonly #socket: Deno.DatagramConn;
  readonly env: Readonly<Record<string, string>>;

  constructor(watchdogMs: number) {
    const path = join(this.#dir.path, "systemd");
    this.#socket = Deno.listenDatagram({ transport: "unixpacket", path });
    this.env = {
      NOTIFY_SOCKET: path,
      RUNTIME_DIRECTORY: this.#dir.path,
      WATCHDOG_USEC: String(watchdogMs * 1_000),
    };
  }

  /** The next message, its lines in order. */
  async next(): Promise<readonly string[]> {
    const [bytes] = await this.#socket.receive();
    return new TextDecoder().decode(bytes).trimEnd().split("\n");
  }

  /** The first message from now on that has such a line. */
  async until(pattern: RegExp): Promise<readonly string[]> {
    for (;;) {
      const lines = await this.next();
      if (lines.some((line) => pattern.test(line))) return lines;
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close();
    this.#dir[Symbol.dispose]();
  }
}

testOrigins(
  "the daemon is ready once it serves, sends keep-alives, and sends none while it is suspended",
  async ({ words }) => {
    using manager = new ServiceManager(400);
    await using daemon = new Daemon({}, { words });
    const [first] = await Promise.all([manager.next(), daemon.start(manager.env)]);
    deepEqual(first, ["READY=1", "WATCHDOG=1", STATUS]);
    for (let count = 0; count < 3; count++) deepEqual(await manager.next(), ["WATCHDOG=1"]);
    daemon.signal("SIGSTOP");
    // What was sent before it stood still may be on its way.
    const silence = async () => {
      const next = manager.next();
      const { promise: over, resolve } = Promise.withResolvers<"silent">();
      const timer = setTimeout(() => resolve("silent"), 1_500);
      const first = await Promise.race([next, over]);
      clearTimeout(timer);
      return { first, next };
    };
    let last = await silence();
    if (last.first !== "silent") last = await silence();
    equal(last.first, "silent");
    daemon.signal("SIGCONT");
    deepEqual(await last.next, ["WATCHDOG=1"]);
    const [stopping, ended] = await Promise.all([manager.until(/^STOPPING=1$/), daemon.end("SIGTERM")]);
    deepEqual(stopping, ["STOPPING=1", "STATUS=Stopping after SIGTERM"]);
    equal(ended.code, 0, ended.stderr);
  },
);

testOrigins(
  "SIGHUP reloads what it can, names what needs a restart, and keeps the configuration in force when the file is invalid",
  async ({ words }) => {
    using manager = new ServiceManager(60_000);
    await using daemon = new Daemon({ log: { level: "error", format: "json" } }, { words });
    await Promise.all([manager.until(/^READY=1$/), daemon.start(manager.env)]);
    const before = Deno.readTextFileSync(daemon.configPath);
    const reload = async (text: string) => {
      Deno.writeTextFileSync(daemon.configPath, text);
      daemon.signal("SIGHUP");
      deepEqual(await manager.next(), ["RELOADING=1"]);
      return await manager.next();
    };
    const quieter = before.replace('"level":"error"', '"level":"info"');
    deepEqual(await reload(quieter), ["READY=1"]);
    deepEqual(await reload(`${quieter}reconcile: { parallel: 3 }\n`), [
      "READY=1",
      `${STATUS}; restart required for reconcile.parallel`,
    ]);
    deepEqual(await reload(`${before}reconcile: { paralel: 3 }\n`), [
      "READY=1",
      `${STATUS}; the configuration is invalid, the previous one is in force`,
    ]);
    deepEqual(await reload(quieter), ["READY=1", STATUS]);
    const { code, stderr } = await daemon.end("SIGTERM");
    equal(code, 0, stderr);
    const lines = stderr.trim().split("\n").map((line) => JSON.parse(line));
    const reloads = lines.filter(({ message }) => message === "Configuration reloaded");
    deepEqual(reloads.map(({ reloaded, needRestart }) => [reloaded, needRestart]), [
      [["log.level"], []],
      [[], ["reconcile.parallel"]],
      [[], []],
    ]);
    // The level is in force: before, only errors were logged.
    ok(lines.every(({ message }) => message !== "Ready"));
    ok(lines.some(({ message }) => message === "Stopped"));
    match(stderr, /The configuration is invalid; the previous one stays in force.*paralel/);
  },
);

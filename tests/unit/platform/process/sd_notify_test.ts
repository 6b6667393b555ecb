import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { notifyMessage, openServiceNotifier } from "../../../../src/platform/process/sd_notify.ts";
import { eventually } from "../../../support/eventually.ts";
import { within } from "../../../support/eventually.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { TempDir } from "../../../support/temp_dir.ts";

Deno.test("a message has a line for each assignment, and a value has one line", () => {
  equal(notifyMessage([["READY", "1"], ["STATUS", "a\r\nREADY=0\nb"]]), "READY=1\nSTATUS=a READY=0 b\n");
});

Deno.test("outside systemd nothing is sent and no socket is created", () => {
  using dir = new TempDir();
  const log = new MemoryLog();
  using notifier = openServiceNotifier({ RUNTIME_DIRECTORY: dir.path }, log);
  notifier.notify(["READY", "1"]);
  deepEqual([[...Deno.readDirSync(dir.path)], log.lines], [[], []]);
});

Deno.test("assignments arrive in one message; a socket that a killed run left is replaced", async () => {
  using dir = new TempDir();
  const log = new MemoryLog();
  const path = join(dir.path, "systemd");
  Deno.writeTextFileSync(join(dir.path, "notify"), "");
  const systemd = Deno.listenDatagram({ transport: "unixpacket", path });
  try {
    using notifier = openServiceNotifier({ NOTIFY_SOCKET: path, RUNTIME_DIRECTORY: dir.path }, log);
    notifier.notify(["READY", "1"], ["STATUS", "Serving"]);
    const [bytes] = await systemd.receive();
    equal(new TextDecoder().decode(bytes), "READY=1\nSTATUS=Serving\n");
  } finally {
    systemd.close();
  }
  deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["systemd"]);
  deepEqual(log.lines, []);
});

Deno.test("an absent service manager is logged once, and blocks nothing", async () => {
  using dir = new TempDir();
  const log = new MemoryLog();
  const env = { NOTIFY_SOCKET: join(dir.path, "gone"), RUNTIME_DIRECTORY: dir.path };
  using notifier = openServiceNotifier(env, log);
  for (let count = 0; count < 3; count++) notifier.notify(["READY", "1"]);
  await eventually("the first to have failed", () => log.lines.length > 0);
  // The others would fail about as soon.
  await new Promise((resolve) => setTimeout(resolve, 50));
  equal(log.lines.length, 1);
  using elsewhere = openServiceNotifier({ ...env, RUNTIME_DIRECTORY: join(dir.path, "none") }, log);
  elsewhere.notify(["READY", "1"]);
  equal(log.lines.length, 2);
});

Deno.test("messages of one turn all arrive, in order", async () => {
  using dir = new TempDir();
  const path = join(dir.path, "systemd");
  const log = new MemoryLog();
  const systemd = Deno.listenDatagram({ transport: "unixpacket", path });
  try {
    using notifier = openServiceNotifier({ NOTIFY_SOCKET: path, RUNTIME_DIRECTORY: dir.path }, log);
    notifier.notify(["RELOADING", "1"]);
    notifier.notify(["READY", "1"]);
    for (const expected of ["RELOADING=1\n", "READY=1\n"]) {
      const [bytes] = await within("the message", systemd.receive());
      equal(new TextDecoder().decode(bytes), expected);
    }
  } finally {
    systemd.close();
  }
  deepEqual(log.lines, []);
});

Deno.test("a service manager that reads nothing for a while costs a few messages, and gets the later ones", async () => {
  using dir = new TempDir();
  const path = join(dir.path, "systemd");
  const systemd = Deno.listenDatagram({ transport: "unixpacket", path });
  const log = new MemoryLog();
  try {
    using notifier = openServiceNotifier({ NOTIFY_SOCKET: path, RUNTIME_DIRECTORY: dir.path }, log);
    for (let index = 0; index < 100; index++) notifier.notify(["STATUS", `${index}`]);
    const [level] = notifier.buffers();
    deepEqual([level?.used, level?.capacity, level?.overflows], [16, 16, 84]);
    const read = async () => new TextDecoder().decode((await within("a message", systemd.receive()))[0]);
    for (let index = 0; index < 16; index++) equal(await read(), `STATUS=${index}\n`);
    notifier.notify(["WATCHDOG", "1"]);
    equal(await read(), "WATCHDOG=1\n");
  } finally {
    systemd.close();
  }
  deepEqual(log.lines, []);
});

Deno.test("the watchdog applies when it is meant for this process", () => {
  using dir = new TempDir();
  const watchdogMs = (env: Readonly<Record<string, string>>) => {
    using notifier = openServiceNotifier({
      ...{ NOTIFY_SOCKET: join(dir.path, "systemd"), RUNTIME_DIRECTORY: dir.path },
      ...env,
    }, new MemoryLog());
    return notifier.watchdogMs;
  };
  equal(watchdogMs({}), undefined);
  equal(watchdogMs({ WATCHDOG_USEC: "20000000" }), 20_000);
  equal(watchdogMs({ WATCHDOG_USEC: "20000000", WATCHDOG_PID: String(Deno.pid) }), 20_000);
  equal(watchdogMs({ WATCHDOG_USEC: "20000000", WATCHDOG_PID: "1" }), undefined);
  for (const text of ["0", "", "soon"]) equal(watchdogMs({ WATCHDOG_USEC: text }), undefined);
});

/** The buffers towards the machine: lines for the log and the recording, messages for the service manager. */
import { join } from "node:path";
import { LineWriter } from "../../../src/platform/log/line_writer.ts";
import { openRecordingRing } from "../../../src/platform/process/recording_ring.ts";
import { openServiceNotifier } from "../../../src/platform/process/sd_notify.ts";
import { fills } from "../../support/buffers/fills.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

const LINE = "x".repeat(19);
const LINE_BYTES = LINE.length + 1;

fills("log_lines", () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const sink = {
    write: (bytes: Uint8Array) => promise.then(() => bytes.length),
    writeSync: (bytes: Uint8Array) => bytes.length,
  };
  const owner = new LineWriter(sink, { capacityBytes: 5 * LINE_BYTES, describeDropped: () => "dropped" });
  const end = async () => {
    resolve();
    await owner.drained();
  };
  // The sink is given a part of them in a later turn: what it has not taken still counts.
  const put = async () => {
    owner.write(LINE);
    await Promise.resolve();
  };
  return { owner, put, fits: 5, end };
});

// Two segments may have lines that wait: the one that was ended, and its successor.
fills("recording_lines", async () => {
  const dir = new TempDir();
  const disk = Promise.withResolvers<void>();
  const owner = openRecordingRing({
    ...{ stateDir: dir.path, sizeBytes: 1_000_000, log: new MemoryLog() },
    waitingBytes: 5 * LINE_BYTES,
    endLine: () => "end",
    create: () => ({
      write: (bytes) => disk.promise.then(() => bytes.length),
      writeSync: (bytes) => bytes.length,
      close: () => {},
    }),
  });
  const fill = () => {
    for (let index = 0; index < 5; index++) owner.write(LINE);
  };
  owner.write("the first line");
  await Promise.resolve();
  fill();
  owner.beginSegment(["the head of the second"]);
  await Promise.resolve();
  const end = async () => {
    disk.resolve();
    await owner[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  };
  return { owner, put: () => owner.write(LINE), fits: 5, end };
});

fills("service_notifications", () => {
  const dir = new TempDir();
  const path = join(dir.path, "systemd");
  const systemd = Deno.listenDatagram({ transport: "unixpacket", path });
  const owner = openServiceNotifier({ NOTIFY_SOCKET: path, RUNTIME_DIRECTORY: dir.path }, new MemoryLog());
  const end = async () => {
    for (let index = 0; index < 16; index++) await systemd.receive();
    owner[Symbol.dispose]();
    systemd.close();
    dir[Symbol.dispose]();
  };
  return { owner, put: () => owner.notify(["WATCHDOG", "1"]), end };
});

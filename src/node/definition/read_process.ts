/** Reads `runtime.process` of a definition. */
import { integer, oneOf } from "../../platform/config/kinds.ts";
import { duration, size } from "../../platform/config/units.ts";
import type { Place } from "../../platform/config/yaml_reader.ts";
import { DEFAULT_STOP, type DefinitionReader, healthDraft } from "./reader.ts";
import { PROCESS_LOGS, type ProcessHealth, type ProcessLimits, type ProcessRuntime } from "./workload.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const LOG = oneOf(PROCESS_LOGS);
const LOG_SIZE = size({ min: "4KiB", max: "1GiB" });
const ID = integer({ min: 0, max: 4_294_967_294 });
const COUNT = integer({ min: 1, max: 1_048_576 });
const BYTES = size({ min: "0B", max: "1024GiB" });
const SETTLE = duration({ min: "0ms", max: "10m" });
const SILENCE = duration({ min: "200ms", max: "1h" });

export const DEFAULT_SETTLE_MS = 250;
const DEFAULT_SILENCE_MS = 3_000;
const DEFAULT_LOG_BYTES = 1_048_576;

export function readProcess(reader: DefinitionReader, place: Place): ProcessRuntime | undefined {
  const { yaml } = reader;
  const runtime: Writable<ProcessRuntime> = {
    kind: "process",
    command: [],
    environment: {},
    workingDirectory: "",
    limits: {},
    log: "file",
    logSizeBytes: DEFAULT_LOG_BYTES,
    health: { kind: "settle", afterMs: DEFAULT_SETTLE_MS },
    stop: DEFAULT_STOP,
  };
  let hasCommand = false;
  const isGroup = yaml.fields(place, {
    command: (at) => {
      hasCommand = true;
      runtime.command = reader.command(at, { isProgramAbsolute: true });
    },
    environment: (at) => runtime.environment = reader.environment(at),
    working_directory: (at) => {
      runtime.workingDirectory = reader.path(at, { isRelativeAllowed: false }) ?? "";
    },
    uid: (at) => {
      const uid = yaml.value(at, ID);
      if (uid !== undefined) runtime.uid = uid;
    },
    gid: (at) => {
      const gid = yaml.value(at, ID);
      if (gid !== undefined) runtime.gid = gid;
    },
    limits: (at) => runtime.limits = readLimits(reader, at),
    log: (at) => runtime.log = yaml.value(at, LOG) ?? runtime.log,
    log_size: (at) => runtime.logSizeBytes = yaml.value(at, LOG_SIZE) ?? runtime.logSizeBytes,
    health: (at) => runtime.health = readHealth(reader, at) ?? runtime.health,
    stop: (at) => runtime.stop = reader.stop(at),
  });
  if (!isGroup) return undefined;
  if (!hasCommand) yaml.report(place, "command is missing; accepted: the program and its arguments");
  return runtime;
}

function readLimits(reader: DefinitionReader, place: Place): ProcessLimits {
  const limits: Writable<ProcessLimits> = {};
  const set = <K extends keyof ProcessLimits>(key: K, value: ProcessLimits[K] | undefined) => {
    if (value !== undefined) limits[key] = value;
  };
  const { yaml } = reader;
  yaml.fields(place, {
    open_files: (at) => set("openFiles", yaml.value(at, COUNT)),
    processes: (at) => set("processes", yaml.value(at, COUNT)),
    file_size: (at) => set("fileSizeBytes", yaml.value(at, BYTES)),
    core_size: (at) => set("coreSizeBytes", yaml.value(at, BYTES)),
    locked_memory: (at) => set("lockedMemoryBytes", yaml.value(at, BYTES)),
  });
  return limits;
}

function readHealth(reader: DefinitionReader, place: Place): ProcessHealth | undefined {
  const { yaml } = reader;
  const known = yaml.problems.length;
  const command = healthDraft();
  const given = new Set<string>();
  let file: string | undefined;
  let silentAfterMs = DEFAULT_SILENCE_MS;
  let settleMs = DEFAULT_SETTLE_MS;
  const fields = reader.healthFields(command, { isProgramAbsolute: true });
  const ways = {
    heartbeat_file: (at: Place) => file = reader.path(at, { isRelativeAllowed: true }),
    silent_after: (at: Place) => silentAfterMs = yaml.value(at, SILENCE) ?? silentAfterMs,
    settle: (at: Place) => settleMs = yaml.value(at, SETTLE) ?? settleMs,
    ...fields,
  };
  const table = Object.fromEntries(
    Object.entries(ways).map(([key, read]) => [key, (at: Place) => {
      given.add(key);
      read(at);
    }]),
  );
  if (!yaml.fields(place, table) || yaml.problems.length > known) return undefined;
  const groups = [["heartbeat_file", "silent_after"], ["settle"], Object.keys(fields)];
  const used = groups.filter((keys) => keys.some((key) => given.has(key)));
  const [first] = used[0] ?? [];
  if (used.length > 1 || first === undefined || !given.has(first)) {
    yaml.report(
      place,
      "health is told in one way; accepted: heartbeat_file with silent_after, or command with interval, timeout, failures and " +
        "start_period, or settle",
    );
    return undefined;
  }
  if (first === "settle") return { kind: "settle", afterMs: settleMs };
  return file === undefined ? { kind: "command", ...command } : { kind: "heartbeat", file, silentAfterMs };
}

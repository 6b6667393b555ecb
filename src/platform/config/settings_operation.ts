/** Settings of storage, limits, logging and shutdown. Part of the table in `settings.ts`. */
import { DEFAULT_CLIENT_BYTES } from "../../kit/client_shares.ts";
import { boolean, integer, oneOf } from "./kinds.ts";
import { optionalName, path } from "./names.ts";
import { setting, type SettingGroup } from "./table.ts";
import { duration, size } from "./units.ts";

export const OPERATION_SETTINGS = {
  state_dir: setting(
    path,
    "/var/lib/statemanager",
    "Directory of the journal and the instance lock. One daemon per directory.",
  ),
  instance: setting(
    optionalName,
    "",
    "Name of this instance in events and metrics. Empty = the host's name.",
  ),
  log: {
    level: setting(
      oneOf(["debug", "info", "warn", "error"]),
      "info",
      "Least severe message that is written.",
    ),
    format: setting(
      oneOf(["auto", "json", "text"]),
      "auto",
      "`json`: one object a line; `text`: short lines for people; `auto`: text on a terminal, else json.",
    ),
  },
  shutdown: {
    grace: setting(
      duration({ min: "0ms", max: "5m" }),
      5_000,
      "Grace time for running work after SIGTERM; then it is aborted.",
    ),
  },
  limits: {
    services: setting(integer({ min: 1, max: 100_000 }), 10_000, "Services known at once; more are refused."),
    nodes: setting(integer({ min: 1, max: 1_024 }), 64, "NodeAgents followed at once."),
    events_per_service: setting(
      integer({ min: 8, max: 65_536, unit: "events" }),
      256,
      "History kept per service, on disk; the oldest event is overwritten.",
    ),
    subscribers: setting(
      integer({ min: 1, max: 4_096 }),
      64,
      "Subscriptions to state changes at once; more are refused.",
    ),
    subscriber_queue: setting(
      integer({ min: 16, max: 65_536, unit: "events" }),
      1_024,
      "Events queued for a slow subscriber; on overflow it is sent a gap and resumes from the store.",
    ),
    queue: setting(
      integer({ min: 64, max: 100_000, unit: "services" }),
      10_000,
      "Services waiting for reconciliation; one entry per service, however many reports arrive.",
    ),
    message_size: setting(
      size({ min: "64KiB", max: "64MiB" }),
      4_194_304,
      "Largest gRPC message that is received or sent.",
    ),
    tracker_changes: setting(
      integer({ min: 8, max: 1_024, unit: "changes" }),
      64,
      "State changes per service that stability and stuck transitions are judged by.",
    ),
    connections: setting(
      integer({ min: 1, max: 10_000 }),
      256,
      "Connections of clients at once; more are closed.",
    ),
    streams_per_connection: setting(
      integer({ min: 1, max: 1_000 }),
      128,
      "Calls at once on one connection; more wait at the client.",
    ),
  },
  memory: {
    limit: setting(
      size({ min: "64MiB", max: "64GiB" }),
      301_989_888,
      "Upper bound for what all buffers may need together; a configuration above it is refused.",
    ),
    clients: setting(
      size({ min: "1MiB", max: "16GiB" }),
      DEFAULT_CLIENT_BYTES,
      "What all clients together may make the daemon hold: calls, requests, and answers that are not read. Beyond it new calls are refused.",
    ),
  },
  journal: {
    window: setting(
      duration({ min: "0ms", max: "10s" }),
      1_000,
      "Time that an observed status may wait to be committed with later changes; decisions and published states never wait.",
    ),
    budget_per_day: setting(
      size({ min: "0B", max: "1024GiB" }),
      20_971_520,
      "Bytes that may be written per day; as the budget is approached the window widens, up to 120 times. 0 = no budget.",
    ),
    checkpoint_interval: setting(
      duration({ min: "1s", max: "24h" }),
      1_800_000,
      "How often the write-ahead log is copied into the database file, off the path of decisions.",
    ),
    checkpoint_size: setting(
      size({ min: "256KiB", max: "256MiB" }),
      4_194_304,
      "Size of the write-ahead log that triggers a checkpoint before the interval is over.",
    ),
    log_limit: setting(
      size({ min: "1MiB", max: "4GiB" }),
      67_108_864,
      "Size of the write-ahead log at which a checkpoint blocks decisions until it is finished.",
    ),
    removed_services: setting(
      integer({ min: 0, max: 100_000, unit: "services" }),
      1_000,
      "Ended services whose history is kept; beyond that the ones that ended first are forgotten first.",
    ),
  },
  recorder: {
    enabled: setting(
      boolean(),
      false,
      "Record all inputs of the manager, for `journal replay`. Its clock then stands still within one step.",
    ),
    size: setting(
      size({ min: "1MiB", max: "1GiB" }),
      16_777_216,
      "Total size of all recordings; the oldest are removed to make room for the newest.",
    ),
  },
} satisfies SettingGroup;

/** Settings of nodes: how long they may be silent, and the node that runs in this program. Part of the table in `settings.ts`. */
import { oneOf } from "./kinds.ts";
import { list } from "./lists.ts";
import { optionalAddress, optionalName, path } from "./names.ts";
import { setting, type SettingGroup } from "./table.ts";
import { duration } from "./units.ts";

/** Who can run workloads in this build (`src/node/drivers.ts`). */
export const NODE_DRIVERS = ["process", "container", "unit", "pod"] as const;
export type NodeDriver = typeof NODE_DRIVERS[number];

/** Whether the driver for processes makes each one a unit of systemd. */
export const PROCESS_UNITS_MODES = ["auto", "never", "always"] as const;
export type ProcessUnitsMode = typeof PROCESS_UNITS_MODES[number];

export const NODE_SETTINGS = {
  heartbeat: setting(
    // The range that a NodeAgent accepts (`node_agent.proto`).
    duration({ min: "100ms", max: "1m" }),
    1_000,
    "Interval of the heartbeats that a NodeAgent is asked to send.",
  ),
  unreachable_after: setting(
    duration({ min: "100ms", max: "10m" }),
    3_000,
    "Silence after which the services of a node are Reachable=Unknown.",
  ),
  lost_after: setting(
    duration({ min: "200ms", max: "1h" }),
    15_000,
    "Silence after which a node counts as lost and its services are placed elsewhere.",
  ),

  name: setting(
    optionalName,
    "",
    "Name of the node that runs in this program: with `run` it is embedded in the State Manager, with `node` it is served to one. " +
      "Empty = none.",
  ),
  drivers: setting(
    list(oneOf(NODE_DRIVERS), { type: "list of words", min: 0, max: 4 }),
    ["process"],
    "What the node runs workloads with; docs/node.md has what each of them needs.",
  ),
  container_socket: setting(
    path,
    "/run/podman/podman.sock",
    "Unix socket of podman or docker, for the drivers `container` and `pod`.",
  ),
  unit_bus: setting(
    path,
    "/run/dbus/system_bus_socket",
    "Unix socket of the bus on which systemd is, for the driver `unit` and for `process_units`.",
  ),
  process_units: setting(
    oneOf(PROCESS_UNITS_MODES),
    "auto",
    "Whether each process of the driver `process` is a transient unit of systemd, which nothing that happens to the node ends: `auto` = " +
      "where systemd answers and lets the node; `always` = the node does not start elsewhere; `never` = they are children of the node.",
  ),
  workloads: setting(
    path,
    "/etc/piccolo/workloads",
    "Directory of the workload definitions, `<namespace>/<name>.yaml`.",
  ),
  advertise: setting(
    optionalAddress,
    "",
    "Address that a served node registers in etcd. Empty = the first one of `listen`.",
  ),
} satisfies SettingGroup;

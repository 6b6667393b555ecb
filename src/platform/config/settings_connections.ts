/** Settings of the API and of the peers. Part of the table in `settings.ts`. */
import { group } from "./groups.ts";
import { ROLES } from "../../ports/caller.ts";
import { boolean, integer, oneOf } from "./kinds.ts";
import { list } from "./lists.ts";
import {
  address,
  certificateName,
  name,
  optionalAddress,
  optionalGroup,
  optionalPath,
  path,
} from "./names.ts";
import { setting, type SettingGroup } from "./table.ts";
import { duration } from "./units.ts";

const role = oneOf(ROLES);

export const CONNECTION_SETTINGS = {
  listen: setting(
    list(address, { type: "list of addresses", min: 1, max: 16 }),
    ["unix:/run/statemanager/api.sock"],
    "Addresses of the gRPC API. Without TLS only loopback addresses and Unix sockets are accepted; what may be called at which: docs/access.md.",
  ),
  http: {
    listen: setting(
      list(address, { type: "list of addresses", min: 0, max: 4 }),
      [],
      "Addresses of the page, of `/metrics`, `/healthz` and `/readyz` over HTTP, all of them read-only. Empty = off.",
    ),
    connections: setting(
      integer({ min: 1, max: 1_024 }),
      32,
      "HTTP connections at once; more are closed.",
    ),
    viewers: setting(
      integer({ min: 1, max: 256 }),
      8,
      "Open pages that are kept up to date at once; more are told to try again later.",
    ),
  },
  insecure_network: setting(
    boolean(),
    false,
    "Also accept addresses that leave this machine although nothing on them is encrypted or authenticated. For laboratories only.",
  ),
  access: {
    unix: setting(
      role,
      "operator",
      "Role of who connects to a Unix socket in `listen`: the daemon's user and group.",
    ),
    loopback: setting(
      role,
      "observer",
      "Role of who connects to a loopback address in `listen`: any local user. What a role may do: docs/access.md.",
    ),
    network: setting(
      role,
      "observer",
      "Role of who connects to any other address in `listen` (`insecure_network`).",
    ),
    sockets: setting(
      list(
        group({ path, role, group: optionalGroup, open_to: oneOf(["user", "group", "everyone"]) }),
        { type: "list of sockets", min: 0, max: 16 },
      ),
      [],
      "Further Unix sockets, each with the role of whoever may open it: the daemon's user, also the `group` (empty = the daemon's), or everyone.",
    ),
  },
  tls: {
    ca_file: setting(
      optionalPath,
      "",
      "Authority that certificates of peers and clients must come from, PEM. With it `tls:host:port` is an address, in `listen` and for peers: TLS 1.3, and nobody gets in without a certificate.",
    ),
    cert_file: setting(
      optionalPath,
      "",
      "Own certificate, PEM; shown to clients and to peers. It is read again when it changes.",
    ),
    key_file: setting(
      optionalPath,
      "",
      "Key of the own certificate, PEM; for example a credential of systemd.",
    ),
    role: setting(
      role,
      "observer",
      "Role of a client whose certificate names none; `URI:piccolo://role/ROLE` among its names does.",
    ),
    names: setting(
      list(group({ name: certificateName, role }), { type: "list of names", min: 0, max: 256 }),
      [],
      "Roles of other names in certificates: `name`, a DNS name or URI as the certificate has it, and `role`.",
    ),
  },
  nodes: setting(
    list(group({ name, address }), { type: "list of nodes", min: 0, max: 1_024 }),
    [],
    "The NodeAgents to follow: `name` as it appears in specs, `address` of its gRPC service.",
  ),
  action_controller: {
    address: setting(
      optionalAddress,
      "",
      "The ActionController. Empty = none: plans are made and their actions stay pending.",
    ),
  },
  monitoring_server: {
    address: setting(optionalAddress, "", "The MonitoringServer. Empty = none: alerts are only logged."),
    queue: setting(
      integer({ min: 16, max: 65_536, unit: "alerts" }),
      1_024,
      "Alerts kept while the server is unreachable; the oldest is dropped and counted when full.",
    ),
    metrics_interval: setting(
      duration({ min: "1s", max: "1h" }),
      10_000,
      "Time between two sets of metrics.",
    ),
    deadline: setting(
      duration({ min: "100ms", max: "1m" }),
      5_000,
      "Longest wait for the answer to one call.",
    ),
  },
} satisfies SettingGroup;

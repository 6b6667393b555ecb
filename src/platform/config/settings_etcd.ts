/** Settings of etcd and of leader election. Part of the table in `settings.ts`. */
import { boolean, integer, text } from "./kinds.ts";
import { list } from "./lists.ts";
import { address, optionalAddress, optionalPath } from "./names.ts";
import { setting, type SettingGroup } from "./table.ts";
import { duration } from "./units.ts";

const prefix = text({
  type: "key prefix",
  accepted: "text that begins and ends with /, up to 256 characters",
  isAccepted: (value) => value.startsWith("/") && value.endsWith("/") && value.length <= 256,
});
const user = text({
  type: "text",
  accepted: "up to 253 characters",
  isAccepted: (value) => value.length <= 253 && !value.includes("\0"),
});

export const ETCD_SETTINGS = {
  etcd: {
    endpoints: setting(
      list(address, { type: "list of addresses", min: 0, max: 16 }),
      [],
      "The members of the etcd cluster, `host:port`. Empty = no etcd: the journal alone is the store.",
    ),
    prefix: setting(prefix, "/piccolo/statemanager/", "Prefix of every key."),
    ca_file: setting(
      optionalPath,
      "",
      "Certificate of the authority that signed etcd's, PEM. Set = TLS. Without TLS only loopback endpoints are accepted.",
    ),
    cert_file: setting(optionalPath, "", "Client certificate, PEM; with `etcd.key_file`."),
    key_file: setting(optionalPath, "", "Key of the client certificate, PEM."),
    username: setting(user, "", "User of etcd; empty = no password authentication."),
    password_file: setting(optionalPath, "", "File whose first line is the password of `etcd.username`."),
    call_timeout: setting(
      duration({ min: "100ms", max: "1m" }),
      2_000,
      "Longest wait for the answer to one call.",
    ),
    start_wait: setting(
      duration({ min: "0ms", max: "5m" }),
      2_000,
      "Longest wait at the start for the initial sync with etcd; after that the journal alone decides until etcd is available.",
    ),
    linger: setting(
      duration({ min: "0ms", max: "10s" }),
      5,
      "Time that a change waits to be written in one transaction with others; changes of services with criticality A to D do not wait.",
    ),
    quiet_linger: setting(
      duration({ min: "0ms", max: "10m" }),
      1_000,
      "The same for a change of times and figures only, of a service with criticality QM.",
    ),
    events_per_service: setting(
      integer({ min: 1, max: 1_024, unit: "events" }),
      32,
      "History kept per service in etcd; the oldest event is overwritten. The journal keeps more.",
    ),
    ended_services: setting(
      integer({ min: 0, max: 100_000, unit: "services" }),
      100,
      "Ended services whose history stays in etcd; beyond that the ones that ended first are deleted first.",
    ),
  },
  ha: {
    enabled: setting(
      boolean(),
      false,
      "Whether several instances share one etcd prefix and elect a leader, which alone acts; needs `etcd.endpoints`.",
    ),
    lease_ttl: setting(
      duration({ min: "2s", max: "5m" }),
      5_000,
      "Silence of the leader after which another instance takes over; whole seconds.",
    ),
    advertise: setting(
      optionalAddress,
      "",
      "Address by which `statemanagerd instances` reaches this instance. Empty = those of `listen`.",
    ),
  },
} satisfies SettingGroup;

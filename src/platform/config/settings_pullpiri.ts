/** Settings of the adapter for Eclipse Pullpiri. Part of the table in `settings.ts`. */
import { boolean, integer, oneOf } from "./kinds.ts";
import { optionalAddress, path } from "./names.ts";
import { setting, type SettingGroup } from "./table.ts";
import { duration } from "./units.ts";

export const PULLPIRI_SETTINGS = {
  pullpiri: {
    enabled: setting(
      boolean(),
      false,
      "Take the place of the State Manager of Eclipse Pullpiri (docs/pullpiri.md). Without it nothing of this is loaded.",
    ),
    settings: setting(
      path,
      "/etc/pullpiri/settings.yaml",
      "Pullpiri's own settings: `host.ip` gives the addresses below that are empty.",
    ),
    listen: setting(
      optionalAddress,
      "",
      "Address for Pullpiri's peers. Empty = port 47006 of `host.ip`. Other than loopback needs `insecure_network`.",
    ),
    fault_listen: setting(optionalAddress, "", "Address for Timpani's reports. Empty = 127.0.0.1:50053."),
    store: setting(optionalAddress, "", "The key-value store. Empty = port 47007 of `host.ip`."),
    action_controller: setting(
      optionalAddress,
      "",
      "Pullpiri's ActionController. Empty = port 47001 of `host.ip`.",
    ),
    policy_manager: setting(
      optionalAddress,
      "",
      "Pullpiri's PolicyManager, which is sent missed deadlines. Empty = port 47005 of `host.ip`.",
    ),
    agent_port: setting(integer({ min: 1, max: 65_535 }), 47_004, "Port of the agent on every node."),
    heartbeat: setting(
      duration({ min: "100ms", max: "1m" }),
      1_000,
      "Interval at which every agent is asked whether it lives; three without an answer end its stream.",
    ),
    resync: setting(
      duration({ min: "1s", max: "1h" }),
      10_000,
      "Interval at which artifacts, nodes and containers are read from the store.",
    ),
    agent_grace: setting(
      duration({ min: "0ms", max: "1m" }),
      2_500,
      "How long a crash that the agent can mend by itself is left to it. Not for criticality C and D.",
    ),
    withdraw: setting(
      oneOf(["keep", "stop"]),
      "keep",
      "What becomes of a package when its scenario is deleted: it runs on, as with upstream, or is stopped.",
    ),
    publish: setting(
      boolean(),
      true,
      "Write the states of scenarios, packages and models into the store.",
    ),
    direct_workloads: setting(
      boolean(),
      false,
      "Ask the agents themselves instead of the ActionController to start and stop models.",
    ),
  },
} satisfies SettingGroup;

/** The places that a configuration names and that are written to, or connected to as a socket, which takes the same permission. */
import type { Config } from "./config.ts";
import { socketOf } from "./endpoint.ts";
import { runtimeDirectory } from "../process/sd_notify.ts";

/** Unix sockets to listen at and to connect to. */
export function socketsOf(
  { listen, access, http, node, nodes, actionController, monitoringServer, etcd, ha, pullpiri }: Pick<
    Config,
    | "listen"
    | "access"
    | "http"
    | "node"
    | "nodes"
    | "actionController"
    | "monitoringServer"
    | "etcd"
    | "ha"
    | "pullpiri"
  >,
): readonly string[] {
  const runtimes = node.name === "" ? [] : [
    ...(node.drivers.includes("container") || node.drivers.includes("pod") ? [node.containerSocket] : []),
    ...(node.drivers.includes("unit") || (node.drivers.includes("process") && node.processUnits !== "never")
      ? [node.unitBus]
      : []),
  ];
  const peers = [...nodes, actionController, monitoringServer].map(({ address }) => address);
  const ofPullpiri = [
    ...[pullpiri.listen, pullpiri.faultListen, pullpiri.store],
    ...[pullpiri.actionController, pullpiri.policyManager],
  ];
  return [
    ...[...listen, node.advertise, ha.advertise, ...http.listen, ...peers, ...etcd.endpoints, ...ofPullpiri]
      .flatMap(
        socketOf,
      ),
    ...access.sockets.map(({ path }) => path),
    ...runtimes,
  ];
}

/** Everything that the daemon writes to. Nodes that register themselves may have their sockets in the runtime directory. */
export function daemonPlaces(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const supervisor = env["NOTIFY_SOCKET"] ?? "";
  return [
    config.stateDir,
    runtimeDirectory(env),
    // An abstract socket ("@name") is no file.
    ...(supervisor.startsWith("/") ? [supervisor] : []),
    ...socketsOf(config),
  ];
}

/**
 * Whether the daemon has a use for running programs: a node of its own, whatever its drivers. One for processes starts them, one for units
 * asks the journal, and each is quicker where it may look at the processes themselves, which the runtime allows with nothing less.
 */
export function runsPrograms({ node }: { readonly node: Pick<Config["node"], "name"> }): boolean {
  return node.name !== "";
}

/** What `doctor` learns over the network: the State Manager and its peers. Every connection has a short deadline. */
import { createConnection, type Socket } from "node:net";
import { Deadline } from "../../kit/deadline.ts";
import { messageOf } from "../../kit/errors.ts";
import { CallError, connect, tlsOptions } from "../../client/state_manager.ts";
import type { Config } from "../../platform/config/config.ts";
import { ENDPOINT_FORM, parseEndpoint } from "../../platform/config/endpoint.ts";
import { SystemClock } from "../../platform/process/clock.ts";
import type { DaemonFacts, GatherRequest, PeerFacts } from "./facts.ts";

type Wait = Pick<GatherRequest, "timeoutMs" | "signal">;

/** Connections that are tried at once. */
const PARALLEL = 16;

/** Asks the State Manager for its status. */
export async function gatherDaemon(
  address: string,
  { tls }: Pick<Config, "tls">,
  wait: Wait,
): Promise<DaemonFacts> {
  // First without gRPC, which tells less of why nobody answers.
  const failure = await connectionFailure(address, wait);
  if (failure !== undefined) return { address, found: { kind: "unreachable", message: failure } };
  try {
    const options = { deadlineMs: wait.timeoutMs, reconnectMaxMs: 500 };
    await using client = connect(address, { ...options, ...tlsOptions(address, tls) });
    const status = await client.status(wait.signal);
    const instances = await client.instances(wait.signal).catch(() => undefined);
    return { address, found: { kind: "answered", status, ...(instances && { instances }) } };
  } catch (error) {
    // Certificates that are missing or cannot be read are no CallError.
    if (!(error instanceof CallError) && !address.startsWith("tls:")) throw error;
    return { address, found: { kind: "unreachable", message: messageOf(error) } };
  }
}

/** Tries a connection to everybody whom the configuration names. */
export async function gatherPeers(
  { nodes, actionController, monitoringServer }: Pick<
    Config,
    "nodes" | "actionController" | "monitoringServer"
  >,
  wait: Wait,
): Promise<readonly PeerFacts[]> {
  const peers = [
    ...nodes.map(({ name, address }) => ({ who: `node ${name}`, address })),
    { who: "ActionController", address: actionController.address },
    { who: "MonitoringServer", address: monitoringServer.address },
  ].filter(({ address }) => address !== "");
  const found: PeerFacts[] = [];
  for (let start = 0; start < peers.length; start += PARALLEL) {
    const tried = peers.slice(start, start + PARALLEL).map(async (peer): Promise<PeerFacts> => {
      const failure = await connectionFailure(peer.address, wait);
      return failure === undefined ? peer : { ...peer, failure };
    });
    found.push(...await Promise.all(tried));
  }
  return found;
}

/** Why no connection can be made; undefined = one was made, and closed again. */
async function connectionFailure(address: string, { timeoutMs, signal }: Wait): Promise<string | undefined> {
  const endpoint = parseEndpoint(address);
  if (endpoint === undefined) return `not an address; accepted: ${ENDPOINT_FORM}`;
  const { promise, resolve } = Promise.withResolvers<{ readonly failure?: string }>();
  const socket: Socket = endpoint.kind === "unix"
    ? createConnection({ path: endpoint.path })
    : createConnection({ host: endpoint.host, port: endpoint.port });
  using deadline = new Deadline(new SystemClock(), timeoutMs, signal);
  socket.once("connect", () => resolve({}));
  // More than one may come: the later ones have nobody to tell.
  socket.on("error", (error) => resolve({ failure: plainReason(error) }));
  try {
    const outcome = await deadline.race(promise);
    if (outcome !== undefined) return outcome.failure;
    return deadline.hasPassed ? `no connection within ${timeoutMs} ms` : "interrupted";
  } finally {
    socket.destroy();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused: nobody listens there",
  ENOENT: "there is no such socket",
  EACCES: "this user may not connect to that socket",
  ENOTFOUND: "there is no such host",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "no answer",
};

function plainReason(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? messageOf(error);
}

/**
 * Where the members of a test cluster live and with which arguments each is started. Pure apart from the search for free ports;
 * starting and ending processes is left to those who use it: `scripts/etcd run` and the tests' own etcd.
 */
import { freePorts } from "../../tests/support/free_ports.ts";

/** One member of a cluster on loopback. */
export interface Member {
  readonly name: string;
  readonly clientPort: number;
  readonly peerPort: number;
}

/** What is the same for every member. */
export interface ClusterOptions {
  /** Client URLs are https. Default false; between the members it is plaintext on loopback. */
  readonly isTls?: boolean;
  /** "existing" for a member that joins a cluster which runs. Default "new". */
  readonly initialState?: "new" | "existing";
}

/** Every member of one cluster must be started with the same one. */
export const CLUSTER_TOKEN = "statemanager";

/** Members m0, m1, … at free ports. */
export function newMembers(count: number): Member[] {
  const ports = freePorts(count * 2);
  return Array.from({ length: count }, (_, index) => ({
    name: `m${index}`,
    clientPort: ports[index * 2] ?? 0,
    peerPort: ports[index * 2 + 1] ?? 0,
  }));
}

/** The URL for clients of a member. */
export function clientUrl(member: Member, isTls = false): string {
  return `${isTls ? "https" : "http"}://127.0.0.1:${member.clientPort}`;
}

/** The URL for the other members. */
export function peerUrl(member: Member): string {
  return `http://127.0.0.1:${member.peerPort}`;
}

/** The value of `--initial-cluster`. */
export function initialCluster(members: readonly Member[]): string {
  return members.map((member) => `${member.name}=${peerUrl(member)}`).join(",");
}

/** The arguments of etcd for one member, without those of TLS and of tuning. */
export function memberArguments(
  member: Member,
  members: readonly Member[],
  options: ClusterOptions & { readonly dataDir: string },
): string[] {
  const client = clientUrl(member, options.isTls);
  return [
    `--name=${member.name}`,
    `--data-dir=${options.dataDir}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peerUrl(member)}`,
    `--initial-advertise-peer-urls=${peerUrl(member)}`,
    `--initial-cluster=${initialCluster(members)}`,
    `--initial-cluster-token=${CLUSTER_TOKEN}`,
    `--initial-cluster-state=${options.initialState ?? "new"}`,
    "--logger=zap",
    "--log-level=warn",
  ];
}

/**
 * Whether the member answers and has a leader: etcd's /health reads through the quorum. A full store still counts as healthy, since
 * it serves reads. Never rejects.
 */
export async function isHealthy(url: string, client?: Deno.HttpClient): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health?exclude=NOSPACE`, {
      signal: AbortSignal.timeout(1_000),
      ...client === undefined ? {} : { client },
    });
    const body = await response.text();
    return response.ok && body.includes('"health":"true"');
  } catch {
    return false;
  }
}

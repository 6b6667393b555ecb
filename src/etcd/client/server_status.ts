/** What one server of the cluster reports about itself, for diagnosis. */
import type { Authenticator } from "./authenticator.ts";
import type { AttemptOptions, EtcdConnection } from "./connection.ts";
import type { Reply } from "./failures.ts";
import type { EtcdFailure } from "./kv.ts";
import type { UnaryCalls } from "./library.ts";

/** One endpoint, and either its status or why it gave none. */
export type EndpointStatus =
  & {
    /** `host:port`. */
    readonly endpoint: string;
  }
  & (
    | { readonly kind: "ok"; readonly server: ServerStatus }
    | { readonly kind: "failed"; readonly failure: EtcdFailure }
  );

export interface ServerStatus {
  readonly version: string;
  readonly clusterId: string;
  readonly memberId: string;
  /** "0" = it knows no leader. */
  readonly leaderId: string;
  readonly isLeader: boolean;
  readonly isLearner: boolean;
  /** Revision of the store. */
  readonly revision: bigint;
  readonly raftIndex: bigint;
  readonly raftTerm: bigint;
  /** Bytes allocated on disk, and bytes of them in use. */
  readonly sizeBytes: number;
  readonly usedBytes: number;
  /** Size at which writes are refused; not set = the server does not report it (before 3.6). */
  readonly quotaBytes?: number;
  /** Names of raised alarms ("NOSPACE", "CORRUPT"), and other errors as the server words them. */
  readonly alarms: readonly string[];
}

/** Etcd reports 0 where no quota was set and this default applies. */
const DEFAULT_QUOTA_BYTES = 2 * 1024 * 1024 * 1024;

type StatusResponse = UnaryCalls["status"]["response"];

/** Never rejects. */
export async function statusOf(
  connection: EtcdConnection,
  authenticator: Authenticator,
  options: Pick<AttemptOptions, "untilMs" | "signal">,
): Promise<EndpointStatus> {
  const reply = await ask(connection, authenticator, options);
  const endpoint = connection.address;
  if (reply.kind === "failed") return { endpoint, kind: "failed", failure: reply.problem.failure };
  return { endpoint, kind: "ok", server: fromWire(reply.value) };
}

async function ask(
  connection: EtcdConnection,
  authenticator: Authenticator,
  options: Pick<AttemptOptions, "untilMs" | "signal">,
): Promise<Reply<StatusResponse>> {
  const bounds = { ...options, connectedByMs: options.untilMs, what: "Cannot get the status of" };
  const token = await authenticator.token(connection, bounds);
  if (token.kind === "failed") return token;
  return await connection.unary(
    "status",
    {},
    token.value === undefined ? bounds : { ...bounds, token: token.value },
  );
}

function fromWire(status: StatusResponse): ServerStatus {
  const { header } = status;
  return {
    version: status.version,
    clusterId: header.cluster_id,
    memberId: header.member_id,
    leaderId: status.leader,
    isLeader: status.leader === header.member_id,
    isLearner: status.isLearner,
    revision: BigInt(header.revision),
    raftIndex: BigInt(status.raftIndex),
    raftTerm: BigInt(status.raftTerm),
    sizeBytes: Number(status.dbSize),
    usedBytes: Number(status.dbSizeInUse),
    ...status.dbSizeQuota === undefined
      ? {}
      : { quotaBytes: Number(status.dbSizeQuota) || DEFAULT_QUOTA_BYTES },
    alarms: [...new Set(status.errors.map((error) => /alarm:(\w+)/.exec(error)?.[1] ?? error.trim()))],
  };
}

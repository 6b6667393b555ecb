/** What a test may ask of its etcd, and the arguments of etcd that follow from it. */
import type { KeyPair } from "./certificates.ts";

export interface EtcdSetup {
  /** Size of the cluster. Default 1. */
  readonly members?: 1 | 3;
  /** Clients need a certificate of the test's own authority; needs openssl. Default false. */
  readonly tls?: boolean;
  /** Turns authentication on, with this user beside root. */
  readonly auth?: EtcdUser;
  /** Size of the store at which etcd refuses writes, bytes. Default: etcd's 2 GiB. */
  readonly quotaBytes?: number;
  /** How much longer every fsync takes, milliseconds; needs strace. Default 0, and then files are not flushed at all. */
  readonly fsyncDelayMs?: number;
  /** History is forgotten by etcd itself: "1s" for what is older, a number for what is more revisions ago. Default never. */
  readonly autoCompaction?: { readonly mode: "periodic" | "revision"; readonly retention: string };
  /** More arguments of etcd; they win over those given here. */
  readonly extraArgs?: readonly string[];
  /** X.Y.Z or X.Y.x. Default: `TEST_ETCD_VERSION`, else the pinned one. */
  readonly version?: string;
}

/** A user that may read and write the keys under a prefix. */
export interface EtcdUser {
  readonly username: string;
  readonly password: string;
  /** Default: every key. */
  readonly prefix?: string;
}

/** The files that the server shows and checks with. */
export interface ServerTls {
  readonly caPath: string;
  readonly server: KeyPair;
}

/** The arguments of every member, beside its addresses. */
export function setupArguments(setup: EtcdSetup, version: string, tls: ServerTls | undefined): string[] {
  const { fsyncDelayMs = 0, quotaBytes, autoCompaction } = setup;
  const args: string[] = [
    // Elections in a tenth of the time that the defaults take, as long as the disk is quick.
    ...fsyncDelayMs === 0 ? ["--heartbeat-interval=50", "--election-timeout=500"] : [],
    ...fsyncDelayMs === 0 && canSkipFsync(version) ? ["--unsafe-no-fsync"] : [],
    // A member that was wiped may join again at once, not only after the others were connected for five seconds.
    ...setup.members === 3 ? ["--strict-reconfig-check=false"] : [],
    // The cheapest hash of passwords: a test's password guards nothing.
    "--bcrypt-cost=4",
  ];
  if (quotaBytes !== undefined) args.push(`--quota-backend-bytes=${quotaBytes}`);
  if (autoCompaction !== undefined) {
    args.push(
      `--auto-compaction-mode=${autoCompaction.mode}`,
      `--auto-compaction-retention=${autoCompaction.retention}`,
    );
  }
  if (tls !== undefined) {
    args.push(
      "--client-cert-auth",
      `--trusted-ca-file=${tls.caPath}`,
      `--cert-file=${tls.server.certPath}`,
      `--key-file=${tls.server.keyPath}`,
    );
  }
  return [...args, ...setup.extraArgs ?? []];
}

/** etcd 3.4 always flushes. */
function canSkipFsync(version: string): boolean {
  return !version.startsWith("3.4.");
}

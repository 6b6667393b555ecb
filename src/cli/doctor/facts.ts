/**
 * What `doctor` knows of the machine, as plain data: gathered in `gather*.ts`, judged in `checks*.ts`.
 *
 * Undefined stands for "could not be found out", which is never a problem by itself.
 */
import type { ManagerStatus, NodeSummary } from "../../manager/serve/api.ts";
import type { AsideFile, JournalMark, JournalSummary, UnusableJournal } from "../../ports/journal_tools.ts";
import type { InstanceList } from "../../ports/instances.ts";
import type { EtcdFacts } from "../../ports/etcd_facts.ts";

export type ConfigFacts =
  /** `file` not set = defaults and environment. */
  | { readonly kind: "valid"; readonly file?: string }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

export interface StateDirFacts {
  readonly path: string;
  readonly found: "directory" | "missing" | "not-a-directory" | "unreadable";
  readonly isWritable?: boolean;
  readonly freeBytes?: number;
  readonly freeInodes?: number;
}

export interface JournalFacts {
  readonly path: string;
  readonly found: JournalSummary | UnusableJournal;
  readonly aside: readonly AsideFile[];
  /** What it held once; not set = that is not known. */
  readonly mark?: JournalMark;
}

export type LockFacts =
  | { readonly kind: "free" }
  | { readonly kind: "held"; readonly pid?: number }
  | { readonly kind: "unknown"; readonly message: string };

export interface ClockFacts {
  readonly nowMs: number;
  readonly isSynchronised: boolean;
  readonly newestEventMs?: number;
}

/** One certificate of a file. */
export interface CertificateFacts {
  readonly subject: string;
  readonly validFromMs: number;
  readonly validToMs: number;
}

/** One file with certificates or a key. `setting` is the one that names it. */
export interface PemFacts {
  readonly setting: string;
  readonly path: string;
  readonly found:
    | { readonly kind: "unreadable"; readonly message: string }
    | { readonly kind: "malformed"; readonly message: string }
    | { readonly kind: "certificates"; readonly certificates: readonly CertificateFacts[] }
    /** `fits` not set = there is no certificate to compare it with. */
    | { readonly kind: "key"; readonly mode: number; readonly fits?: boolean };
}

export interface PasswordFacts {
  readonly path: string;
  readonly found:
    | { readonly kind: "unreadable"; readonly message: string }
    | { readonly kind: "readable"; readonly mode: number; readonly isEmpty: boolean };
}

/** What the State Manager says of itself. */
export interface DaemonStatusFacts extends
  Pick<
    ManagerStatus,
    | "isReady"
    | "revision"
    | "services"
    | "isControllerReachable"
    | "counters"
    | "role"
    | "isStale"
    | "leader"
    | "term"
    | "fences"
  > {
  readonly version: string;
  readonly nodes: readonly Pick<NodeSummary, "node" | "isConnected" | "silentMs">[];
}

export interface DaemonFacts {
  readonly address: string;
  readonly found:
    | { readonly kind: "unreachable"; readonly message: string }
    | {
      readonly kind: "answered";
      readonly status: DaemonStatusFacts;
      /** Not set = it does not tell: it is older, or this role may not ask. */
      readonly instances?: InstanceList;
    };
}

/** Somebody whom the State Manager talks to. */
export interface PeerFacts {
  /** `node front`, `ActionController`, `MonitoringServer`. */
  readonly who: string;
  readonly address: string;
  /** Why it does not answer; not set = it does. */
  readonly failure?: string;
}

/** What the configuration says that the checks need. */
export interface WantedFacts {
  readonly hasController: boolean;
  readonly isHaEnabled: boolean;
  readonly instance: string;
}

/** What can be found out only with a valid configuration. */
export interface MachineFacts {
  readonly wanted: WantedFacts;
  readonly stateDir: StateDirFacts;
  readonly journal: JournalFacts;
  readonly lock: LockFacts;
  readonly clock: ClockFacts;
  readonly pems: readonly PemFacts[];
  /** Not set = none is configured. */
  readonly password?: PasswordFacts;
  readonly daemon: DaemonFacts;
  readonly peers: readonly PeerFacts[];
  /** Not set = none is configured. */
  readonly etcd?: EtcdFacts;
}

export interface DoctorFacts {
  readonly config: ConfigFacts;
  /** Not set = the configuration is not valid. */
  readonly machine?: MachineFacts;
}

export interface GatherRequest {
  /** The configuration file; not set = the default place. */
  readonly configPath?: string;
  /** Where to ask for the State Manager; not set = where it listens by its configuration. */
  readonly address?: string;
  /** Longest wait for each answer. */
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Never rejects: what cannot be found out is said so. */
export type GatherFacts = (request: GatherRequest) => Promise<DoctorFacts>;

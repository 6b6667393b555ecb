/**
 * What a workload definition says: how a service of this node is run. The same types hold it as it was read, with placeholders in its
 * texts, and filled in for one replica (`fill.ts`).
 */
import type { PlainValue } from "../../platform/config/yaml_reader.ts";
import type { ResourceId } from "../../state/resource_id.ts";

/** Who runs a workload; the keys below `runtime` in a definition. */
export const RUNTIME_KINDS = ["process", "container", "unit", "pod"] as const;
export type RuntimeKind = typeof RUNTIME_KINDS[number];

export type JsonValue = PlainValue;

/** `json`: one object of texts. `env`: lines KEY="value" as systemd's EnvironmentFile and docker's env files take them. */
export const CONFIG_FORMATS = ["json", "env"] as const;
export type ConfigFormat = typeof CONFIG_FORMATS[number];

/**
 * Where the whole configuration of the service is written before an instance starts. A relative path lies in the directory of the
 * instance; in a container it is the path inside, at which the file is mounted read-only.
 */
export interface ConfigFile {
  readonly path: string;
  readonly format: ConfigFormat;
}

/** How an end by itself is understood. */
export interface ExitCodes {
  /** The program refused its configuration; default 78 (EX_CONFIG of sysexits.h). */
  readonly configRejected: readonly number[];
  /** The program ran out of something; default none (an OOM kill is recognised without it). */
  readonly resourceExhausted: readonly number[];
}

export interface StopRule {
  /** For example SIGTERM. */
  readonly signal: string;
  /** From that signal to SIGKILL. */
  readonly timeoutMs: number;
}

/** How the health of a process is told. */
export type ProcessHealth =
  /** It counts as healthy when it has lived for so long. */
  | { readonly kind: "settle"; readonly afterMs: number }
  /** The program touches a file; healthy from the first time on, lost when the file has not changed for `silentAfterMs`. */
  | { readonly kind: "heartbeat"; readonly file: string; readonly silentAfterMs: number }
  | { readonly kind: "command" } & CommandHealth;

/** A command that exits 0 when all is well. */
export interface CommandHealth {
  readonly command: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Failures in a row after which it is lost. */
  readonly failures: number;
  /** Failures within this time after the start do not count. */
  readonly startPeriodMs: number;
}

/** Limits of a process as setrlimit(2) has them; what is not set is the node's own. */
export interface ProcessLimits {
  readonly openFiles?: number;
  readonly processes?: number;
  readonly fileSizeBytes?: number;
  readonly coreSizeBytes?: number;
  readonly lockedMemoryBytes?: number;
}

/** `file`: `log` in the directory of the service, rotated once at `logSizeBytes`. `inherit`: where the node's own output goes. */
export const PROCESS_LOGS = ["file", "inherit", "none"] as const;
export type ProcessLog = typeof PROCESS_LOGS[number];

/** A plain process. Never started through a shell. */
export interface ProcessRuntime {
  readonly kind: "process";
  /** The program, an absolute path, and its arguments. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** "" = the directory of the instance. */
  readonly workingDirectory: string;
  /** Not set = those of the node. */
  readonly uid?: number;
  readonly gid?: number;
  readonly limits: ProcessLimits;
  readonly log: ProcessLog;
  readonly logSizeBytes: number;
  readonly health: ProcessHealth;
  readonly stop: StopRule;
}

export const MOUNT_KINDS = ["bind", "volume", "tmpfs"] as const;
export type MountKind = typeof MOUNT_KINDS[number];

export interface Mount {
  readonly kind: MountKind;
  /** A path of the machine, the name of a volume; "" for tmpfs. */
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

export interface Device {
  readonly source: string;
  readonly target: string;
  /** Of r, w, m. */
  readonly access: string;
}

export interface PortMapping {
  readonly container: number;
  /** 0 = the runtime chooses. */
  readonly host: number;
  /** "" = all addresses. */
  readonly address: string;
  readonly protocol: "tcp" | "udp";
}

export const PULL_POLICIES = ["never", "missing"] as const;
export type PullPolicy = typeof PULL_POLICIES[number];

/** A container of podman or docker. The runtime's own restart policy is off. */
export interface ContainerRuntime {
  readonly kind: "container";
  readonly image: string;
  readonly pull: PullPolicy;
  /** Replaces the entry point of the image; empty = the image's. */
  readonly entrypoint: readonly string[];
  /** Empty = the image's. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** "" = the image's. */
  readonly workingDirectory: string;
  /** user, user:group, uid or uid:gid; "" = the image's. */
  readonly user: string;
  readonly mounts: readonly Mount[];
  readonly devices: readonly Device[];
  readonly ports: readonly PortMapping[];
  /** "" = the runtime's default; none, host, bridge or the name of a network. */
  readonly network: string;
  readonly addCapabilities: readonly string[];
  readonly dropCapabilities: readonly string[];
  readonly isReadOnly: boolean;
  readonly isPrivileged: boolean;
  /** Not set = the image's own health check, if it has one. */
  readonly health?: CommandHealth;
  readonly stop: StopRule;
}

/** A unit of systemd that exists on the machine; how it runs is in the unit. */
export interface UnitRuntime {
  readonly kind: "unit";
  /** For example lidar.service, or lidar@${replica}.service for more than one replica. */
  readonly name: string;
}

/** A Kubernetes Pod document, as `podman kube play` takes it. */
export interface PodRuntime {
  readonly kind: "pod";
  /** apiVersion v1, kind Pod. */
  readonly manifest: { readonly [key: string]: JsonValue };
  /** "" = the runtime's default. */
  readonly network: string;
  readonly stop: StopRule;
}

export type Runtime = ProcessRuntime | ContainerRuntime | UnitRuntime | PodRuntime;

/** One definition as read from its file: texts still have their placeholders. */
export interface Definition {
  readonly id: ResourceId;
  readonly runtime: Runtime;
  readonly configFile?: ConfigFile;
  readonly exitCodes: ExitCodes;
  /** Of what it says, not of how it is written: 16 hexadecimal digits. */
  readonly fingerprint: string;
}

/** What one replica is started with: nothing is left to fill in. */
export interface Workload {
  readonly runtime: Runtime;
  /** Written to `hostPath` already; `path` is where the program expects it. */
  readonly configFile?: { readonly path: string; readonly hostPath: string };
}

/**
 * What runs workloads on a node: the interface that each driver (process, container, unit, pod) implements.
 *
 * A driver starts and ends instances and reports what the system shows of them. It decides nothing: which replica runs when, what is a
 * difference and what is a fault is for the node (`actor.ts`, `observation.ts`).
 *
 * I1  An instance is one start of one replica and has an id of its own: a replica that is started again is another instance.
 * I2  What a driver started it finds again after its own restart, by what the system keeps (labels, unit names, records).
 * I3  Never a guess: while the runtime does not answer, the driver reports that it is away, never an empty list.
 * I4  A driver never ends or changes what is not labelled as this node's.
 * I5  Expected failures are values (`DriverFailure`); a rejected promise is a bug or an aborted `signal`.
 */
import type { ResourceRequirements } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { LogReading, LogSource, LogSubject } from "./logs/source.ts";
import type { RuntimeKind, Workload } from "./definition/workload.ts";

/** What is written to an instance when it is started, so that it can be recognised for ever (labels, record, unit properties). */
export interface InstanceLabels {
  /** Unique in time and space, of the alphabet [a-z0-9-], at most 40 characters. */
  readonly instanceId: string;
  readonly resourceId: ResourceId;
  /** 0 and up. */
  readonly replica: number;
  readonly node: string;
  readonly version: string;
  /** Fingerprint of the configuration of the service that it was started with, 16 hexadecimal digits. */
  readonly configFingerprint: string;
  /** Fingerprint of the workload definition that it was started from, 16 hexadecimal digits. */
  readonly definitionFingerprint: string;
}

/** How an instance ended. Both not set = it ended, and nobody knows how. */
export interface InstanceEnd {
  /** 0 to 255; not set where a signal ended it or it is not known. */
  readonly exitCode?: number;
  /** Number of the signal that ended it. */
  readonly signal?: number;
  /** Whether the kernel or the runtime ended it because it ran out of memory or of another limit. */
  readonly isResourceExhausted: boolean;
  /** What the system says besides, for people; "" = nothing. */
  readonly message: string;
}

export type InstanceState =
  /** Its main process lives. */
  | { readonly kind: "running"; readonly pid?: number }
  /** Its main process lives and is held (SIGSTOP, a paused container). */
  | { readonly kind: "held"; readonly pid?: number }
  /** Being ended by the driver or by somebody else. */
  | { readonly kind: "stopping" }
  | { readonly kind: "ended"; readonly end: InstanceEnd };

/**
 * `none`: nothing tells its health, so one that runs is healthy. `starting`: no sign of health yet. `lost`: it was healthy and has
 * fallen silent, or its check fails.
 */
export type InstanceHealth = "none" | "starting" | "healthy" | "lost";

/** An instance as the system shows it. */
export interface Instance {
  readonly labels: InstanceLabels;
  readonly state: InstanceState;
  readonly health: InstanceHealth;
  /** Whether it was ever healthy, also before a restart of the node. */
  readonly wasHealthy: boolean;
  /** Wall time, milliseconds since 1970; 0 = not known. For people. */
  readonly startedAtMs: number;
  /** What a person should know of its health or state, a sentence; "" = nothing. */
  readonly message: string;
}

/**
 * What can go wrong between the node and a runtime.
 * - `runtime-away`: the runtime does not answer (socket missing, bus away): nothing is known, nothing was done as far as one can tell.
 * - `timed-out`: it did not answer in time: it may have happened.
 * - `program-missing`: image, unit or program does not exist and cannot be fetched.
 * - `program-broken`: it exists and cannot be started (wrong architecture, not executable, unit masked).
 * - `name-taken`: somebody else's container or unit has the name.
 * - `limit`: the system refuses for want of something: memory, disk, processes, a cgroup limit that cannot be set.
 * - `refused`: not permitted, or the runtime refuses the request as it stands.
 * - `not-found`: there is no such instance.
 */
export const FAILURE_KINDS = [
  "runtime-away",
  "timed-out",
  "program-missing",
  "program-broken",
  "name-taken",
  "limit",
  "refused",
  "not-found",
] as const;
export type FailureKind = typeof FAILURE_KINDS[number];

export interface DriverFailure {
  readonly kind: FailureKind;
  /** What failed, on what, why, and what to do where the reader can do something. At most 1,024 bytes. */
  readonly message: string;
}

export type DriverResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: DriverFailure };

/** One instance to start. Everything in `workload` is filled in: no placeholder is left. */
export interface StartRequest {
  readonly labels: InstanceLabels;
  readonly workload: Workload;
  /** From the spec; 0 = no limit. */
  readonly resources: ResourceRequirements;
  /**
   * An existing directory of this instance alone (mode 0700), for whatever the driver keeps of it: the rendered configuration file lies
   * there already (`workload.configFile`). The node removes it after `stop`.
   */
  readonly directory: string;
}

export type StopMode =
  /** The definition's stop signal, then SIGKILL after its time. */
  | "orderly"
  /** SIGKILL at once. */
  | "at-once";

/** Receives what happens to instances, in order; must not throw. Reports are whole: each replaces what was known. */
export interface DriverListener {
  /** The runtime answers, and this is everything that it has under this node's label: at the start, and after each absence. */
  onPresent(instances: readonly Instance[]): void;
  /** An instance is new or has changed. */
  onInstance(instance: Instance): void;
  /** An instance is gone without a trace: removed by `stop`, or by somebody else. */
  onRemoved(instanceId: string): void;
  /** The runtime does not answer: nothing is known from here on, until `onPresent`. Said once per absence. */
  onAway(failure: DriverFailure): void;
}

/** Runs workloads of one kind. All calls may overlap, also for one instance. */
export interface Driver extends AsyncDisposable {
  readonly kind: RuntimeKind;
  /**
   * Follows all instances of this node until `signal` aborts; resolves then. Reconnects by itself. One follower at a time.
   * An end is reported within 50 ms, another change within a second.
   */
  watch(listener: DriverListener, signal: AbortSignal): Promise<void>;
  /** All instances under this node's label, ended ones included as long as the runtime remembers them. */
  list(signal: AbortSignal): Promise<DriverResult<readonly Instance[]>>;
  /** One instance now. */
  inspect(instanceId: string, signal: AbortSignal): Promise<DriverResult<Instance>>;
  /**
   * Starts an instance and resolves when its main process was started, not when it is healthy. Started twice under one `instanceId` it
   * runs once. After a failure nothing of it is left running.
   */
  start(request: StartRequest, signal: AbortSignal): Promise<DriverResult<Instance>>;
  /**
   * Ends an instance, if it lives, and removes what the runtime keeps of it; resolves when its processes are gone. One that is not there
   * is stopped already.
   */
  stop(
    instanceId: string,
    mode: StopMode,
    signal: AbortSignal,
  ): Promise<DriverResult<InstanceEnd | undefined>>;
  /** Sends a signal to the main process. */
  signal(instanceId: string, signalName: string, signal: AbortSignal): Promise<DriverResult<undefined>>;
  /** Whether this workload could be started here as far as that can be told without starting it; undefined = nothing speaks against it. */
  check(workload: Workload, signal: AbortSignal): Promise<DriverFailure | undefined>;
  /** What a replica has written and writes. Not there = this runtime cannot tell. */
  logs?(subject: LogSubject, reading: LogReading, signal: AbortSignal): Promise<DriverResult<LogSource>>;
}

export function succeeded<T>(value: T): DriverResult<T> {
  return { ok: true, value };
}

export function failed(kind: FailureKind, message: string): DriverResult<never> {
  return { ok: false, failure: { kind, message } };
}

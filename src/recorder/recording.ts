/**
 * A recording: everything that came into a manager, in order, and what it decided; one JSON object a line (docs/adr/0013, 0017).
 *
 * A run is recorded in segments, each of which can be replayed alone. A segment begins with the header; then comes what the manager goes
 * on from, where it is not the first one of the run: the checkpoint, and for each service its record, runtime facts and phases. Then come turns:
 * a `turn` line with the time, the inputs that were handed over at that time, and what the manager did until nothing was left to do:
 * calls, commits, and the ids and random numbers that it took. An `end` line closes it.
 *
 * I1: inputs of one turn reach the manager one after the other with nothing in between; the next turn begins when the manager rests.
 * I2: within a turn time stands still, and so do the answers of ports that answer at once.
 * I3: nothing is left out between the header and the last line that is there.
 */
import type { AlertDraft } from "../state/alert.ts";
import type { AdoptedStep, Leadership, SpecChange } from "../manager/serve/api.ts";
import type { RecoveryRequest } from "../state/issue.ts";
import type { EngineCheckpoint, ManagerCheckpoint } from "../manager/core/checkpoint.ts";
import type { LedgerCheckpoint } from "../manager/core/ledger.ts";
import type { ManagerSettings } from "../manager/core/settings.ts";
import type { ActionResult } from "../state/action.ts";
import type { TermRefusal } from "../state/fence.ts";
import type { ServiceRecord } from "../state/record.ts";
import type { ServiceRuntime } from "../state/runtime.ts";
import type { StateDiff } from "../state/diff.ts";
import type { StateChange } from "../state/tracker.ts";
import type { StateEvent } from "../state/events.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { plainText } from "./canonical.ts";

/** Grows when an older program could not replay what a newer one wrote. */
export const RECORDING_VERSION = 2;

export interface RecordedNode {
  readonly node: string;
  readonly address: string;
}

export interface Header {
  readonly kind: "recording";
  readonly version: typeof RECORDING_VERSION;
  /** The program that wrote it. */
  readonly program: string;
  readonly startedAtMs: number;
  readonly settings: ManagerSettings;
  readonly nodes: readonly RecordedNode[];
  /** Whether several instances shared the state, so that a gate was asked. */
  readonly isGated: boolean;
}

/** What stands still within a turn (I2). */
export interface Moment {
  /** On the monotonic clock. */
  readonly nowMs: number;
  readonly wallMs: number;
  readonly isSynchronised: boolean;
  /** Of the controller. */
  readonly isReachable: boolean;
  /** Of the gate; true where there is none. */
  readonly isLeading: boolean;
}

type Nothing = Readonly<Record<never, never>>;

/** What callers ask a manager to do, by the name of its method, with what goes with it. */
export interface RequestDetails {
  readonly initialize: Nothing;
  readonly startReconciliation: Nothing;
  readonly standBy: Nothing;
  readonly stopReconciliation: { readonly graceMs: number };
  readonly setLeadership: { readonly leadership: Leadership };
  readonly handleStateDiff: { readonly diff: StateDiff };
  readonly executeReconciliation: { readonly diff: StateDiff };
  readonly registerNode: RecordedNode;
  readonly unregisterNode: { readonly node: string };
  readonly updateState: { readonly change: SpecChange };
  readonly applyChanges: { readonly changes: readonly SpecChange[] };
  readonly triggerRecovery: { readonly id: ResourceId; readonly request: RecoveryRequest };
  readonly beginTerm: { readonly term: bigint; readonly revision?: bigint };
  readonly adopt: { readonly step: AdoptedStep };
  readonly takeOver: { readonly record: ServiceRecord; readonly reason: string };
  readonly acceptDesired: { readonly change: SpecChange };
  readonly refuseDesired: { readonly id: ResourceId; readonly problem: string };
  readonly alert: { readonly draft: AlertDraft };
  /** History is asked for, and what waited is stored for it. */
  readonly settle: Nothing;
  /** From the checkpoint with which the segment begins. */
  readonly resume: Nothing;
}

export type RequestName = keyof RequestDetails;

export type ManagerRequest<Name extends RequestName = RequestName> = {
  readonly [N in Name]: { readonly kind: N; readonly details: RequestDetails[N] };
}[Name];

/** How a call ended. */
export type Answer =
  | { readonly kind: "diff"; readonly diff: StateDiff }
  | { readonly kind: "flag"; readonly flag: boolean }
  | { readonly kind: "action"; readonly result: ActionResult }
  | { readonly kind: "nothing" }
  | { readonly kind: "error"; readonly message: string };

/** What came in. `call` is the number of the call that opened the stream or was answered. */
export type Input =
  | { readonly kind: "request"; readonly request: ManagerRequest }
  /** The timer that was set as the nth, and for how long. */
  | { readonly kind: "timer"; readonly timer: number; readonly delayMs: number }
  | { readonly kind: "answer"; readonly call: number; readonly answer: Answer }
  | { readonly kind: "connected"; readonly call: number }
  | { readonly kind: "diff"; readonly call: number; readonly diff: StateDiff }
  | { readonly kind: "snapshotEnd"; readonly call: number }
  | { readonly kind: "heard"; readonly call: number }
  | { readonly kind: "disconnected"; readonly call: number; readonly reason: string }
  | { readonly kind: "fenced"; readonly call: number; readonly refusal: TermRefusal };

/** An input as it is written down, where it is not known which of the requests it is. */
export type WrittenInput = Exclude<Input, { readonly kind: "request" }> | {
  readonly kind: "request";
  readonly request: { readonly kind: RequestName; readonly details: RequestDetails[RequestName] };
};

/** One step of history, with a hash of each whole record. */
export interface CommitDecision {
  readonly kind: "commit";
  readonly revision: bigint;
  readonly term: bigint;
  readonly reserved?: bigint;
  readonly records: readonly { readonly id: ResourceId; readonly hash: string }[];
  readonly removed: readonly ResourceId[];
  readonly events: readonly StateEvent[];
  /** Why the journal could not write it. */
  readonly failure?: string;
}

/** The manager asked something of the world. */
export interface CallDecision {
  readonly kind: "call";
  readonly call: number;
  readonly what: string;
  /** "" = of no service. */
  readonly service: string;
  /** Of everything that was sent with it. */
  readonly hash: string;
}

/** What the manager decided, as far as anybody else sees it. */
export type Decision = CommitDecision | CallDecision;

/** What the manager drew, or read from its journal. */
export type Drawn =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "random"; readonly random: number }
  /** Bytes written to the disk since the start. */
  | { readonly kind: "written"; readonly bytes: number };

/** What answers at once is named where it differs from the turn before: most turns say only when. */
export type TurnLine =
  & { readonly kind: "turn"; readonly isMid?: boolean }
  & Pick<Moment, "nowMs" | "wallMs">
  & Partial<Standstill>;

/** Answers that stand still within a turn, besides the time. */
export type Standstill = Omit<Moment, "nowMs" | "wallMs">;

/** As it is before anybody says otherwise. */
export const FIRST_STANDSTILL: Standstill = { isSynchronised: false, isReachable: true, isLeading: true };

/** What a manager goes on from, besides what is known of each service, which has lines of its own. */
export interface CheckpointLine {
  readonly kind: "checkpoint";
  readonly ledger: Omit<LedgerCheckpoint, "records">;
  readonly leadership: Leadership;
  readonly alerts: ManagerCheckpoint["alerts"];
  /** Not set = it did not reconcile. */
  readonly nodes?: EngineCheckpoint["nodes"];
}

/**
 * `continued`: another segment goes on. `full`: the segment reached its size before the manager was at rest, so that another one could
 * begin. `dropped`: lines arrived faster than the disk accepted them.
 */
export type EndReason = "stopped" | "continued" | "full" | "dropped";
export interface EndLine {
  readonly kind: "end";
  readonly reason: EndReason;
  /** Lines that are neither here nor in the next segment. */
  readonly missing: number;
}

export type Line =
  | Header
  | { readonly kind: "record"; readonly record: ServiceRecord }
  | { readonly kind: "runtime"; readonly id: ResourceId; readonly runtime: ServiceRuntime }
  | { readonly kind: "phases"; readonly id: ResourceId; readonly phases: readonly StateChange[] }
  | CheckpointLine
  | {
    readonly kind: "loaded";
    readonly revision: bigint;
    readonly term: bigint;
    readonly reserved: bigint;
    readonly records: number;
  }
  | TurnLine
  | Input
  | Decision
  | Drawn
  | EndLine;

/** Where a recording goes; must not wait and must not throw. */
export interface RecordingSink {
  /** Takes a line, in order. */
  write(line: string): void;
  /** The segment is long enough, or takes no more lines: another one should begin. */
  readonly isSegmentDue: boolean;
  /** Ends the segment, and begins another one with these lines. False = they do not fit: nothing is recorded any more. */
  beginSegment(head: Iterable<string>): boolean;
}

export function lineText(line: Line | WrittenInput): string {
  return plainText(line);
}

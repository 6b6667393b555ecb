/**
 * A recording: everything that came into a manager, in order, and what it decided; one JSON object a line (docs/adr/0013).
 *
 * The first line is the header. Then come turns: a `turn` line with the time, the inputs that were handed over at that time, and what the
 * manager did until nothing was left to do: calls, commits, and the ids and random numbers that it took. An `end` line closes it.
 *
 * I1: inputs of one turn reach the manager one after the other with nothing in between; the next turn begins when the manager rests.
 * I2: within a turn time stands still, and so do the answers of ports that answer at once.
 * I3: nothing is left out between the header and the last line that is there.
 */
import type { AlertDraft } from "../state/alert.ts";
import type { AdoptedStep, Leadership, SpecChange } from "../manager/serve/api.ts";
import type { RecoveryRequest } from "../state/issue.ts";
import type { ManagerSettings } from "../manager/core/settings.ts";
import type { ActionResult } from "../state/action.ts";
import type { ServiceRecord } from "../state/record.ts";
import type { StateDiff } from "../state/diff.ts";
import type { StateEvent } from "../state/events.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { plainText } from "./canonical.ts";

/** Grows when an older program could not replay what a newer one wrote. */
export const RECORDING_VERSION = 1;

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

/** What the manager was told to do. */
export type Deed =
  | { readonly kind: "initialize" }
  | { readonly kind: "start" }
  | { readonly kind: "standBy" }
  | { readonly kind: "stop"; readonly graceMs: number }
  | { readonly kind: "updateState"; readonly change: SpecChange }
  | { readonly kind: "triggerRecovery"; readonly id: ResourceId; readonly request: RecoveryRequest }
  | { readonly kind: "handleDiff"; readonly diff: StateDiff }
  | { readonly kind: "reconcile"; readonly diff: StateDiff }
  | { readonly kind: "setStanding"; readonly standing: Leadership }
  | { readonly kind: "registerNode"; readonly node: string; readonly address: string }
  | { readonly kind: "unregisterNode"; readonly node: string }
  | { readonly kind: "beginTerm"; readonly term: bigint; readonly revision?: bigint }
  | { readonly kind: "adopt"; readonly step: AdoptedStep }
  | { readonly kind: "takeOver"; readonly record: ServiceRecord; readonly reason: string }
  | { readonly kind: "acceptDesired"; readonly change: SpecChange }
  | { readonly kind: "refuseDesired"; readonly id: ResourceId; readonly problem: string }
  | { readonly kind: "alert"; readonly draft: AlertDraft }
  /** Somebody asks for history, and what waited is stored for it. */
  | { readonly kind: "settle" };

/** How a call ended. */
export type Answer =
  | { readonly kind: "diff"; readonly diff: StateDiff }
  | { readonly kind: "flag"; readonly flag: boolean }
  | { readonly kind: "action"; readonly result: ActionResult }
  | { readonly kind: "nothing" }
  | { readonly kind: "error"; readonly message: string };

/** What came in. `call` is the number of the call that opened the stream or was answered. */
export type Input =
  | { readonly kind: "do"; readonly deed: Deed }
  /** The timer that was set as the nth, and for how long. */
  | { readonly kind: "timer"; readonly timer: number; readonly delayMs: number }
  | { readonly kind: "answer"; readonly call: number; readonly answer: Answer }
  | { readonly kind: "connected"; readonly call: number }
  | { readonly kind: "diff"; readonly call: number; readonly diff: StateDiff }
  | { readonly kind: "snapshotEnd"; readonly call: number }
  | { readonly kind: "heard"; readonly call: number }
  | { readonly kind: "disconnected"; readonly call: number; readonly reason: string };

/** One step of history, with a mark for each whole record. */
export interface CommitDecision {
  readonly kind: "commit";
  readonly revision: bigint;
  readonly term: bigint;
  readonly reserved?: bigint;
  readonly records: readonly { readonly id: ResourceId; readonly mark: string }[];
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
  readonly mark: string;
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

/** `full`: the file reached its size. `dropped`: lines came faster than the disk took them. */
export type EndReason = "stopped" | "full" | "dropped";
export interface EndLine {
  readonly kind: "end";
  readonly reason: EndReason;
  /** Lines that are not here. */
  readonly missing: number;
}

export type Line =
  | Header
  | { readonly kind: "record"; readonly record: ServiceRecord }
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

/** Takes lines, in order; must not wait and must not throw. */
export interface RecordingSink {
  write(line: string): void;
}

export function lineText(line: Line): string {
  return plainText(line);
}

/** Each line of a recording as a strict decoder. */
import {
  array,
  boolean,
  type Decoder,
  integer,
  literal,
  number,
  object,
  oneOf,
  optional,
  string,
  union,
  unsigned64,
} from "../records/decoder.ts";
import { serviceRecord, stateEvent } from "../records/shapes.ts";
import {
  type Answer,
  type CommitDecision,
  type Deed,
  type Line,
  type RecordedNode,
  RECORDING_VERSION,
} from "./recording.ts";
import {
  actionResult,
  adoptedStep,
  alertDraft,
  managerSettings,
  recoveryRequest,
  resourceId,
  specChange,
  standing,
  stateDiff,
} from "./recording_shapes.ts";

type DeedOf<K extends Deed["kind"]> = Extract<Deed, { readonly kind: K }>;
type AnswerOf<K extends Answer["kind"]> = Extract<Answer, { readonly kind: K }>;
type LineOf<K extends Line["kind"]> = Extract<Line, { readonly kind: K }>;

const deed: Decoder<Deed> = union<Deed>({
  initialize: object<DeedOf<"initialize">>({ kind: literal("initialize") }),
  start: object<DeedOf<"start">>({ kind: literal("start") }),
  standBy: object<DeedOf<"standBy">>({ kind: literal("standBy") }),
  stop: object<DeedOf<"stop">>({ kind: literal("stop"), graceMs: number }),
  updateState: object<DeedOf<"updateState">>({ kind: literal("updateState"), change: specChange }),
  triggerRecovery: object<DeedOf<"triggerRecovery">>({
    kind: literal("triggerRecovery"),
    id: resourceId,
    request: recoveryRequest,
  }),
  handleDiff: object<DeedOf<"handleDiff">>({ kind: literal("handleDiff"), diff: stateDiff }),
  reconcile: object<DeedOf<"reconcile">>({ kind: literal("reconcile"), diff: stateDiff }),
  setStanding: object<DeedOf<"setStanding">>({ kind: literal("setStanding"), standing }),
  registerNode: object<DeedOf<"registerNode">>({
    kind: literal("registerNode"),
    node: string,
    address: string,
  }),
  unregisterNode: object<DeedOf<"unregisterNode">>({ kind: literal("unregisterNode"), node: string }),
  beginTerm: object<DeedOf<"beginTerm">>({
    kind: literal("beginTerm"),
    term: unsigned64,
    revision: optional(unsigned64),
  }),
  adopt: object<DeedOf<"adopt">>({ kind: literal("adopt"), step: adoptedStep }),
  takeOver: object<DeedOf<"takeOver">>({ kind: literal("takeOver"), record: serviceRecord, reason: string }),
  acceptDesired: object<DeedOf<"acceptDesired">>({ kind: literal("acceptDesired"), change: specChange }),
  refuseDesired: object<DeedOf<"refuseDesired">>({
    kind: literal("refuseDesired"),
    id: resourceId,
    problem: string,
  }),
  alert: object<DeedOf<"alert">>({ kind: literal("alert"), draft: alertDraft }),
  settle: object<DeedOf<"settle">>({ kind: literal("settle") }),
});

const answer: Decoder<Answer> = union<Answer>({
  diff: object<AnswerOf<"diff">>({ kind: literal("diff"), diff: stateDiff }),
  flag: object<AnswerOf<"flag">>({ kind: literal("flag"), flag: boolean }),
  action: object<AnswerOf<"action">>({ kind: literal("action"), result: actionResult }),
  nothing: object<AnswerOf<"nothing">>({ kind: literal("nothing") }),
  error: object<AnswerOf<"error">>({ kind: literal("error"), message: string }),
});

export const recordingLine: Decoder<Line> = union<Line>({
  recording: object<LineOf<"recording">>({
    kind: literal("recording"),
    version: literal(RECORDING_VERSION),
    program: string,
    startedAtMs: number,
    settings: managerSettings,
    nodes: array(object<RecordedNode>({ node: string, address: string })),
    isGated: boolean,
  }),
  record: object<LineOf<"record">>({ kind: literal("record"), record: serviceRecord }),
  loaded: object<LineOf<"loaded">>({
    kind: literal("loaded"),
    revision: unsigned64,
    term: unsigned64,
    reserved: unsigned64,
    records: integer,
  }),
  turn: object<LineOf<"turn">>({
    kind: literal("turn"),
    nowMs: number,
    wallMs: number,
    isSynchronised: optional(boolean),
    isReachable: optional(boolean),
    isLeading: optional(boolean),
    isMid: optional(boolean),
  }),
  do: object<LineOf<"do">>({ kind: literal("do"), deed }),
  timer: object<LineOf<"timer">>({ kind: literal("timer"), timer: integer, delayMs: number }),
  answer: object<LineOf<"answer">>({ kind: literal("answer"), call: integer, answer }),
  connected: object<LineOf<"connected">>({ kind: literal("connected"), call: integer }),
  diff: object<LineOf<"diff">>({ kind: literal("diff"), call: integer, diff: stateDiff }),
  snapshotEnd: object<LineOf<"snapshotEnd">>({ kind: literal("snapshotEnd"), call: integer }),
  heard: object<LineOf<"heard">>({ kind: literal("heard"), call: integer }),
  disconnected: object<LineOf<"disconnected">>({
    kind: literal("disconnected"),
    call: integer,
    reason: string,
  }),
  commit: object<LineOf<"commit">>({
    kind: literal("commit"),
    revision: unsigned64,
    term: unsigned64,
    reserved: optional(unsigned64),
    records: array(object<CommitDecision["records"][number]>({ id: resourceId, mark: string })),
    removed: array(resourceId),
    events: array(stateEvent),
    failure: optional(string),
  }),
  call: object<LineOf<"call">>({
    kind: literal("call"),
    call: integer,
    what: string,
    service: string,
    mark: string,
  }),
  id: object<LineOf<"id">>({ kind: literal("id"), id: string }),
  random: object<LineOf<"random">>({ kind: literal("random"), random: number }),
  written: object<LineOf<"written">>({ kind: literal("written"), bytes: number }),
  end: object<LineOf<"end">>({
    kind: literal("end"),
    reason: oneOf(["stopped", "full", "dropped"]),
    missing: integer,
  }),
});

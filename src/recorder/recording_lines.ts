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
  partialRecord,
  string,
  union,
  unsigned64,
} from "../records/decoder.ts";
import { serviceRecord, stateEvent } from "../records/shapes.ts";
import { ALERT_REASONS } from "../state/alert.ts";
import {
  type Answer,
  type CommitDecision,
  type Line,
  type ManagerRequest,
  type RecordedNode,
  RECORDING_VERSION,
  type RequestDetails,
  type RequestName,
} from "./recording.ts";
import {
  actionResult,
  adoptedStep,
  alertDraft,
  leadership,
  managerSettings,
  recoveryRequest,
  resourceId,
  specChange,
  stateDiff,
  termRefusal,
} from "./recording_shapes.ts";
import {
  ledgerCheckpoint,
  nodeCheckpoint,
  rateLimitState,
  serviceRuntime,
  stateChange,
} from "./checkpoint_shapes.ts";

type AnswerOf<K extends Answer["kind"]> = Extract<Answer, { readonly kind: K }>;
type LineOf<K extends Line["kind"]> = Extract<Line, { readonly kind: K }>;

const NOTHING = object<Readonly<Record<never, never>>>({});

const request: Decoder<ManagerRequest> = union<ManagerRequest>({
  initialize: requestOf("initialize", NOTHING),
  startReconciliation: requestOf("startReconciliation", NOTHING),
  standBy: requestOf("standBy", NOTHING),
  stopReconciliation: requestOf("stopReconciliation", object({ graceMs: number })),
  setLeadership: requestOf("setLeadership", object({ leadership })),
  handleStateDiff: requestOf("handleStateDiff", object({ diff: stateDiff })),
  executeReconciliation: requestOf("executeReconciliation", object({ diff: stateDiff })),
  registerNode: requestOf("registerNode", object({ node: string, address: string })),
  unregisterNode: requestOf("unregisterNode", object({ node: string })),
  updateState: requestOf("updateState", object({ change: specChange })),
  applyChanges: requestOf("applyChanges", object({ changes: array(specChange) })),
  triggerRecovery: requestOf("triggerRecovery", object({ id: resourceId, request: recoveryRequest })),
  beginTerm: requestOf(
    "beginTerm",
    object<RequestDetails["beginTerm"]>({ term: unsigned64, revision: optional(unsigned64) }),
  ),
  adopt: requestOf("adopt", object({ step: adoptedStep })),
  takeOver: requestOf("takeOver", object({ record: serviceRecord, reason: string })),
  acceptDesired: requestOf("acceptDesired", object({ change: specChange })),
  refuseDesired: requestOf("refuseDesired", object({ id: resourceId, problem: string })),
  alert: requestOf("alert", object({ draft: alertDraft })),
  settle: requestOf("settle", NOTHING),
  resume: requestOf("resume", NOTHING),
});

function requestOf<Name extends RequestName>(
  name: Name,
  details: Decoder<RequestDetails[Name]>,
): Decoder<{ readonly kind: Name; readonly details: RequestDetails[Name] }> {
  return object<{ readonly kind: Name; readonly details: RequestDetails[Name] }>({
    kind: literal(name),
    details,
  });
}

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
  runtime: object<LineOf<"runtime">>({ kind: literal("runtime"), id: resourceId, runtime: serviceRuntime }),
  phases: object<LineOf<"phases">>({
    kind: literal("phases"),
    id: resourceId,
    phases: array(stateChange),
  }),
  checkpoint: object<LineOf<"checkpoint">>({
    kind: literal("checkpoint"),
    ledger: ledgerCheckpoint,
    leadership,
    alerts: partialRecord(ALERT_REASONS, rateLimitState),
    nodes: optional(array(nodeCheckpoint)),
  }),
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
  request: object<LineOf<"request">>({ kind: literal("request"), request }),
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
  fenced: object<LineOf<"fenced">>({ kind: literal("fenced"), call: integer, refusal: termRefusal }),
  commit: object<LineOf<"commit">>({
    kind: literal("commit"),
    revision: unsigned64,
    term: unsigned64,
    reserved: optional(unsigned64),
    records: array(object<CommitDecision["records"][number]>({ id: resourceId, hash: string })),
    removed: array(resourceId),
    events: array(stateEvent),
    failure: optional(string),
  }),
  call: object<LineOf<"call">>({
    kind: literal("call"),
    call: integer,
    what: string,
    service: string,
    hash: string,
  }),
  id: object<LineOf<"id">>({ kind: literal("id"), id: string }),
  random: object<LineOf<"random">>({ kind: literal("random"), random: number }),
  written: object<LineOf<"written">>({ kind: literal("written"), bytes: number }),
  end: object<LineOf<"end">>({
    kind: literal("end"),
    reason: oneOf(["stopped", "continued", "full", "dropped"]),
    missing: integer,
  }),
});

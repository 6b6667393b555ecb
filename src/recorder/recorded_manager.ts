/**
 * A manager whose run is recorded: its ports are decorated, and what it is asked to do comes in turns.
 *
 * I1: to those who call it, it is the same manager; what it answers by a promise is answered a task later.
 * I2: each member of the manager is said to be a request (input), a question or wiring; a new one does not compile before that.
 * I3: questions leave no trace: they are no part of the run. Only what waited for the journal is stored before history is read.
 */
import { type Manager, StateManager, type StateManagerOptions } from "../manager.ts";
import { type AnswerOf, perform, type RequestTarget } from "./requests.ts";
import type { ManagerRequest, RequestName } from "./recording.ts";
import { recordedAgent, recordedParts } from "./recorded_ports.ts";
import { type RecorderOptions, Segments } from "./segments.ts";
import { Turns } from "./turns.ts";

export interface Recorded {
  readonly manager: Manager;
  /** Whether something waits for its turn, or one is under way; for tests, whose time stands still. */
  readonly isPending: () => boolean;
}

/** Requests that are answered by a promise. */
type LaterName = {
  [Name in RequestName]: AnswerOf<Name> extends Promise<unknown> ? Name : never;
}[RequestName];

/** Begins a recording: the header is written at once. */
export function recordManager(parts: StateManagerOptions, recorder: RecorderOptions): Recorded {
  const { clock, controller, gate } = parts;
  const turns = new Turns({
    ...{ clock, controller, sink: recorder.sink, defer: recorder.defer },
    ...(gate === undefined ? {} : { gate }),
    onRest: () => segments.rest(),
  });
  const manager = new StateManager(recordedParts(parts, turns));
  const segments = new Segments({ parts, recorder, turns, manager });
  return { manager: recordedManager(manager, turns), isPending: () => turns.isPending };
}

/** I2. */
export function recordedManager(manager: StateManager, turns: Turns): Manager {
  const target: RequestTarget = {
    manager,
    agent: () => unexpected(),
    resume: () => unexpected(),
  };
  /** A request that is answered at once. */
  const now = <Name extends RequestName>(
    request: ManagerRequest<Name>,
    how: Partial<RequestTarget> = {},
  ): AnswerOf<Name> => turns.now({ kind: "request", request }, () => perform(request, { ...target, ...how }));
  /** A request that is answered by a promise. */
  const later = <Name extends LaterName>(
    request: ManagerRequest<Name>,
    signal?: AbortSignal,
  ): Promise<Awaited<AnswerOf<Name>>> => {
    const how = signal === undefined ? target : { ...target, signal };
    return turns.laterAnswered({ kind: "request", request }, () => perform(request, how));
  };
  /** Before history is read. */
  const settle = () => {
    if (manager.hasUnsaved) now({ kind: "settle", details: {} });
  };
  return {
    // Requests.
    initialize: () => now({ kind: "initialize", details: {} }),
    startReconciliation: () => now({ kind: "startReconciliation", details: {} }),
    stopReconciliation: (graceMs = 0) => later({ kind: "stopReconciliation", details: { graceMs } }),
    standBy: () => later({ kind: "standBy", details: {} }),
    setLeadership: (leadership) => now({ kind: "setLeadership", details: { leadership } }),
    handleStateDiff: (diff) => {
      const request = { kind: "handleStateDiff", details: { diff } } as const;
      turns.later({ kind: "request", request }, () => perform(request, target));
    },
    executeReconciliation: (diff) => later({ kind: "executeReconciliation", details: { diff } }),
    registerNode: (agent) => {
      const { node, address } = agent;
      const recorded = recordedAgent(agent, turns);
      now({ kind: "registerNode", details: { node, address } }, { agent: () => recorded });
    },
    unregisterNode: (node) => now({ kind: "unregisterNode", details: { node } }),
    updateState: (change, signal) => later({ kind: "updateState", details: { change } }, signal),
    applyChanges: (changes, signal) => later({ kind: "applyChanges", details: { changes } }, signal),
    triggerRecovery: (id, request, signal) =>
      later({ kind: "triggerRecovery", details: { id, request } }, signal),
    beginTerm: (term, revision) =>
      now({ kind: "beginTerm", details: { term, ...(revision === undefined ? {} : { revision }) } }),
    adopt: (step) => now({ kind: "adopt", details: { step } }),
    takeOver: (record, reason) => now({ kind: "takeOver", details: { record, reason } }),
    acceptDesired: (change) => now({ kind: "acceptDesired", details: { change } }),
    refuseDesired: (id, problem) => now({ kind: "refuseDesired", details: { id, problem } }),
    alert: (draft) => now({ kind: "alert", details: { draft } }),
    settle,
    // Questions (I3).
    planReconciliation: (subject) => turns.aside(() => manager.planReconciliation(subject)),
    checkChanges: (changes) => turns.aside(() => manager.checkChanges(changes)),
    status: () => turns.aside(() => manager.status()),
    staleness: () => turns.aside(() => manager.staleness()),
    readHistory: (query) => {
      settle();
      return manager.readHistory(query);
    },
    explain: (subject) => {
      settle();
      return manager.explain(subject);
    },
    queryServices: (filter, page) => manager.queryServices(filter, page),
    alerts: () => manager.alerts(),
    progress: () => manager.progress(),
    queueGauges: () => manager.queueGauges(),
    term: () => manager.term(),
    revision: () => manager.revision(),
    recordedRevision: () => manager.recordedRevision(),
    lineage: () => manager.lineage(),
    cursorAt: (revision) => manager.cursorAt(revision),
    divergence: (cursor) => manager.divergence(cursor),
    told: (id) => manager.told(id),
    get isBeginUntold() {
      return manager.isBeginUntold;
    },
    readRecorded: (query) => {
      settle();
      return manager.readRecorded(query);
    },
    record: (id) => manager.record(id),
    records: () => manager.records(),
    isReady: () => manager.isReady(),
    get hasUnsaved() {
      return manager.hasUnsaved;
    },
    // Wiring: who is told, and what is told with the rest.
    onCommitted: (listener) => manager.onCommitted(listener),
    onRecorded: (listener) => manager.onRecorded(listener),
    confirm: (revision) => manager.confirm(revision),
    onTerm: (callback) => manager.onTerm(callback),
    setCounters: (counters) => manager.setCounters(counters),
    setAge: (age) => manager.setAge(age),
  };
}

/** Only a segment, and a node that registers itself, come with what they need. */
function unexpected(): never {
  throw new Error("This request does not come with what it needs");
}

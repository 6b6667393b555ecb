/**
 * A manager whose run is recorded: its ports are decorated, and what it is told to do comes in turns.
 *
 * I1: to those who call it, it is the same manager; what it answers by a promise is answered a task later.
 * I2: questions leave no trace: they are no part of the run. Only what waited for the journal is stored before history is read.
 */
import type { AlertDraft } from "../state/alert.ts";
import type {
  AdoptedStep,
  Leadership,
  ManagerStatus,
  SpecChange,
  SpecChangeOutcome,
} from "../manager/serve/api.ts";
import type { RecoveryRequest } from "../state/issue.ts";
import type { ReconciliationResult } from "../state/observation.ts";
import { StateManager, type StateManagerOptions } from "../manager.ts";
import type { EventPage, EventQuery } from "../ports/store.ts";
import type { NodeAgentPort } from "../ports/node_agent.ts";
import type { ServiceRecord } from "../state/record.ts";
import type { ExplainSubject, Explanation } from "../reconciliation/explain/explain_model.ts";
import type { PlanPreview, PreviewSubject } from "../reconciliation/explain/preview_model.ts";
import type { StateDiff } from "../state/diff.ts";
import type { ServiceState } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { RecordingAgent } from "./recording_agent.ts";
import { RecordingClock, RecordingIds, RecordingRandom } from "./recording_clock.ts";
import { RecordingController, RecordingGate } from "./recording_controller.ts";
import { type Deed, lineText, RECORDING_VERSION, type RecordingSink } from "./recording.ts";
import { RecordingStore } from "./recording_store.ts";
import { Turns } from "./turns.ts";

export interface RecorderOptions {
  readonly sink: RecordingSink;
  /** Calls back in a task of its own, after every promise that is settled now was heard. */
  readonly defer: (callback: () => void) => void;
  /** The program and its version. */
  readonly program: string;
}

export class RecordingManager extends StateManager {
  readonly #turns: Turns;
  /** An alert of the manager's own is what it decides, not what it is told. */
  #isRefusing = false;

  /** Begins a recording: the header is written at once. */
  constructor(options: StateManagerOptions, recorder: RecorderOptions) {
    const { clock, controller, gate, settings, agents } = options;
    recorder.sink.write(lineText({
      kind: "recording",
      version: RECORDING_VERSION,
      program: recorder.program,
      startedAtMs: clock.wallMs(),
      settings,
      nodes: agents.map(({ node, address }) => ({ node, address })),
      isGated: gate !== undefined,
    }));
    const turns = new Turns({ clock, controller, ...recorder, ...(gate === undefined ? {} : { gate }) });
    super({
      ...options,
      store: new RecordingStore(options.store, turns),
      agents: agents.map((agent) => new RecordingAgent(agent, turns)),
      controller: new RecordingController(controller, turns),
      clock: new RecordingClock(clock, turns),
      random: new RecordingRandom(options.random, turns),
      ids: new RecordingIds(options.ids, turns),
      ...(gate === undefined ? {} : { gate: new RecordingGate(gate, turns) }),
    });
    this.#turns = turns;
  }

  /** Whether something waits for its turn; for tests, whose time stands still. */
  get isPending(): boolean {
    return this.#turns.isPending;
  }

  override initialize(): void {
    this.#now({ kind: "initialize" }, () => super.initialize());
  }

  override startReconciliation(): void {
    this.#now({ kind: "start" }, () => super.startReconciliation());
  }

  override stopReconciliation(graceMs = 0): Promise<void> {
    return this.#later({ kind: "stop", graceMs }, () => super.stopReconciliation(graceMs));
  }

  override standBy(): Promise<void> {
    return this.#later({ kind: "standBy" }, () => super.standBy());
  }

  override setLeadership(standing: Leadership): void {
    this.#now({ kind: "setStanding", standing }, () => super.setLeadership(standing));
  }

  override handleStateDiff(diff: StateDiff): void {
    this.#turns.later(
      { kind: "do", deed: { kind: "handleDiff", diff } },
      () => super.handleStateDiff(diff),
    );
  }

  override executeReconciliation(diff: StateDiff): Promise<ReconciliationResult> {
    return this.#later({ kind: "reconcile", diff }, () => super.executeReconciliation(diff));
  }

  override registerNode(agent: NodeAgentPort): void {
    const { node, address } = agent;
    const recorded = new RecordingAgent(agent, this.#turns);
    this.#now({ kind: "registerNode", node, address }, () => super.registerNode(recorded));
  }

  override unregisterNode(node: string): void {
    this.#now({ kind: "unregisterNode", node }, () => super.unregisterNode(node));
  }

  override updateState(change: SpecChange): Promise<SpecChangeOutcome> {
    return this.#later({ kind: "updateState", change }, () => super.updateState(change));
  }

  override triggerRecovery(id: ResourceId, request: RecoveryRequest): Promise<ServiceState> {
    return this.#later({ kind: "triggerRecovery", id, request }, () => super.triggerRecovery(id, request));
  }

  override planReconciliation(subject: PreviewSubject): PlanPreview {
    return this.#turns.aside(() => super.planReconciliation(subject));
  }

  override readHistory(query: EventQuery): EventPage {
    this.settle();
    return super.readHistory(query);
  }

  override explain(subject: ExplainSubject): Explanation {
    this.settle();
    return super.explain(subject);
  }

  override settle(): void {
    if (this.hasUnsaved) this.#now({ kind: "settle" }, () => super.settle());
  }

  override status(): ManagerStatus {
    return this.#turns.aside(() => super.status());
  }

  override beginTerm(term: bigint, revision?: bigint): void {
    const deed: Deed = { kind: "beginTerm", term, ...(revision === undefined ? {} : { revision }) };
    this.#now(deed, () => super.beginTerm(term, revision));
  }

  override adopt(step: AdoptedStep): void {
    this.#now({ kind: "adopt", step }, () => super.adopt(step));
  }

  override takeOver(record: ServiceRecord, reason: string): void {
    this.#now({ kind: "takeOver", record, reason }, () => super.takeOver(record, reason));
  }

  override acceptDesired(change: SpecChange): SpecChangeOutcome {
    return this.#now({ kind: "acceptDesired", change }, () => super.acceptDesired(change));
  }

  override refuseDesired(id: ResourceId, problem: string): void {
    this.#isRefusing = true;
    try {
      this.#now({ kind: "refuseDesired", id, problem }, () => super.refuseDesired(id, problem));
    } finally {
      this.#isRefusing = false;
    }
  }

  override alert(draft: AlertDraft): void {
    if (this.#isRefusing) super.alert(draft);
    else this.#now({ kind: "alert", draft }, () => super.alert(draft));
  }

  #now<T>(deed: Deed, act: () => T): T {
    return this.#turns.now({ kind: "do", deed }, act);
  }

  #later<T>(deed: Deed, act: () => Promise<T>): Promise<T> {
    return this.#turns.laterAnswered({ kind: "do", deed }, act);
  }
}

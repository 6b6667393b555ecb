/**
 * The ports of a recorded manager: each is the port that it stands before, and what comes through it leaves a trace.
 *
 * A port is decorated member by member, and each member is said to be one of these. The literal has the type of the port, so a member
 * that is new, also an optional one, does not compile before somebody says which it is.
 *
 * - a call: written down when it is made; its answer is an input, and comes in a turn.
 * - standing: answers at once, with what stands still within a turn.
 * - drawn: what it gives is written down where it was taken.
 * - a decision: what the manager decided, written down.
 * - plain: a question or an output on which no decision depends.
 */
import { messageOf } from "../kit/errors.ts";
import type { StateManagerOptions } from "../manager.ts";
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { Clock } from "../ports/clock.ts";
import type { ActionGate } from "../ports/gate.ts";
import type { NodeAgentPort, NodeListener } from "../ports/node_agent.ts";
import type { IdSource, Random } from "../ports/random.ts";
import type { CommitBatch, StorePort } from "../ports/store.ts";
import type { ActionResult } from "../state/action.ts";
import type { PlannedAction } from "../state/plan.ts";
import { actionText, FLUSH_TEXT, followText, gateText, observeText, updateText } from "./calls.ts";
import { hashOf } from "./canonical.ts";
import type { CommitDecision } from "./recording.ts";
import type { Begun, Turns } from "./turns.ts";

/** Every member of it, the optional ones as well. */
export type Every<Port> = { readonly [Name in keyof Required<Port>]: Port[Name] };

/** What a manager is made of, each part with its trace. */
export function recordedParts(parts: StateManagerOptions, turns: Turns): StateManagerOptions {
  const { gate, ...others }: Every<StateManagerOptions> = {
    store: recordedStore(parts.store, turns),
    agents: parts.agents.map((agent) => recordedAgent(agent, turns)),
    controller: recordedController(parts.controller, turns),
    clock: recordedClock(parts.clock, turns),
    random: recordedRandom(parts.random, turns),
    ids: recordedIds(parts.ids, turns),
    gate: parts.gate === undefined ? undefined : recordedGate(parts.gate, turns),
    // Plain: outputs, and what is in the header.
    monitoring: parts.monitoring,
    log: parts.log,
    settings: parts.settings,
  };
  return { ...others, ...(gate === undefined ? {} : { gate }) };
}

export function recordedAgent(agent: NodeAgentPort, turns: Turns): Every<NodeAgentPort> {
  const { node, address } = agent;
  return {
    node,
    address,
    getStateDiff: (id, signal) =>
      turns.call({
        ...observeText(node, id),
        make: () => agent.getStateDiff(id, signal),
        answerOf: (diff) => ({ kind: "diff", diff }),
      }),
    follow: (listener, signal) =>
      turns.call({
        ...followText(node),
        isStream: true,
        make: (call) => agent.follow(recordedListener(listener, call), signal),
        answerOf: () => ({ kind: "nothing" }),
      }),
    updateResourceState: (id, state, signal) =>
      turns.call({
        ...updateText(node, id, state),
        make: () => agent.updateResourceState(id, state, signal),
        answerOf: (flag) => ({ kind: "flag", flag }),
      }),
  };
}

/** All of it is input. */
function recordedListener(listener: NodeListener, { number: call, later }: Begun): Every<NodeListener> {
  return {
    onConnected: (node) => later({ kind: "connected", call }, () => listener.onConnected(node)),
    onDiff: (node, diff) => later({ kind: "diff", call, diff }, () => listener.onDiff(node, diff)),
    onSnapshotEnd: (node) => later({ kind: "snapshotEnd", call }, () => listener.onSnapshotEnd(node)),
    onHeard: (node) => later({ kind: "heard", call }, () => listener.onHeard(node)),
    onDisconnected: (node, reason) =>
      later({ kind: "disconnected", call, reason }, () => listener.onDisconnected(node, reason)),
    onFenced: (node, refusal) =>
      later({ kind: "fenced", call, refusal }, () => listener.onFenced(node, refusal)),
  };
}

export function recordedController(
  controller: ActionControllerPort,
  turns: Turns,
): Every<ActionControllerPort> {
  const send = (by: string, action: PlannedAction, make: () => Promise<ActionResult>) =>
    turns.call({ ...actionText(by, action), make, answerOf: (result) => ({ kind: "action", result }) });
  return {
    executeAction: (action, signal) =>
      send("execute", action, () => controller.executeAction(action, signal)),
    requestRecovery: (id, recovery, options) =>
      send(
        `recover by ${recovery}`,
        options.action,
        () => controller.requestRecovery(id, recovery, options),
      ),
    requestLifecycleAction: (id, lifecycle, options) =>
      send(
        `lifecycle ${lifecycle}`,
        options.action,
        () => controller.requestLifecycleAction(id, lifecycle, options),
      ),
    isReachable: () => turns.moment.isReachable,
  };
}

export function recordedGate(gate: ActionGate, turns: Turns): Every<ActionGate> {
  return {
    mayAct: (revision, signal) =>
      turns.call({
        ...gateText(revision),
        make: () => gate.mayAct(revision, signal),
        answerOf: (flag) => ({ kind: "flag", flag }),
      }),
    isLeading: () => turns.moment.isLeading,
  };
}

export function recordedStore(store: StorePort, turns: Turns): Every<StorePort> {
  return {
    load: () => {
      const stored = store.load();
      const { revision, term, reserved, records } = stored;
      for (const record of records) turns.note({ kind: "record", record });
      turns.note({ kind: "loaded", revision, term, reserved, records: records.length });
      return stored;
    },
    commit: (batch) => {
      const decision = commitDecision(batch);
      try {
        store.commit(batch);
      } catch (error) {
        turns.note({ ...decision, failure: messageOf(error) });
        throw error;
      }
      turns.note(decision);
    },
    flush: () =>
      turns.call({ ...FLUSH_TEXT, make: () => store.flush(), answerOf: () => ({ kind: "nothing" }) }),
    readEvents: (query) => store.readEvents(query),
    writtenBytes: () => {
      const bytes = store.writtenBytes();
      turns.note({ kind: "written", bytes });
      return bytes;
    },
  };
}

export function recordedClock(clock: Clock, turns: Turns): Every<Clock> {
  return {
    monotonicMs: () => turns.moment.nowMs,
    wallMs: () => turns.moment.wallMs,
    isWallSynchronised: () => turns.moment.isSynchronised,
    // A call whose answer is that it fires.
    schedule: (delayMs, callback) => {
      const timer = turns.timer();
      let isCancelled = false;
      const inner = clock.schedule(
        delayMs,
        () => timer.later({ kind: "timer", timer: timer.number, delayMs }, callback, () => isCancelled),
      );
      return {
        cancel: () => {
          isCancelled = true;
          inner.cancel();
        },
      };
    },
  };
}

export function recordedIds(ids: IdSource, turns: Turns): Every<IdSource> {
  return {
    next: () => {
      const id = ids.next();
      turns.note({ kind: "id", id });
      return id;
    },
  };
}

export function recordedRandom(random: Random, turns: Turns): Every<Random> {
  return {
    next: () => {
      const drawn = random.next();
      turns.note({ kind: "random", random: drawn });
      return drawn;
    },
  };
}

/** What a commit decides, the same when it is recorded and when it is replayed. */
export function commitDecision(
  { revision, term, reserved, records, removed, events }: CommitBatch,
): CommitDecision {
  return {
    kind: "commit",
    revision,
    term,
    ...(reserved === undefined ? {} : { reserved }),
    records: records.map((record) => ({ id: record.service.metadata.id, hash: hashOf(record) })),
    removed,
    events,
  };
}

/**
 * The world of a replay: ports that answer what was recorded, when it was recorded.
 *
 * I1: nothing happens by itself: time stands, timers wait, and calls are under way until the recording says otherwise.
 * I2: every decision is handed to `judge` in the moment in which it is made.
 */
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { ActionGate } from "../ports/gate.ts";
import type { ActionResult } from "../state/action.ts";
import type { Clock } from "../ports/clock.ts";
import type { IdSource, Random } from "../ports/random.ts";
import type { NodeAgentPort, NodeListener } from "../ports/node_agent.ts";
import type { StoredState, StorePort } from "../ports/store.ts";
import type { StateDiff } from "../state/diff.ts";
import {
  actionText,
  type CallText,
  FLUSH_TEXT,
  followText,
  gateText,
  observeText,
  updateText,
} from "./calls.ts";
import { hashOf } from "./canonical.ts";
import type { Origin } from "./reading.ts";
import type { Answer, Decision, Moment } from "./recording.ts";
import { commitDecision } from "./recorded_ports.ts";

/** What was recorded of the decision, when it is the one that was expected. */
export type Judge = (decision: Decision) => Decision | undefined;

/** A manager that goes on from a checkpoint loads nothing. */
const NOTHING_STORED: StoredState = { revision: 0n, term: 1n, reserved: 0n, records: [] };

export class ReplayWorld {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: Random;
  readonly store: StorePort;
  readonly controller: ActionControllerPort;
  readonly gate: ActionGate;
  readonly #judge: Judge;
  readonly #timers = new Map<number, { readonly delayMs: number; readonly callback: () => void }>();
  readonly #pending = new Map<number, (answer: Answer) => void>();
  readonly #listeners = new Map<number, { readonly node: string; readonly listener: NodeListener }>();
  #moment: Moment = { nowMs: 0, wallMs: 0, isSynchronised: false, isReachable: false, isLeading: true };
  #timerCount = 0;
  #calls = 0;

  constructor(options: {
    readonly judge: Judge;
    readonly origin: Origin;
    readonly ids: readonly string[];
    readonly randoms: readonly number[];
    readonly written: readonly number[];
  }) {
    this.#judge = options.judge;
    this.ids = { next: drawer(options.ids, (count) => `not-recorded-${count}`) };
    this.random = { next: drawer(options.randoms, () => 0.5) };
    this.clock = this.#newClock();
    this.store = this.#newStore(options.origin, drawer(options.written, () => 0));
    this.controller = this.#newController();
    this.gate = {
      mayAct: (revision) => this.#call(gateText(revision), flagOf),
      isLeading: () => this.#moment.isLeading,
    };
  }

  setMoment(moment: Moment): void {
    this.#moment = moment;
  }

  newAgent(node: string, address: string): NodeAgentPort {
    return {
      node,
      address,
      getStateDiff: (id) => this.#call(observeText(node, id), diffOf),
      updateResourceState: (id, state) => this.#call(updateText(node, id, state), flagOf),
      follow: (listener) => {
        const done = this.#call(followText(node), nothingOf);
        this.#listeners.set(this.#calls, { node, listener });
        return done;
      },
    };
  }

  /** Fires the timer if it is set for that long; else answers for how long it is set, undefined = it is not. */
  fire(timer: number, delayMs: number): number | undefined {
    const found = this.#timers.get(timer);
    if (found?.delayMs !== delayMs) return found?.delayMs;
    this.#timers.delete(timer);
    found.callback();
    return delayMs;
  }

  /** False when no such call is under way. */
  answer(call: number, answer: Answer): boolean {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    pending?.(answer);
    return pending !== undefined;
  }

  /** False when nobody listens to that stream. */
  tell(call: number, act: (listener: NodeListener, node: string) => void): boolean {
    const found = this.#listeners.get(call);
    if (found !== undefined) act(found.listener, found.node);
    return found !== undefined;
  }

  #call<T>(text: CallText, read: (answer: Answer) => T): Promise<T> {
    const call = ++this.#calls;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#judge({
      kind: "call",
      call,
      what: text.what,
      service: text.service ?? "",
      hash: hashOf(text.sent ?? null),
    });
    this.#pending.set(call, (answer) => {
      if (answer.kind === "error") reject(new Error(answer.message));
      else resolve(read(answer));
    });
    return promise;
  }

  #newClock(): Clock {
    return {
      monotonicMs: () => this.#moment.nowMs,
      wallMs: () => this.#moment.wallMs,
      isWallSynchronised: () => this.#moment.isSynchronised,
      schedule: (delayMs, callback) => {
        const timer = ++this.#timerCount;
        this.#timers.set(timer, { delayMs, callback });
        return { cancel: () => void this.#timers.delete(timer) };
      },
    };
  }

  #newStore(origin: Origin, writtenBytes: () => number): StorePort {
    return {
      load: () => origin.kind === "stored" ? origin.stored : NOTHING_STORED,
      commit: (batch) => {
        const recorded = this.#judge(commitDecision(batch));
        if (recorded?.kind === "commit" && recorded.failure !== undefined) throw new Error(recorded.failure);
      },
      flush: () => this.#call(FLUSH_TEXT, nothingOf),
      readEvents: () => ({ events: [], evictedRevision: 0n }),
      writtenBytes,
    };
  }

  #newController(): ActionControllerPort {
    return {
      executeAction: (action) => this.#call(actionText("execute", action), resultOf),
      requestRecovery: (_id, recovery, { action }) =>
        this.#call(actionText(`recover by ${recovery}`, action), resultOf),
      requestLifecycleAction: (_id, lifecycle, { action }) =>
        this.#call(actionText(`lifecycle ${lifecycle}`, action), resultOf),
      isReachable: () => this.#moment.isReachable,
    };
  }
}

/** What was drawn, in order; afterwards whatever `more` says. */
function drawer<T>(drawn: readonly T[], more: (count: number) => T): () => T {
  let next = 0;
  return () => {
    const value = next < drawn.length ? drawn[next] : undefined;
    next += 1;
    return value ?? more(next);
  };
}

function diffOf(answer: Answer): StateDiff {
  return answer.kind === "diff" ? answer.diff : unfit(answer);
}

function flagOf(answer: Answer): boolean {
  return answer.kind === "flag" ? answer.flag : unfit(answer);
}

function resultOf(answer: Answer): ActionResult {
  return answer.kind === "action" ? answer.result : unfit(answer);
}

function nothingOf(answer: Answer): void {
  if (answer.kind !== "nothing") unfit(answer);
}

/** Only a run that went another way before asks for another kind of answer. */
function unfit(answer: Answer): never {
  throw new Error(`the recorded answer is of another kind: ${answer.kind}`);
}

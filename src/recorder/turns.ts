/**
 * The order of everything that comes into a recorded manager.
 *
 * A manager is a function of what comes in and of when it comes in relative to its own promises. The first is written down; the second is
 * made simple enough to write down: what comes in waits until the manager rests, then all of it is handed over at once.
 *
 * I1: inputs are handed over in turns, one after the other with nothing in between, in a task of their own (`defer`).
 * I2: within a turn time stands still, and so do the answers of ports that answer at once.
 * I3: what has to be answered at once (`now`) begins a turn where it stands. While promises of an earlier turn may be under way the turn is
 *     marked, because a replay may then find another order.
 * I4: calls and timers are numbered within a segment. What was begun in an earlier segment is handed over without a trace: whoever
 *     waited for it is not part of the run any more.
 */
import { messageOf } from "../kit/errors.ts";
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { ActionGate } from "../ports/gate.ts";
import type { Clock } from "../ports/clock.ts";
import type { CallText } from "./calls.ts";
import { hashOf } from "./canonical.ts";
import {
  type Answer,
  FIRST_STANDSTILL,
  type Line,
  lineText,
  type Moment,
  type RecordingSink,
  type Standstill,
  type WrittenInput,
} from "./recording.ts";

interface Waiting {
  readonly input: WrittenInput;
  readonly act: () => void;
  /** Whether it has become void since; asked when its turn comes. */
  readonly isVoid: () => boolean;
}

/** What was begun in one segment: its inputs belong there. */
export interface Begun {
  readonly number: number;
  /** Hands the input over in the next turn. */
  later(input: WrittenInput, act: () => void, isVoid?: () => boolean): void;
}

/** A call that leaves the manager. */
export interface Call<T> extends CallText {
  readonly make: (call: Begun) => Promise<T>;
  readonly answerOf: (value: T) => Answer;
  /** It lasts until it is aborted, so that the manager rests meanwhile. Default false. */
  readonly isStream?: boolean;
}

export interface TurnOptions {
  readonly clock: Clock;
  readonly sink: Pick<RecordingSink, "write">;
  /** Calls back in a task of its own, after every promise that is settled now was heard. */
  readonly defer: (callback: () => void) => void;
  readonly controller: ActionControllerPort;
  readonly gate?: ActionGate;
  /** Called in a task of its own whenever the manager rests: nothing waits, and no call is under way. */
  readonly onRest?: () => void;
}

export class Turns {
  readonly #options: TurnOptions;
  #waiting: Waiting[] = [];
  #moment: Moment;
  #told: Standstill = FIRST_STANDSTILL;
  #segment = 0;
  #calls = 0;
  #timers = 0;
  /** Calls under way, streams aside. */
  #open = 0;
  /** Turns whose promises may be under way. */
  #busy = 0;
  #isSameRun = false;
  /** Whether an input is being handed over at this very moment. */
  #isHandingOver = false;
  #isAside = false;

  constructor(options: TurnOptions) {
    this.#options = options;
    this.#moment = this.#look();
  }

  get moment(): Moment {
    return this.#moment;
  }

  /** Whether somebody only asks: nothing that happens now is part of the run. */
  get isAside(): boolean {
    return this.#isAside;
  }

  /** A new segment begins: its numbers begin anew (I4). Only at rest. */
  beginSegment(): void {
    this.#segment += 1;
    this.#calls = 0;
    this.#timers = 0;
    this.#told = FIRST_STANDSTILL;
  }

  /** Whether inputs wait for their turn, or one may be under way. */
  get isPending(): boolean {
    return this.#waiting.length > 0 || this.#busy > 0;
  }

  /** For what was decided or drawn. */
  note(line: Line | WrittenInput): void {
    if (!this.#isAside) this.#options.sink.write(lineText(line));
  }

  /** Hands the input over in the next turn. */
  later(input: WrittenInput, act: () => void, isVoid: () => boolean = () => false): void {
    this.#waiting.push({ input, act, isVoid });
    if (this.#waiting.length === 1) this.#options.defer(() => this.#run());
  }

  /** The same, for what is answered by a promise. */
  laterAnswered<T>(input: WrittenInput, act: () => T): Promise<Awaited<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<T>>();
    this.later(input, () => void answered(act).then(resolve, reject));
    return promise;
  }

  /** Hands the input over at once (I3). */
  now<T>(input: WrittenInput, act: () => T): T {
    // Inside another input there is no place of its own for it in the order: it is marked as well.
    if (this.#isHandingOver || !this.#isSameRun) this.#begin(this.#busy > 0);
    return this.#handOver(input, act);
  }

  /** Runs what only asks: it draws nothing and leaves no trace. */
  aside<T>(ask: () => T): T {
    const before = this.#isAside;
    this.#isAside = true;
    try {
      return ask();
    } finally {
      this.#isAside = before;
    }
  }

  /** Makes a call of the manager, and hands the answer over in a turn. */
  call<T>({ what, service, sent, make, answerOf, isStream = false }: Call<T>): Promise<T> {
    const call = this.#begun(++this.#calls);
    this.note({ kind: "call", call: call.number, what, service: service ?? "", hash: hashOf(sent ?? null) });
    if (!isStream) this.#open += 1;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const end = (answer: Answer, act: () => void) => {
      if (!isStream) this.#open -= 1;
      call.later({ kind: "answer", call: call.number, answer }, act);
    };
    make(call).then(
      (value) => end(answerOf(value), () => resolve(value)),
      (error: unknown) => end({ kind: "error", message: messageOf(error) }, () => reject(error)),
    );
    return promise;
  }

  /** A timer of the manager. */
  timer(): Begun {
    return this.#begun(++this.#timers);
  }

  /** I4. */
  #begun(number: number): Begun {
    const segment = this.#segment;
    return {
      number,
      later: (input, act, isVoid) => {
        if (segment === this.#segment) this.later(input, act, isVoid);
        else if (isVoid?.() !== true) act();
      },
    };
  }

  #run(): void {
    const due = this.#waiting;
    this.#waiting = [];
    this.#begin(false);
    let next = 0;
    try {
      for (const { input, act, isVoid } of due) {
        next += 1;
        if (isVoid()) continue;
        this.#handOver(input, act);
      }
    } finally {
      // An input that throws is a bug; it must not take the others with it.
      for (const { input, act, isVoid } of due.slice(next)) this.later(input, act, isVoid);
    }
  }

  #handOver<T>(input: WrittenInput, act: () => T): T {
    const before = this.#isHandingOver;
    this.#isHandingOver = true;
    try {
      this.note(input);
      return act();
    } finally {
      this.#isHandingOver = before;
    }
  }

  #begin(isMid: boolean): void {
    this.#moment = this.#look();
    const { nowMs, wallMs, ...now } = this.#moment;
    this.note({ kind: "turn", nowMs, wallMs, ...changed(this.#told, now), ...(isMid ? { isMid } : {}) });
    this.#told = now;
    this.#isSameRun = true;
    queueMicrotask(() => this.#isSameRun = false);
    this.#busy += 1;
    this.#options.defer(() => {
      this.#busy -= 1;
      if (!this.isPending && this.#open === 0) this.#options.onRest?.();
    });
  }

  #look(): Moment {
    const { clock, controller, gate } = this.#options;
    return {
      nowMs: clock.monotonicMs(),
      wallMs: clock.wallMs(),
      isSynchronised: clock.isWallSynchronised(),
      isReachable: controller.isReachable(),
      isLeading: gate?.isLeading() ?? true,
    };
  }
}

async function answered<T>(act: () => T): Promise<Awaited<T>> {
  return await act();
}

function changed(before: Standstill, now: Standstill): Partial<Standstill> {
  return {
    ...(before.isSynchronised === now.isSynchronised ? {} : { isSynchronised: now.isSynchronised }),
    ...(before.isReachable === now.isReachable ? {} : { isReachable: now.isReachable }),
    ...(before.isLeading === now.isLeading ? {} : { isLeading: now.isLeading }),
  };
}

/**
 * The order of everything that comes into a recorded manager.
 *
 * A manager is a function of what comes in and of when it comes in relative to its own promises. The first is written down; the second is
 * made simple enough to write down: what comes in waits until the manager rests, then all of it is handed over at once.
 *
 * I1: inputs are handed over in turns, one after the other with nothing in between, in a task of their own (`defer`).
 * I2: within a turn time stands still, and so do the answers of ports that answer at once.
 * I3: what has to be answered at once (`now`) begins a turn where it stands. While promises of an earlier turn may be under way it is marked,
 *     because a replay may then find another order.
 */
import { messageOf } from "../kit/errors.ts";
import type { ActionControllerPort } from "../ports/action_controller.ts";
import type { ActionGate } from "../ports/gate.ts";
import type { Clock } from "../ports/clock.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { markOf } from "./canonical.ts";
import {
  type Answer,
  FIRST_STANDSTILL,
  type Input,
  type Line,
  lineText,
  type Moment,
  type RecordingSink,
  type Standstill,
} from "./recording.ts";

interface Waiting {
  readonly input: Input;
  readonly act: () => void;
  /** Whether it has become void since; asked when its turn comes. */
  readonly isVoid: () => boolean;
}

/** A call that leaves the manager. */
export interface Call<T> {
  /** For people; equal calls have equal words. */
  readonly what: string;
  readonly service?: ResourceId;
  /** Everything that is sent. */
  readonly sent?: unknown;
  /** `call` is its number. */
  readonly make: (call: number) => Promise<T>;
  readonly answerOf: (value: T) => Answer;
}

export class Turns {
  readonly #clock: Clock;
  readonly #sink: RecordingSink;
  readonly #defer: (callback: () => void) => void;
  readonly #controller: ActionControllerPort;
  readonly #gate: ActionGate | undefined;
  #waiting: Waiting[] = [];
  #moment: Moment;
  #told: Standstill = FIRST_STANDSTILL;
  #calls = 0;
  /** Turns whose promises may be under way. */
  #busy = 0;
  #isSameRun = false;
  /** Whether an input is being handed over at this very moment. */
  #isHandingOver = false;
  #isAside = false;

  constructor(options: {
    readonly clock: Clock;
    readonly sink: RecordingSink;
    /** Calls back in a task of its own, after every promise that is settled now was heard. */
    readonly defer: (callback: () => void) => void;
    readonly controller: ActionControllerPort;
    readonly gate?: ActionGate;
  }) {
    this.#clock = options.clock;
    this.#sink = options.sink;
    this.#defer = options.defer;
    this.#controller = options.controller;
    this.#gate = options.gate;
    this.#moment = this.#look();
  }

  get moment(): Moment {
    return this.#moment;
  }

  /** Whether somebody only asks: nothing that happens now is part of the run. */
  get isAside(): boolean {
    return this.#isAside;
  }

  /** Whether inputs wait for their turn. */
  get isPending(): boolean {
    return this.#waiting.length > 0;
  }

  /** For what was decided or drawn. */
  note(line: Line): void {
    if (!this.#isAside) this.#sink.write(lineText(line));
  }

  /** Hands the input over in the next turn. */
  later(input: Input, act: () => void, isVoid: () => boolean = () => false): void {
    this.#waiting.push({ input, act, isVoid });
    if (this.#waiting.length === 1) this.#defer(() => this.#run());
  }

  /** The same, for what is answered by a promise. */
  laterAnswered<T>(input: Input, act: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.later(input, () => void act().then(resolve, reject));
    return promise;
  }

  /** Hands the input over at once (I3). */
  now<T>(input: Input, act: () => T): T {
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
  call<T>({ what, service, sent, make, answerOf }: Call<T>): Promise<T> {
    const call = ++this.#calls;
    this.note({ kind: "call", call, what, service: service ?? "", mark: markOf(sent ?? null) });
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    make(call).then(
      (value) => this.later({ kind: "answer", call, answer: answerOf(value) }, () => resolve(value)),
      (error: unknown) =>
        this.later(
          { kind: "answer", call, answer: { kind: "error", message: messageOf(error) } },
          () => reject(error),
        ),
    );
    return promise;
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

  #handOver<T>(input: Input, act: () => T): T {
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
    this.#defer(() => this.#busy -= 1);
  }

  #look(): Moment {
    return {
      nowMs: this.#clock.monotonicMs(),
      wallMs: this.#clock.wallMs(),
      isSynchronised: this.#clock.isWallSynchronised(),
      isReachable: this.#controller.isReachable(),
      isLeading: this.#gate?.isLeading() ?? true,
    };
  }
}

function changed(before: Standstill, now: Standstill): Partial<Standstill> {
  return {
    ...(before.isSynchronised === now.isSynchronised ? {} : { isSynchronised: now.isSynchronised }),
    ...(before.isReachable === now.isReachable ? {} : { isReachable: now.isReachable }),
    ...(before.isLeading === now.isLeading ? {} : { isLeading: now.isLeading }),
  };
}

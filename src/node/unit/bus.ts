/**
 * A connection to a D-Bus: calls as plain values, signals, and when it is lost.
 *
 * I1: a call never rejects: it is answered, refused by the peer, or there is no connection or no answer in time.
 * I2: a connection that was lost stays lost: who needs another one opens it.
 * I3: the library is loaded here and nowhere else (docs/adr/0025).
 */
import { DBusError, Message, type MessageBus, MessageType, sessionBus, Variant } from "@jellybrick/dbus-next";
import { Deadline } from "../../kit/deadline.ts";
import type { Scheduler } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
  /** Default 10,000. */
  readonly deadlineMs?: number;
}

export type BusAnswer =
  | { readonly kind: "answered"; readonly body: readonly unknown[] }
  /** `name` as `org.freedesktop.systemd1.NoSuchUnit`. */
  | { readonly kind: "refused"; readonly name: string; readonly message: string }
  | { readonly kind: "away"; readonly why: string }
  | { readonly kind: "slow"; readonly afterMs: number };

export interface BusSignal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface BusOptions {
  readonly socket: string;
  readonly timers: Scheduler;
  readonly onSignal: (signal: BusSignal) => void;
}

const DEFAULT_DEADLINE_MS = 10_000;
const CONNECT_MS = 5_000;
const DBUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

export class Bus implements Disposable {
  /** Resolves with why, when the connection is lost or closed. */
  readonly lost: Promise<string>;
  readonly #bus: MessageBus;
  readonly #timers: Scheduler;
  readonly #resolveLost: (why: string) => void;
  #whyLost: string | undefined;

  private constructor({ socket, timers, onSignal }: BusOptions) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.lost = promise;
    this.#timers = timers;
    this.#resolveLost = resolve;
    // Only this one of the two takes an address; it is the same otherwise.
    this.#bus = sessionBus({ busAddress: `unix:path=${socket}` });
    this.#bus.on("message", (message) => {
      if (message.type !== MessageType.SIGNAL) return;
      const { path, interface: name, member, body } = message;
      onSignal({ path, interface: name, member, body });
    });
  }

  /** Connects, or says why not. */
  static async connect(options: BusOptions): Promise<Bus | string> {
    let bus: Bus;
    try {
      // The library reports what it meets as an error event of a socket that does not exist.
      if (!(Deno.statSync(options.socket).isSocket ?? false)) return `${options.socket} is no socket`;
      bus = new Bus(options);
    } catch (error) {
      return messageOf(error);
    }
    const connected = Promise.withResolvers<string | undefined>();
    bus.#watch(connected.resolve);
    using deadline = new Deadline(options.timers, CONNECT_MS);
    const timeout = Promise.withResolvers<string>();
    deadline.signal.addEventListener("abort", () => timeout.resolve(`no answer within ${CONNECT_MS} ms`), {
      once: true,
    });
    const why = await Promise.race([connected.promise, bus.lost, timeout.promise]);
    if (why === undefined) return bus;
    bus[Symbol.dispose]();
    return why;
  }

  async call(call: BusCall): Promise<BusAnswer> {
    if (this.#whyLost !== undefined) return { kind: "away", why: this.#whyLost };
    const { deadlineMs = DEFAULT_DEADLINE_MS, signature = "", body = [], ...rest } = call;
    using deadline = new Deadline(this.#timers, deadlineMs);
    const answer = this.#bus.call(new Message({ ...rest, signature, body: [...body] })).then(
      (message): BusAnswer => ({ kind: "answered", body: message?.body ?? [] }),
      (error: unknown): BusAnswer =>
        error instanceof DBusError
          ? { kind: "refused", name: error.type, message: error.text }
          : { kind: "away", why: messageOf(error) },
    );
    const lost = this.lost.then((why): BusAnswer => ({ kind: "away", why }));
    return await deadline.race(Promise.race([answer, lost])) ?? { kind: "slow", afterMs: deadlineMs };
  }

  /** Signals that fit the rule are delivered from now on. */
  addMatch(rule: string): Promise<BusAnswer> {
    return this.call({ ...DBUS, member: "AddMatch", signature: "s", body: [rule] });
  }

  removeMatch(rule: string): Promise<BusAnswer> {
    return this.call({ ...DBUS, member: "RemoveMatch", signature: "s", body: [rule] });
  }

  [Symbol.dispose](): void {
    this.#lose("the connection was closed");
    try {
      this.#bus.disconnect();
    } catch {
      // It is closed already.
    }
  }

  #watch(connected: (why: undefined) => void): void {
    this.#bus.on("connect", () => connected(undefined));
    // The library emits these two besides those that its types know.
    const events: { on(name: string, listener: (error?: unknown) => void): unknown } = this.#bus;
    events.on("error", (error) => this.#lose(messageOf(error)));
    const connection: unknown = Reflect.get(this.#bus, "_connection");
    if (isEmitter(connection)) connection.on("end", () => this.#lose("the bus closed the connection"));
  }

  #lose(why: string): void {
    this.#whyLost ??= why;
    this.#resolveLost(why);
  }
}

function isEmitter(
  value: unknown,
): value is { on(name: string, listener: () => void): unknown } {
  return typeof value === "object" && value !== null && "on" in value && typeof value.on === "function";
}

/** A value of this D-Bus type where any may stand. */
export function variantOf(signature: string, value: unknown): unknown {
  return new Variant(signature, value);
}

/** The value in a variant, and in the variants in it. */
export function plainOf(value: unknown): unknown {
  if (value instanceof Variant) return plainOf(value.value);
  return value;
}

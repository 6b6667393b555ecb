/**
 * The connection of a check to the peer: calls as they are, also with bytes that no sound client sends, and streams with the time at
 * which each message came.
 */
import { status as Status } from "@grpc/grpc-js";
import { FATE_OF_STATUS } from "../grpc/action_fate.ts";
import { type CallOutcome, PeerChannel } from "../grpc/client/channel.ts";
import type { CallError } from "../grpc/status.ts";
import type { Method } from "../grpc/wire/methods.ts";
import { delay } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { Clock } from "../ports/clock.ts";

export interface LineOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How often a state that nobody reports is looked at, milliseconds. */
const POLL_MS = 20;

/** Messages of one stream that are kept: a peer that floods ends the trial, not this program. */
const CAPACITY_MESSAGES = 50_000;

/** A call that the peer did not answer with OK. */
export type Refused = Extract<CallOutcome<unknown>, { readonly kind: "failed" }>;

export class Line implements Disposable {
  readonly address: string;
  readonly options: LineOptions;
  readonly #channel: PeerChannel;

  constructor(address: string, options: LineOptions) {
    this.address = address;
    this.options = options;
    this.#channel = new PeerChannel(address, { reconnectMaxMs: 500 });
  }

  /** Default deadline: the time for each answer. */
  call<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    deadlineMs: number = this.options.timeoutMs,
  ): Promise<CallOutcome<Response>> {
    const { signal } = this.options;
    return this.#channel.unary(method, request, { what: nameOf(method), deadlineMs, signal });
  }

  follow<Request, Response>(method: Method<Request, Response>, request: Request): Followed<Response> {
    const { clock, signal } = this.options;
    return new Followed(
      (end) =>
        this.#channel.stream(method, request, {
          what: nameOf(method),
          signal: AbortSignal.any([signal, end]),
        }),
      clock,
    );
  }

  isConnected(): boolean {
    return this.#channel.isConnected();
  }

  /** Whether the condition held within the time. */
  async until(condition: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
    const { clock, signal } = this.options;
    const endMs = clock.monotonicMs() + limitMs;
    while (true) {
      signal.throwIfAborted();
      if (await condition()) return true;
      if (clock.monotonicMs() > endMs) return false;
      await delay(clock, POLL_MS, signal);
    }
  }

  [Symbol.dispose](): void {
    this.#channel.close();
  }
}

/** A message of a stream, and when it came on the monotonic clock. */
export interface Heard<Response> {
  readonly message: Response;
  readonly atMs: number;
}

/** A stream that is read all the time, so that its times are those of the peer. */
export class Followed<Response> implements AsyncDisposable {
  readonly heard: Heard<Response>[] = [];
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  /** Why it is over; not set = it goes on. `error` is not set when the peer ended it in order. */
  over: { readonly error?: CallError | Error } | undefined;

  constructor(open: (end: AbortSignal) => AsyncGenerator<Response, void, undefined>, clock: Clock) {
    this.#done = this.#read(open, clock);
  }

  async #read(
    open: (end: AbortSignal) => AsyncGenerator<Response, void, undefined>,
    clock: Clock,
  ): Promise<void> {
    try {
      for await (const message of open(this.#end.signal)) {
        if (this.heard.length >= CAPACITY_MESSAGES) throw new Error("the stream is a flood: it was left");
        this.heard.push({ message, atMs: clock.monotonicMs() });
      }
      this.over = {};
    } catch (error) {
      this.over = { error: error instanceof Error ? error : new Error(messageOf(error)) };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#done;
  }
}

/** The same call with other bytes: what `change` makes of those of the request. */
export function withBytes<Request, Response>(
  method: Method<Request, Response>,
  change: (bytes: Uint8Array) => Uint8Array,
): Method<Request, Response> {
  return {
    path: method.path,
    requestSerialize: (value) => change(method.requestSerialize(value)),
    responseDeserialize: (bytes) => method.responseDeserialize(bytes),
  };
}

/** Appends a field that no version of the protocol has. */
export function unknownField(bytes: Uint8Array): Uint8Array {
  // Field 1,000, length-delimited, "new".
  return joined(bytes, [0xc2, 0x3e, 0x03, 0x6e, 0x65, 0x77]);
}

/** Appends a number to an enum; of a field that comes twice the last one counts. */
export function enumNumber(field: number, value: number): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => joined(bytes, [field << 3, value]);
}

/** Bytes that are no message: a field that says it is longer than the message. */
export function torn(): Uint8Array {
  return Uint8Array.of(0x0a, 0x7f, 0x01);
}

function joined(bytes: Uint8Array, more: readonly number[]): Uint8Array {
  const all = new Uint8Array(bytes.length + more.length);
  all.set(bytes);
  all.set(more, bytes.length);
  return all;
}

function nameOf(method: { readonly path: string }): string {
  return method.path.slice(method.path.lastIndexOf("/") + 1);
}

/** `INVALID_ARGUMENT (node: is empty)`. */
export function refusalText({ error }: Refused): string {
  const detail = error.message.slice(error.message.indexOf(": ") + 2, 200);
  const name = Status[error.code] ?? `status ${error.code}`;
  return detail === "" || detail === name ? name : `${name} (${detail})`;
}

/** Whether the status says that nothing was done and asking again will not help. */
export function isRefusal({ error }: Refused): boolean {
  return FATE_OF_STATUS[error.code] === "not-done";
}

/**
 * Turns functions that return or throw into handlers of @grpc/grpc-js.
 *
 * I1: an error never passes through grpc-js: `status.ts` maps it to a status, and a bug is logged once, with its cause, while the
 *     peer receives only "internal error".
 * I2: a unary call is answered within `timeoutMs`, whatever the function does; grpc-js enforces the caller's own deadline, on both
 *     sides.
 * I3: a stream is written only as fast as the peer reads, and ends when the peer disconnects, when it does not read for
 *     `stallTimeoutMs`, or when the server closes.
 * I4: requests are decoded and answers encoded here, with the account of the call (`door/message.ts`): what a client makes the server hold
 *     is booked before it is held. What a request takes decoded is given back when the function has ended, before its answer is read.
 */
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  type ServerWritableStream,
  status as Status,
} from "@grpc/grpc-js";
import { messageOf, StateManagerError } from "../../kit/errors.ts";
import type { Caller } from "../../ports/caller.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { replyOfError, type StatusReply } from "../status.ts";
import type { AuditedCall } from "./door/audit_log.ts";
import { type CallAccount, type DoorCall, type DoorCalls, noRoom } from "./door/door_call.ts";
import { decoded, encoded, Lot } from "./door/message.ts";

export interface HandlerOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Longest time of a unary call, milliseconds. */
  readonly timeoutMs: number;
  /** Longest time that a stream waits for a peer that does not read, milliseconds. */
  readonly stallTimeoutMs: number;
  /** Aborts when the server closes. */
  readonly closing: AbortSignal;
  /** The calls that are open, with what is held for them. */
  readonly calls: DoorCalls;
  /** What may be held for all clients together, bytes. */
  readonly clientBytes: number;
}

/** What a handler knows of its call besides the request. */
export interface CallContext {
  /** Aborts when the answer comes too late: the caller has gone, or the time is over. */
  readonly signal: AbortSignal;
  /** Not set = the call is over. */
  readonly caller: Caller | undefined;
}

/** The end of a call that is audited. */
export interface AuditOf<Request> {
  /** The services that the request names. */
  readonly subjects: (request: Request) => readonly string[];
  readonly record: (call: AuditedCall) => void;
}

/** A handler of a unary call. Its signal aborts when the answer comes too late: the caller has gone, or the time is over. */
export function unaryHandler<Request, Response>(
  name: string,
  handle: (request: Request, context: CallContext) => Response | Promise<Response>,
  options: HandlerOptions & { readonly audit?: AuditOf<Request> },
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const leftMs = timeLeftMs(call.getDeadline());
    if (leftMs <= 0) {
      const details = `${name}: the deadline had passed when the request arrived; nothing was done`;
      callback({ code: Status.DEADLINE_EXCEEDED, details });
      return;
    }
    let isAnswered = false;
    const account = options.calls.accountOf(call.metadata);
    const caller = options.calls.of(call.metadata)?.caller;
    let subjects: readonly string[] = [];
    const audit = (code: number) => {
      if (caller !== undefined) options.audit?.record({ caller, method: name, subjects, code });
    };
    const late = new AbortController();
    const timeoutMs = Math.min(options.timeoutMs, leftMs);
    const timer = options.clock.schedule(timeoutMs, () => {
      const details = `${name}: no result within ${Math.round(timeoutMs)} ms; it may still take effect`;
      answer({ code: Status.DEADLINE_EXCEEDED, details });
      late.abort();
    });
    const answer = (reply: StatusReply | null, response?: Response) => {
      if (isAnswered) return;
      isAnswered = true;
      timer.cancel();
      awaitReader(options, call.metadata);
      audit(reply?.code ?? Status.OK);
      if (reply === null) callback(null, response);
      else callback(reply);
    };
    // Every call ends like this that was answered and whose connection is closed: there is nothing left to stop then.
    call.once("cancelled", () => {
      if (isAnswered) return;
      audit(Status.CANCELLED);
      isAnswered = true;
      timer.cancel();
      late.abort();
    });
    const { clientBytes } = options;
    const door = options.calls.of(call.metadata);
    const noteRefused = (bytes: number) => door?.noteRefusedAnswer(bytes);
    const serve = async () => {
      const response = await inTurn(door, () => {
        // Its turn came after its caller had gone, or its time: nothing is done.
        if (isAnswered) {
          throw new StateManagerError({ kind: "cancelled", why: "nobody waits for it any more" });
        }
        if (door?.isFutile === true && options.audit === undefined) throw noRoom(clientBytes);
        // A peer may read its answer late, or be one of many: what its request takes decoded is not held until then.
        const lot = new Lot(account);
        return endingWith(() => lot.giveAll(), () => {
          const request = decoded<Request>(call.request, lot, clientBytes);
          subjects = options.audit?.subjects(request) ?? [];
          return handle(request, { signal: late.signal, caller });
        });
      });
      const encode = () => encoded(call.request, response, { account, clientBytes, onRefused: noteRefused });
      answer(null, door === undefined ? encode() : door.turns.work(encode));
    };
    serve()
      .catch((error) => answer(replyTo(error, name, options)));
  };
}

/** A handler of a server stream: writes the messages of `open`, until they end or the signal aborts. */
export function streamHandler<Request, Response>(
  name: string,
  open: (request: Request, signal: AbortSignal, caller: Caller | undefined) => AsyncIterable<Response>,
  options: HandlerOptions,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const gone = new AbortController();
    const leave = () => gone.abort();
    call.once("cancelled", leave);
    call.once("close", leave);
    call.on("error", leave);
    const signal = AbortSignal.any([gone.signal, options.closing]);
    const account = options.calls.accountOf(call.metadata);
    const caller = options.calls.of(call.metadata)?.caller;
    run(() =>
      pump(call, open(decoded(call.request, account, options.clientBytes), signal, caller), {
        ...options,
        signal,
        account,
      })
    )
      .then(() => {
        if (gone.signal.aborted) return;
        if (options.closing.aborted) {
          throw new StateManagerError({ kind: "not-ready", why: "shutting down" });
        }
        call.end();
      })
      .catch((error) => {
        const reply = replyTo(error, name, options);
        if (!gone.signal.aborted) call.emit("error", reply);
      })
      .finally(() => {
        leave();
        awaitReader(options, call.metadata);
      });
  };
}

/** All is said: the call lasts until its peer has read it, or for as long as the server waits for that. */
function awaitReader({ calls, clock }: HandlerOptions, metadata: Metadata): void {
  const call = calls.of(metadata);
  if (call !== undefined) call.waiting = { for: "reader", sinceMs: clock.monotonicMs() };
}

/** grpc-js passes the caller's deadline as wall time: it is converted when the request arrives, before the clock can jump. */
function timeLeftMs(deadline: Date | number): number {
  return (typeof deadline === "number" ? deadline : deadline.getTime()) - Date.now();
}

/** Does the work when the connection's turn has come (`door/turns.ts`). */
async function inTurn<T>(door: DoorCall | undefined, work: () => T | Promise<T>): Promise<T> {
  if (door === undefined) return await work();
  for (let wait = door.turns.wait; wait !== undefined; wait = door.turns.wait) await wait;
  return await door.turns.work(work);
}

/** Does the work, and `end` when it is done: in the same turn where the work is. */
function endingWith<T>(end: () => void, work: () => T | Promise<T>): T | Promise<T> {
  let isDone = true;
  try {
    const result = work();
    if (!(result instanceof Promise)) return result;
    isDone = false;
    return result.finally(end);
  } finally {
    if (isDone) end();
  }
}

async function run<T>(work: () => T | Promise<T>): Promise<T> {
  return await work();
}

function replyTo(error: unknown, name: string, { log }: HandlerOptions): StatusReply {
  const { reply, isExpected } = replyOfError(error);
  if (!isExpected) {
    log.error("Request failed", {
      method: name,
      error: messageOf(error),
      stack: error instanceof Error ? error.stack : undefined,
      cause: error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : undefined,
    });
  }
  return reply;
}

async function pump<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  messages: AsyncIterable<Response>,
  options: HandlerOptions & { readonly signal: AbortSignal; readonly account: CallAccount },
): Promise<void> {
  for await (const message of messages) {
    if (options.signal.aborted) return;
    const lot = new Lot(options.account);
    const bytes = encoded(call.request, message, { account: lot, clientBytes: options.clientBytes });
    if (!call.write(bytes, () => lot.giveAll())) await drained(call, options);
  }
}

/** Resolves when the send buffer has room or the signal aborts; rejects when the peer does not read for `stallTimeoutMs` (I3). */
function drained<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  options: HandlerOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const { signal, clock, stallTimeoutMs } = options;
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const leave = () => {
      timer.cancel();
      call.off("drain", end);
      signal.removeEventListener("abort", end);
    };
    const end = () => {
      leave();
      resolve();
    };
    const timer = clock.schedule(stallTimeoutMs, () => {
      leave();
      reject(new StateManagerError({ kind: "cancelled", why: `nothing was read for ${stallTimeoutMs} ms` }));
    });
    call.once("drain", end);
    signal.addEventListener("abort", end, { once: true });
  });
}

/**
 * The gate between HTTP/2 and grpc-js: what a client asks for that is no call, or that does not fit the byte budget, is answered here and
 * never reaches grpc-js, which would answer it with INTERNAL or hold it without limit.
 *
 * I1  A call is let in only with its header list and its own objects booked; everything else it makes the server hold is booked as it comes.
 * I2  Nothing that a client can send is answered with INTERNAL or UNKNOWN, but for the one case for which gRPC's specification demands it.
 * I3  The texts of refusals are ours and ASCII: nothing that a client sent is repeated in them.
 */
import { status as Status } from "@grpc/grpc-js";
import type { ByteBudget } from "../../../kit/byte_budget.ts";
import type { ConnectionGate, GatedRequest, RequestGuard } from "../../../http2/face/gate.ts";
import type { IncomingHeaders } from "../../../http2/face/headers.ts";
import type { Caller, Role } from "../../../ports/caller.ts";
import type { Clock } from "../../../ports/clock.ts";
import { CALL_HEADER, type DoorCall, type DoorCalls } from "./door_call.ts";
import type { HeldPlace } from "./places.ts";
import { Turns } from "./turns.ts";
import { MessageScan, type Refusal } from "./message_scan.ts";
import { CALL_BYTES, HEADER_FACTOR } from "../../../kit/client_shares.ts";

/** What the gate knows of a method. */
export interface GatedMethod {
  /** Who may call it. */
  readonly roles: readonly Role[];
  readonly isStream: boolean;
  readonly maxMessageBytes: number;
}

export interface CallGateOptions {
  readonly calls: DoorCalls;
  /** Who is at the other end of the connection. */
  readonly caller: Caller;
  /** The account of the connection. */
  readonly account: ByteBudget;
  /** The place of the connection, which is told of its calls. */
  readonly place: Pick<HeldPlace, "begin" | "end">;
  /** By path. */
  readonly methods: ReadonlyMap<string, GatedMethod>;
  readonly clock: Clock;
  /** A call was refused here. */
  readonly onRefused: (path: string, code: number) => void;
}

const TIMEOUT = /^(\d{1,8})([HMSmun])$/;
const MS_OF_UNIT: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000 };
/** The longest timer that the runtime has, in seconds. */
const MAX_TIMEOUT_S = 2_147_483;
const ENCODINGS = { "grpc-accept-encoding": "identity" } as const;
const RESET_CANCEL = 8;
/** A request that is no call of gRPC: it is answered 415, and its body is of no interest. */
const NO_CALL = { isStream: true, maxMessageBytes: 0 } as const;

export class CallGate implements ConnectionGate {
  readonly account: ByteBudget;
  readonly #options: CallGateOptions;
  readonly #turns: Turns;
  readonly #refusedAnswers = new Map<string, number>();

  constructor(options: CallGateOptions) {
    this.#options = options;
    this.account = options.account;
    this.#turns = new Turns(options.clock);
  }

  onRequest(request: GatedRequest, headers: IncomingHeaders, listBytes: number): RequestGuard | null {
    const { calls, account, caller, methods, clock, place } = this.#options;
    const nowMs = () => clock.monotonicMs();
    const type = headers["content-type"];
    const path = String(headers[":path"]);
    const method = methods.get(path);
    const refuse = (refusal: Refusal) => {
      answer(request, refusal);
      this.#options.onRefused(path, refusal.code);
      return null;
    };
    const isCall = typeof type === "string" && type.startsWith("application/grpc");
    if (isCall && method === undefined) {
      return refuse({ code: Status.UNIMPLEMENTED, details: "There is no such method here" });
    }
    const { role } = caller;
    if (method !== undefined && !method.roles.includes(role)) {
      const details = `${nameOf(path)} is not permitted to the role ${role}; it is to: ${
        method.roles.join(", ")
      }`;
      return refuse({ code: Status.PERMISSION_DENIED, details });
    }
    const refusal = isCall ? takeTimeout(headers) : null;
    if (refusal !== null) return refuse(refusal);
    const call = calls.open({
      path,
      caller,
      account,
      nowMs: nowMs(),
      abort: () => request.close(RESET_CANCEL),
      refusedAnswers: this.#refusedAnswers,
      turns: this.#turns,
    });
    if (!call.take(CALL_BYTES + HEADER_FACTOR * listBytes)) {
      calls.close(call);
      return refuse({
        code: Status.RESOURCE_EXHAUSTED,
        details: "There is no room for the call now; the limit is the setting memory.clients",
      });
    }
    place.begin();
    headers[CALL_HEADER] = call.id;
    const { "grpc-encoding": encoding } = headers;
    const rules = {
      ...(method ?? NO_CALL),
      encoding: typeof encoding === "string" ? encoding : "",
    };
    const { onRefused } = this.#options;
    return new CallGuard(request, {
      call,
      calls,
      scan: new MessageScan(rules, call),
      nowMs,
      onRefused,
      place,
    });
  }
}

interface GuardParts {
  readonly call: DoorCall;
  readonly calls: DoorCalls;
  readonly scan: MessageScan;
  readonly nowMs: () => number;
  readonly onRefused: CallGateOptions["onRefused"];
  readonly place: CallGateOptions["place"];
}

class CallGuard implements RequestGuard {
  readonly responseHeaders = ENCODINGS;
  readonly #request: GatedRequest;
  readonly #parts: GuardParts;

  constructor(request: GatedRequest, parts: GuardParts) {
    this.#request = request;
    this.#parts = parts;
  }

  onData(buffer: Uint8Array, start: number, end: number): boolean {
    return this.#isAccepted(this.#parts.scan.data(buffer, start, end));
  }

  onEnd(): boolean {
    const { call, scan, nowMs } = this.#parts;
    if (!this.#isAccepted(scan.end())) return false;
    call.waiting = { for: "handler", sinceMs: nowMs() };
    return true;
  }

  onClosed(): void {
    const { calls, call, place } = this.#parts;
    calls.close(call);
    place.end();
  }

  #isAccepted(refusal: Refusal | null): boolean {
    if (refusal === null) return true;
    const { call, onRefused } = this.#parts;
    answer(this.#request, refusal);
    onRefused(call.path, refusal.code);
    return false;
  }
}

/** The name of a method that is served. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Ends a request with a status, in headers or in trailers. */
export function answer(request: GatedRequest, { code, details }: Refusal): void {
  const status = { "grpc-status": code, "grpc-message": details };
  request.refuse(
    request.headersSent ? status : { "content-type": "application/grpc+proto", ...ENCODINGS, ...status },
  );
}

/** Checks `grpc-timeout`, and shortens what is longer than the runtime's longest timer, which grpc-js would make negative. */
function takeTimeout(headers: IncomingHeaders): Refusal | null {
  const { "grpc-timeout": timeout } = headers;
  if (timeout === undefined) return null;
  const [, digits, unit = ""] = TIMEOUT.exec(String(timeout)) ?? [];
  if (digits === undefined) {
    const details = "grpc-timeout is not 1 to 8 digits and one of H, M, S, m, u, n";
    return { code: Status.INVALID_ARGUMENT, details };
  }
  const seconds = Number(digits) * (MS_OF_UNIT[unit] ?? 0) / 1_000;
  if (seconds > MAX_TIMEOUT_S) headers["grpc-timeout"] = `${MAX_TIMEOUT_S}S`;
  return null;
}

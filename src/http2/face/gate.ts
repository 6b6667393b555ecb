// Who looks at the requests of a server's connection before gRPC does: what it refuses never reaches grpc-js.
// I1  A gate is registered for a socket before the session over it begins, and concerns that connection only.
// I2  A guard that answered false has answered its request itself; nothing more of it is handed on.
import type { ByteAccount } from "../account.ts";
import type { ByteStream } from "./byte_stream.ts";
import type { IncomingHeaders, OutgoingHeaders } from "./headers.ts";

/** How a gate answers a request itself. */
export interface GatedRequest {
  /** Ends the request now with these headers, or trailers when headers were sent already. What was to be sent is dropped. */
  refuse(headers: OutgoingHeaders): void;
  /** Whether the response has begun. */
  readonly headersSent: boolean;
  /** Resets the request. */
  close(code: number): void;
}

/** Looks at one request. */
export interface RequestGuard {
  /** Overrides of the response's headers. */
  readonly responseHeaders: OutgoingHeaders;
  /** Bytes of the request, before anyone else gets them. */
  onData(buffer: Uint8Array, start: number, end: number): boolean;
  /** The request is complete. */
  onEnd(): boolean;
  /** The request is over, however it ended. */
  onClosed(): void;
}

/** Looks at the requests of one connection. */
export interface ConnectionGate {
  /** Where what the connection holds is booked. */
  readonly account: ByteAccount;
  /** A request with a header list of so many bytes; it may change the headers. Null when it refused the request. */
  onRequest(request: GatedRequest, headers: IncomingHeaders, listBytes: number): RequestGuard | null;
}

const GATES = new WeakMap<ByteStream, ConnectionGate>();

/** Registers the gate of a connection that is about to become a session (I1). */
export function setGate(socket: ByteStream, gate: ConnectionGate): void {
  GATES.set(socket, gate);
}

/** The gate of a connection, if it has one. */
export function gateOf(socket: ByteStream): ConnectionGate | undefined {
  return GATES.get(socket);
}

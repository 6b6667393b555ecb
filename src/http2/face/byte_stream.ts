// The byte stream under a session, as narrow as the face needs it: node:net and node:tls sockets and any Duplex fit.
// Casts of this folder that the untyped edges of node make unavoidable live here.
import { Buffer } from "node:buffer";
import process from "node:process";
import { TLSSocket } from "node:tls";
import type { EventEmitter } from "node:events";

/** What a session needs of its transport. */
export interface ByteStream extends EventEmitter {
  readonly destroyed: boolean;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  write(chunk: Uint8Array, callback: (error?: Error | null) => void): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  ref?(): unknown;
  unref?(): unknown;
  setNoDelay?(noDelay?: boolean): unknown;
}

/** Whether the transport is TLS. */
export function isEncrypted(socket: ByteStream): boolean {
  return socket instanceof TLSSocket;
}

/** The protocol that TLS agreed on, or null for none. */
export function alpnProtocolOf(socket: ByteStream): string | null {
  if (!(socket instanceof TLSSocket)) return null;
  return typeof socket.alpnProtocol === "string" ? socket.alpnProtocol : null;
}

/** A Buffer over the same memory. */
export function asBuffer(bytes: Uint8Array, start = 0, end: number = bytes.length): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}

const COPY_BELOW_BYTES = 4_096;

/** A Buffer that is safe to keep: a small part of a large chunk is copied, so that it does not hold the whole. */
export function keepableBuffer(bytes: Uint8Array, start: number, end: number): Buffer {
  const count = end - start;
  if (count >= COPY_BELOW_BYTES || count * 4 >= bytes.buffer.byteLength) return asBuffer(bytes, start, end);
  const copy = Buffer.allocUnsafe(count);
  copy.set(bytes.subarray(start, end));
  return copy;
}

function rethrow(error: unknown): void {
  throw error;
}

/** Throws outside of the parser: a listener's exception must reach the process, but must not unwind a connection. */
export function throwLater(error: unknown): void {
  process.nextTick(rethrow, error);
}

/** Emits, and lets a listener's exception out only in a later tick. */
export function emitSafely(emitter: EventEmitter, event: string, ...args: unknown[]): void {
  try {
    emitter.emit(event, ...args);
  } catch (error) {
    throwLater(error);
  }
}

/** An error with the `code` property that node's callers look at. */
export function codedError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

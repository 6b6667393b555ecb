/**
 * What is sent on one connection, as bytes, and what comes of it: sends them, and reads what is answered.
 *
 * I1  Whatever is sent, what comes back is HTTP/2: frames that can be read and header blocks that can be decoded.
 */
import { CLIENT_PREFACE, Flag, FrameReader, FrameType, readU32 } from "../../../src/http2/frames.ts";
import type { HeaderField } from "../../../src/http2/header_field.ts";
import { HpackDecoder } from "../../../src/http2/hpack_decoder.ts";
import { frame } from "../http2/pair.ts";

/** What the peer has to say. */
export interface WireAnswer {
  /** By gRPC's number, how many calls ended so. */
  readonly statuses: ReadonlyMap<number, number>;
  /** What must not be: INTERNAL, UNKNOWN, or bytes that are no HTTP/2. */
  readonly problems: readonly string[];
}

const FRAME_HEADER_BYTES = 9;
const MAX_FRAME_BYTES = 1 << 24;
/** INTERNAL_ERROR of RFC 9113, section 7. */
const INTERNAL_ERROR = 2;
const FORBIDDEN: ReadonlyMap<number, string> = new Map([[2, "UNKNOWN"], [13, "INTERNAL"]]);
/** gRPC demands INTERNAL for this one (doc/compression.md). */
const DEMANDED = "The Compressed-Flag is set, but grpc-encoding names no compression";
const READ_BYTES = 65_536;
const QUIET_MS = 5_000;
/** The payload of the PING that everything ends with: its answer says that all before it was read. */
const LAST_PING = new TextEncoder().encode("the last");

/** The frames and header blocks of an answer. */
class AnswerReader {
  readonly statuses = new Map<number, number>();
  readonly problems: string[] = [];
  readonly #reader = new FrameReader(MAX_FRAME_BYTES);
  readonly #hpack = new HpackDecoder({
    headerTableBytes: 4_096,
    maxHeaderListBytes: 1 << 20,
    maxHeaderFields: 1_000,
  });
  ended = 0;
  isOver = false;
  /** Everything before the last PING was read. */
  isHeard = false;

  feed(bytes: Uint8Array): void {
    this.#reader.feed(bytes);
    for (let next = this.#reader.next(); next !== "more"; next = this.#reader.next()) {
      if (next === "tooLarge") {
        this.problems.push("a frame of more than 16 MiB");
        return;
      }
      this.#frame();
    }
  }

  #frame(): void {
    const { type, flags, buffer, start, end } = this.#reader;
    if (type === FrameType.PING && flags === Flag.ACK) {
      this.isHeard ||= LAST_PING.every((byte, index) => buffer[start + index] === byte);
    } else if (type === FrameType.RST_STREAM) {
      this.ended++;
      if (readU32(buffer, start) === INTERNAL_ERROR) this.problems.push("RST_STREAM with INTERNAL_ERROR");
    } else if (type === FrameType.GOAWAY) {
      this.isOver = true;
      if (readU32(buffer, start + 4) === INTERNAL_ERROR) this.problems.push("GOAWAY with INTERNAL_ERROR");
    } else if (type === FrameType.HEADERS) {
      if ((flags & Flag.END_STREAM) !== 0) this.ended++;
      this.#headers(buffer, start, end);
    } else if (type === FrameType.DATA && (flags & Flag.END_STREAM) !== 0) this.ended++;
  }

  #headers(buffer: Uint8Array, start: number, end: number): void {
    const fields: HeaderField[] = [];
    const problem = this.#hpack.decode(buffer, { start, end }, fields);
    if (problem !== null) this.problems.push(`headers that cannot be decoded: ${problem}`);
    const status = fields.find(({ name }) => name === "grpc-status");
    if (status === undefined) return;
    const code = Number(status.value);
    this.statuses.set(code, (this.statuses.get(code) ?? 0) + 1);
    const name = FORBIDDEN.get(code);
    const message = fields.find(({ name }) => name === "grpc-message")?.value ?? "";
    if (name === undefined || message === DEMANDED) return;
    this.problems.push(`${name}: ${message}`);
  }
}

/** The beginning of a connection: preface and an empty SETTINGS. */
export function greeting(): Uint8Array {
  return new Uint8Array([...CLIENT_PREFACE, ...frame(FrameType.SETTINGS, 0, 0)]);
}

/** Sends the bytes on a connection of their own, and reads until so many calls are over, or the peer says nothing more. */
export async function sendWire(
  address: string,
  bytes: Uint8Array,
  options: { readonly calls: number; readonly quietMs?: number },
): Promise<WireAnswer> {
  const reader = new AnswerReader();
  const at = address.lastIndexOf(":");
  const connection = await Deno.connect({
    hostname: address.slice(0, at),
    port: Number(address.slice(at + 1)),
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    try {
      connection.close();
    } catch {
      // It is closed already.
    }
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(close, options.quietMs ?? QUIET_MS);
  };
  wait();
  try {
    const buffer = new Uint8Array(READ_BYTES);
    const sent = writeAll(connection, new Uint8Array([...bytes, ...frame(FrameType.PING, 0, 0, LAST_PING)]))
      .catch(() => {});
    while (reader.ended < options.calls || !reader.isHeard) {
      const count = await connection.read(buffer);
      if (count === null) break;
      reader.feed(buffer.slice(0, count));
      if (reader.isOver) break;
      wait();
    }
    await sent;
  } catch {
    // It was closed, by one side or the other.
  } finally {
    clearTimeout(timer);
    close();
  }
  return { statuses: reader.statuses, problems: reader.problems };
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

/** How many frames bytes are, as far as their lengths can be believed. */
export function framesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = CLIENT_PREFACE.length; at + FRAME_HEADER_BYTES <= bytes.length; count++) {
    at += FRAME_HEADER_BYTES + ((bytes[at] ?? 0) << 16 | (bytes[at + 1] ?? 0) << 8 | (bytes[at + 2] ?? 0));
  }
  return count;
}

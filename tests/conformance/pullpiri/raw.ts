/** Recorded connections of the real peers, replayed byte for byte: as they came, and cut into single bytes. */
import { isDeepStrictEqual } from "node:util";
import { HpackDecoder } from "../../../src/http2/hpack_decoder.ts";
import type { HeaderField } from "../../../src/http2/header_field.ts";
import { SERVICES } from "../../../src/pullpiri/gen/codecs.ts";
import type { PeerServer } from "../../../src/pullpiri/server.ts";
import type { Judged } from "./cases.ts";

interface RecordedConnection {
  readonly kind: string;
  readonly chunks: readonly { readonly direction: "client" | "server"; readonly hex: string }[];
}

/** What one side of a connection said on its first stream. */
interface Said {
  readonly headers: Readonly<Record<string, string>>;
  readonly message: Uint8Array | undefined;
  readonly isComplete: boolean;
}

const DATA = 0;
const HEADERS = 1;
const CONTINUATION = 9;
const END_STREAM = 1;
const END_HEADERS = 4;
const PADDED = 8;
const PRIORITY = 32;
const FRAME_HEADER_BYTES = 9;
const PREFACE_BYTES = 24;
const GRPC_PREFIX_BYTES = 5;
const ANSWER_WITHIN_MS = 5_000;
/** The peers read what the server says before they go on. */
const TURN_MS = 20;

/** Each connection of the file, twice. */
export async function judgeRaw(file: string, target: PeerServer): Promise<Judged[]> {
  const connections: readonly RecordedConnection[] = JSON.parse(Deno.readTextFileSync(file));
  const judged: Judged[] = [];
  for (const [index, connection] of connections.entries()) {
    for (const pieceBytes of [Infinity, 1]) {
      const cut = pieceBytes === 1 ? "in single bytes" : "as it came";
      const problem = await replay(connection, pieceBytes, target).catch((error) => `failed: ${error}`);
      const name = `connection ${index}: ${connection.kind}, ${cut}`;
      judged.push({ name, isOurs: false, ...(problem === undefined ? {} : { problem }) });
    }
  }
  return judged;
}

async function replay(
  { chunks }: RecordedConnection,
  pieceBytes: number,
  target: PeerServer,
): Promise<string | undefined> {
  const [host = "", port = ""] = target.address.split(":");
  const recorded = read(bytesOf(chunks, "server"), { hasPreface: false });
  const asked = read(bytesOf(chunks, "client"), { hasPreface: true });
  const socket = await Deno.connect({ hostname: host, port: Number(port) });
  socket.setNoDelay(true);
  const heard = new Listener(socket);
  try {
    for (const [index, chunk] of chunks.entries()) {
      if (chunk.direction === "client") await send(socket, Uint8Array.fromHex(chunk.hex), pieceBytes);
      else if (chunk.hex !== "") await heard.turn(isAnswer(chunks, index));
    }
    await heard.turn(true);
  } finally {
    heard.close();
    await heard.done;
  }
  return compare({ recorded, asked, heard: heard.said() });
}

/** Whether nothing more is said by the server after it: what came until then has to be the whole answer. */
function isAnswer(chunks: RecordedConnection["chunks"], index: number): boolean {
  return !chunks.slice(index + 1).some(({ direction, hex }) => direction === "server" && hex !== "");
}

async function send(socket: Deno.Conn, bytes: Uint8Array, pieceBytes: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    let piece = bytes.subarray(at, Math.min(at + pieceBytes, bytes.length));
    while (piece.length > 0) piece = piece.subarray(await socket.write(piece));
  }
}

function bytesOf(chunks: RecordedConnection["chunks"], direction: "client" | "server"): Uint8Array {
  return Uint8Array.fromHex(
    chunks.filter((chunk) => chunk.direction === direction).map(({ hex }) => hex).join(""),
  );
}

/** Collects what the server says. */
class Listener {
  readonly done: Promise<void>;
  readonly #socket: Deno.Conn;
  #bytes = new Uint8Array(0);
  #isOver = false;
  #wake: () => void = () => {};

  constructor(socket: Deno.Conn) {
    this.#socket = socket;
    this.done = this.#read();
  }

  said(): Said {
    return read(this.#bytes, { hasPreface: false });
  }

  /** Waits for the whole answer, or for a moment in which something may come. */
  async turn(isWhole: boolean): Promise<void> {
    const untilMs = performance.now() + (isWhole ? ANSWER_WITHIN_MS : TURN_MS);
    while (!this.#isOver && !this.said().isComplete && performance.now() < untilMs) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, untilMs - performance.now());
      await promise;
      clearTimeout(timer);
      if (!isWhole) return;
    }
  }

  close(): void {
    try {
      this.#socket.close();
    } catch {
      // The server had closed it.
    }
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(65_536);
    try {
      for (
        let count = await this.#socket.read(buffer);
        count !== null;
        count = await this.#socket.read(buffer)
      ) {
        this.#bytes = Uint8Array.from([...this.#bytes, ...buffer.subarray(0, count)]);
        this.#wake();
      }
    } catch {
      // Closed by this side.
    }
    this.#isOver = true;
    this.#wake();
  }
}

function compare(
  { recorded, asked, heard }: { readonly recorded: Said; readonly asked: Said; readonly heard: Said },
): string | undefined {
  if (!heard.isComplete) return "no complete answer";
  for (const name of [":status", "grpc-status"]) {
    if (recorded.headers[name] !== heard.headers[name]) {
      return `${name} is ${heard.headers[name]} instead of ${recorded.headers[name]}`;
    }
  }
  // "application/grpc+proto" says the same as "application/grpc".
  const type = heard.headers["content-type"] ?? "";
  if (!type.startsWith("application/grpc")) return `content-type is ${type}`;
  const [service = "", method = ""] = (asked.headers[":path"] ?? "").split("/").slice(1);
  const codec = SERVICES[service]?.[method]?.response;
  if (codec === undefined || recorded.message === undefined || heard.message === undefined) {
    return recorded.message?.length === heard.message?.length ? undefined : "another message";
  }
  const fields = (bytes: Uint8Array): Readonly<Record<string, unknown>> => ({
    ...codec.toObject(codec.decode(bytes), { longs: String, enums: String, defaults: true }),
  });
  const [expected, found] = [fields(recorded.message), fields(heard.message)];
  if (!isDeepStrictEqual(Object.keys(expected).sort(), Object.keys(found).sort())) return "other fields";
  const id = (text: unknown) =>
    method === "TriggerOffloading" ? `${text}`.replace(/\d+$/, "TIME") : `${text}`;
  if (id(expected["transitionId"]) !== id(found["transitionId"])) {
    return `transition_id is ${found["transitionId"]} instead of ${expected["transitionId"]}`;
  }
  const problem = Object.entries(expected).find(([key, value]) => typeof value !== typeof found[key]);
  return problem === undefined ? undefined : `${problem[0]} is of another type`;
}

/** The first stream of one direction. */
function read(bytes: Uint8Array, { hasPreface }: { readonly hasPreface: boolean }): Said {
  const decoder = new HpackDecoder({
    headerTableBytes: 4_096,
    maxHeaderListBytes: 65_536,
    maxHeaderFields: 256,
  });
  const headers: Record<string, string> = {};
  const data: number[] = [];
  let block: number[] = [];
  let isComplete = false;
  for (let at = hasPreface ? PREFACE_BYTES : 0; at + FRAME_HEADER_BYTES <= bytes.length;) {
    const [high = 0, middle = 0, low = 0, type = 0, flags = 0] = bytes.subarray(at, at + FRAME_HEADER_BYTES);
    const length = (high << 16) | (middle << 8) | low;
    const end = at + FRAME_HEADER_BYTES + length;
    if (end > bytes.length) break;
    let payload = bytes.subarray(at + FRAME_HEADER_BYTES, end);
    at = end;
    if (type !== DATA && type !== HEADERS && type !== CONTINUATION) continue;
    if ((flags & PADDED) !== 0 && type !== CONTINUATION) {
      payload = payload.subarray(1, payload.length - (payload[0] ?? 0));
    }
    if (type === HEADERS && (flags & PRIORITY) !== 0) payload = payload.subarray(5);
    if (type === DATA) data.push(...payload);
    else {
      block.push(...payload);
      if ((flags & END_HEADERS) !== 0) {
        Object.assign(headers, decodeBlock(decoder, block));
        block = [];
      }
    }
    if (type !== CONTINUATION && (flags & END_STREAM) !== 0) isComplete = true;
  }
  const message = data.length < GRPC_PREFIX_BYTES
    ? undefined
    : Uint8Array.from(data.slice(GRPC_PREFIX_BYTES));
  return { headers, message, isComplete };
}

function decodeBlock(decoder: HpackDecoder, block: readonly number[]): Record<string, string> {
  const fields: HeaderField[] = [];
  const bytes = Uint8Array.from(block);
  const problem = decoder.decode(bytes, { start: 0, end: bytes.length }, fields);
  if (problem !== null) throw new Error(`headers cannot be decoded: ${problem}`);
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

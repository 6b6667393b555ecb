/** Connections that are nearly right: their frames, header blocks, messages and requests, by kind. */
import { Flag, FrameType } from "../../../src/http2/frames.ts";
import { framed } from "../http2/raw_peer.ts";
import { frame } from "../http2/pair.ts";
import { type KnownMethod, messageOf, methodsOf, typeOf, validUpdate } from "./messages.ts";
import { mutated } from "./mutate.ts";
import type { Random } from "./random.ts";
import { greeting } from "./wire_case.ts";

export const WIRE_KINDS = ["frames", "hpack", "grpc framing", "calls"] as const;
export type WireKind = typeof WIRE_KINDS[number];

export interface WireMade {
  readonly bytes: Uint8Array;
  /** Calls that have an end by themselves. */
  readonly calls: number;
}

const STATE_MANAGER = "piccolo.statemanager.v1.StateManager";
/** At most so many bytes on a connection: what the server lets in before it says more. */
const WINDOW_BYTES = 60_000;
const CALLS = 100;
const FRAMES = 600;

const METHODS: readonly KnownMethod[] = [
  ...methodsOf(STATE_MANAGER),
  ...methodsOf("grpc.health.v1.Health"),
];
const REFLECTION: readonly KnownMethod[] = ["v1", "v1alpha"].map((version) => ({
  path: `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
  type: typeOf("grpc.reflection.v1.ServerReflectionRequest"),
  isStream: false,
}));
const ALL = [...METHODS, ...REFLECTION];

/** A string of HPACK without Huffman. */
function text(value: string): readonly number[] {
  const bytes = new TextEncoder().encode(value);
  if (bytes.length < 127) return [bytes.length, ...bytes];
  const rest = bytes.length - 127;
  return [127, ...(rest < 128 ? [rest] : [rest & 0x7f | 0x80, rest >> 7]), ...bytes];
}

/** :method POST, :scheme http, :path, content-type, te, and more; nothing of it enters the table. */
function block(path: string, more: readonly (readonly [string, string])[] = []): Uint8Array {
  return new Uint8Array([
    ...[0x83, 0x86],
    ...[0x04, ...text(path)],
    ...[0x0f, 0x10, ...text("application/grpc")],
    ...[0x00, ...text("te"), ...text("trailers")],
    ...more.flatMap(([name, value]) => [0x00, ...text(name), ...text(value)]),
  ]);
}

class Sent {
  readonly #parts: Uint8Array[] = [greeting()];
  #length = 0;

  add(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  get isFull(): boolean {
    return this.#length > WINDOW_BYTES;
  }

  get bytes(): Uint8Array {
    const all = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

const MAKERS: Readonly<Record<WireKind, (random: Random) => WireMade>> = {
  /** Legal frames one after another, and now and then one that is not. */
  frames: (random) => {
    const sent = new Sent();
    let id = 1;
    for (let n = 0; n < FRAMES && !sent.isFull; n++) {
      const one = oneFrame(random, id);
      if (one[3] === FrameType.HEADERS) id += 2;
      sent.add(random.oneIn(200) ? mutated(random, one) : one);
    }
    return { bytes: sent.bytes, calls: 0 };
  },
  /** Header blocks that are nearly right, whole and cut. */
  hpack: (random) => {
    const sent = new Sent();
    for (let n = 0; n < CALLS && !sent.isFull; n++) {
      const id = 2 * n + 1;
      const good = block(random.pick(ALL).path, [["x-note", "v".repeat(random.below(200))]]);
      const bad = random.oneIn(4) ? mutated(random, good) : good;
      const cut = random.below(bad.length + 1);
      const isCut = random.oneIn(2);
      sent.add(frame(FrameType.HEADERS, isCut ? 1 : 5, id, isCut ? bad.subarray(0, cut) : bad));
      if (isCut) sent.add(frame(FrameType.CONTINUATION, Flag.END_HEADERS, id, bad.subarray(cut)));
    }
    return { bytes: sent.bytes, calls: CALLS };
  },
  /** Messages whose flags, lengths and ends are wrong. */
  "grpc framing": (random) => {
    const sent = new Sent();
    let calls = 0;
    for (; calls < CALLS && !sent.isFull; calls++) {
      const id = 2 * calls + 1;
      const headers: [string, string][] = [];
      if (random.oneIn(4)) headers.push(["grpc-encoding", random.pick(["gzip", "identity", "zebra", ""])]);
      if (random.oneIn(4)) {
        headers.push(["grpc-timeout", random.pick(["1S", "1m", "0n", "x", "99999999H", "-1S"])]);
      }
      // A compressed flag without an encoding is INTERNAL, as gRPC demands: it is not asked for here.
      const flag = headers.some(([name]) => name === "grpc-encoding") ? random.edge() & 0xff : 0;
      const { path, type } = random.pick(METHODS.filter(({ isStream }) => !isStream));
      const message = messageOf(random, type);
      const length = random.oneIn(4) ? random.edge() : message.length;
      const body = framed(message, flag === 1 && headers[0]?.[1] !== "gzip" ? 0 : flag, length);
      sent.add(frame(FrameType.HEADERS, Flag.END_HEADERS, id, block(path, headers)));
      const cut = random.below(body.length);
      if (random.oneIn(3)) sent.add(frame(FrameType.DATA, 0, id, body.subarray(0, cut)));
      sent.add(frame(FrameType.DATA, Flag.END_STREAM, id, random.oneIn(3) ? body.subarray(cut) : body));
    }
    return { bytes: sent.bytes, calls };
  },
  /** Every method, with messages that are accepted, refused, or no messages. */
  calls: (random) => {
    const sent = new Sent();
    let calls = 0;
    for (let n = 0; n < CALLS && !sent.isFull; n++) {
      const id = 2 * n + 1;
      const { path, bytes, isStream } = oneRequest(random);
      sent.add(frame(FrameType.HEADERS, Flag.END_HEADERS, id, block(path)));
      sent.add(frame(FrameType.DATA, Flag.END_STREAM, id, framed(bytes)));
      if (isStream) sent.add(frame(FrameType.RST_STREAM, 0, id, [0, 0, 0, 8]));
      else calls++;
    }
    return { bytes: sent.bytes, calls };
  },
};

export function makeWire(random: Random, kind: WireKind): WireMade {
  return MAKERS[kind](random);
}

function oneRequest(random: Random): {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isStream: boolean;
} {
  if (random.oneIn(3)) {
    const bytes = validUpdate(random);
    return {
      path: `/${STATE_MANAGER}/UpdateState`,
      bytes: random.oneIn(8) ? mutated(random, bytes) : bytes,
      isStream: false,
    };
  }
  const { path, type, isStream } = random.pick(ALL);
  const bytes = messageOf(random, type);
  return { path, isStream, bytes: random.oneIn(4) ? mutated(random, bytes) : bytes };
}

function oneFrame(random: Random, id: number): Uint8Array {
  const known = random.below(id + 2);
  switch (random.below(9)) {
    case 0:
      return frame(FrameType.PING, random.oneIn(2) ? 1 : 0, 0, random.bytes(8));
    case 1:
      return frame(FrameType.SETTINGS, 0, 0, [0, random.below(8), ...random.bytes(3), 1]);
    case 2:
      return frame(FrameType.WINDOW_UPDATE, 0, random.oneIn(2) ? 0 : known | 1, [
        0,
        0,
        0,
        1 + random.below(255),
      ]);
    case 3:
      return frame(FrameType.PRIORITY, 0, id + 2, [0, 0, 0, 0, random.below(256)]);
    case 4:
      return frame(16 + random.below(200), random.below(256), known, random.bytes(random.below(16)));
    case 5:
      return frame(FrameType.HEADERS, 5, id, block(random.pick(ALL).path));
    case 6:
      return frame(FrameType.HEADERS, 4, id, block(random.pick(ALL).path));
    case 7:
      return frame(FrameType.PING, 0, 0, random.bytes(8));
    default:
      return frame(FrameType.RST_STREAM, 0, Math.max(1, id - 2), [0, 0, 0, random.below(16)]);
  }
}

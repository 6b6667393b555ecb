/** What unprivileged clients have done to the State Manager's memory, each as one function that begins it and leaves it standing. */
import { gzipSync } from "node:zlib";
import { specChangeToWire } from "../../../src/grpc/wire/query.ts";
import { STATE_MANAGER_SERVICE } from "../../../src/grpc/definitions.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { idOf } from "../domain.ts";
import { framed, RawPeer } from "./raw_peer.ts";
import { Flag, FrameType } from "../../../src/http2/frames.ts";
import { frame, type Recorder } from "./pair.ts";

const MIB = 1_048_576;

/** The connections and calls of an attack. */
export interface Attack extends AsyncDisposable {
  readonly peers: readonly RawPeer[];
  readonly calls: readonly Recorder[];
}

async function attack(
  connections: number,
  begin: (peer: RawPeer, index: number) => readonly Recorder[],
  options: { readonly address: string; readonly window?: number },
): Promise<Attack> {
  const peers: RawPeer[] = [];
  const calls: Recorder[] = [];
  for (let index = 0; index < connections; index++) {
    const { window } = options;
    const peer = await RawPeer.connect(
      options.address,
      window === undefined ? {} : { initialWindowBytes: window },
    );
    peers.push(peer);
    calls.push(...begin(peer, index));
  }
  await Promise.all(peers.map((peer) => peer.flush()));
  const end = async () => {
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  };
  return { peers, calls, [Symbol.asyncDispose]: end };
}

/** The bytes of UpdateState with a configuration of so many bytes. */
export function updateOf(name: string, configBytes: number): Uint8Array {
  const each = 16_000;
  const config = Object.fromEntries(
    Array.from({ length: Math.ceil(configBytes / each) }, (_, n) => [`key${n}`, "x".repeat(each)]),
  );
  return encoded(
    "UpdateState",
    specChangeToWire({
      resourceId: idOf(name),
      spec: { ...DEFAULT_SPEC, version: "1.0", config },
      ...{ labels: {}, expectedGeneration: 0n, reason: "a test" },
    }),
  );
}

/** The bytes of a request. */
export function encoded(method: string, request: object): Uint8Array {
  const definition = STATE_MANAGER_SERVICE[method];
  if (definition === undefined) throw new Error(`${method} is no method`);
  return definition.requestSerialize(request);
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** :method POST, :scheme http, :path of UpdateState, content-type application/grpc: in HPACK, nothing of it indexed. */
const REQUEST_BLOCK = [
  ...[0x83, 0x86],
  ...[0x04, ...text("/piccolo.statemanager.v1.StateManager/UpdateState")],
  ...[0x0f, 0x10, ...text("application/grpc")],
];
/** A header of 3,800 bytes that enters the table; then one byte is the whole of it. */
const LARGE_ENTRY = [0x40, ...text("x-note"), ...text("v".repeat(3_800))];
const LARGE_ENTRY_AGAIN = [0xbe];

/** A literal of HPACK: its length with a prefix of 7 bits, and its bytes. */
function text(value: string): readonly number[] {
  const bytes = new TextEncoder().encode(value);
  if (bytes.length < 127) return [bytes.length, ...bytes];
  const rest = bytes.length - 127;
  return [127, rest & 0x7f | 0x80, rest >> 7, ...bytes];
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const ATTACKS = {
  "30 calls of 4 KB gzip that inflate to 4 MB": (address: string) => {
    const bomb = framed(gzipSync(new Uint8Array(4 * MIB - 64)), 1);
    return attack(1, (peer) =>
      times(30, () => {
        const call = peer.call("UpdateState", ["grpc-encoding", "gzip"]);
        peer.send(call, bomb);
        return call;
      }), { address });
  },
  "60 plain messages of 4 MiB at once": (address: string) => {
    const message = framed(updateOf("vehicle/lidar", 4 * MIB - 32_000));
    return attack(4, (peer) =>
      times(15, () => {
        const call = peer.call("UpdateState");
        peer.send(call, message);
        return call;
      }), { address });
  },
  "35 connections of 127 calls with one table entry": (address: string) => {
    const blocks = times(127, (index) =>
      frame(FrameType.HEADERS, Flag.END_HEADERS, 1 + 2 * index, [
        ...REQUEST_BLOCK,
        ...(index === 0 ? LARGE_ENTRY : LARGE_ENTRY_AGAIN),
        ...times(15, () => LARGE_ENTRY_AGAIN).flat(),
      ]));
    const bytes = concatenated(blocks);
    return attack(35, (peer) => {
      peer.sendRaw(bytes).catch(() => {});
      return [];
    }, { address });
  },
  "120 messages that are never finished": (address: string) => {
    const message = framed(new Uint8Array(4 * MIB - 1), 0, 4 * MIB);
    return attack(1, (peer) =>
      times(120, () => {
        const call = peer.call("UpdateState");
        peer.send(call, message);
        return call;
      }), { address });
  },
  "messages of nothing but empty fields": (address: string) => {
    const bytes = new Uint8Array(4 * MIB - 2);
    for (let at = 0; at < bytes.length; at += 2) bytes[at] = 0x0a;
    return attack(1, (peer) =>
      times(4, () => {
        const call = peer.call("Apply");
        peer.send(call, framed(bytes), { isEnd: true });
        return call;
      }), { address });
  },
  "answers that are asked for and never read": (address: string) => {
    const request = framed(encoded("QueryState", { page: { pageSize: 1_000 } }));
    return attack(1, (peer) =>
      times(120, () => {
        const call = peer.call("QueryState");
        peer.send(call, request, { isEnd: true });
        return call;
      }), { address, window: 0 });
  },
} as const satisfies Readonly<Record<string, (address: string) => Promise<Attack>>>;

export type AttackName = keyof typeof ATTACKS;

/**
 * What is under way between this process and its peers, all connections together: calls that wait for their answer, and messages of
 * streams that arrived and were not taken yet.
 *
 * I1: at most `maxCalls` calls wait. Whoever calls has a limit of its own (reconciles, calls a node); together they stay below it.
 * I2: a stream is read ahead by a few messages only (`readableHighWaterMark`); after that the peer is held back by flow control.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { Slots } from "../../kit/slots.ts";

const MAX_CALLS = 8_192;

/** The reading side of a stream of grpc-js, in messages. */
export interface ReadAhead {
  readonly readableLength: number;
  readonly readableHighWaterMark: number;
}

export class PeerTraffic implements Buffered {
  readonly calls: Slots;
  readonly #streams = new Set<ReadAhead>();

  /** `maxCalls` default 8,192. */
  constructor(maxCalls = MAX_CALLS) {
    this.calls = new Slots({ name: "peer_calls", capacity: maxCalls });
  }

  /** The stream counts until the answer is called. */
  read(stream: ReadAhead): () => void {
    this.#streams.add(stream);
    return () => void this.#streams.delete(stream);
  }

  buffers(): readonly BufferLevel[] {
    const streams = [...this.#streams];
    const sum = (figure: (stream: ReadAhead) => number) => streams.reduce((all, one) => all + figure(one), 0);
    return [...this.calls.buffers(), {
      name: "peer_messages",
      unit: "entries",
      capacity: sum((stream) => stream.readableHighWaterMark),
      overflow: "hold-back",
      used: sum((stream) => stream.readableLength),
      overflows: 0,
    }];
  }
}

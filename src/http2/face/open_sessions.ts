// The sessions of one installation that are open now: how many connections clients may have, and what all of them hold together.
// I1  Clients have at most `maxConnections` connections at once, over all servers; one above that is closed before anything is
//     kept of it.
// I2  What a session counted stays counted when it is gone.
import type { Limits } from "../limits.ts";
import type { ByteStream } from "./byte_stream.ts";
import type { Http2Session } from "./session.ts";

/** What all sessions hold of one kind, and what they may. The shape is that of the program's other buffers. */
export interface SessionsLevel {
  readonly name: string;
  readonly unit: "entries" | "bytes";
  readonly capacity: number;
  readonly overflow: "refuse" | "hold-back" | "end";
  readonly used: number;
  readonly overflows: number;
}

/** All sessions, of servers and clients. */
export class OpenSessions {
  readonly #maxConnections: number;
  readonly #sessions = new Set<Http2Session>();
  #connections = 0;
  #refusedConnections = 0;
  #refusedStreams = 0;
  #overflown = 0;

  constructor({ maxConnections }: Pick<Limits, "maxConnections">) {
    this.#maxConnections = maxConnections;
  }

  /** Server: whether this connection may become a session; if not it is closed (I1). */
  admit(socket: ByteStream): boolean {
    if (this.#connections >= this.#maxConnections) {
      this.#refusedConnections++;
      socket.destroy();
      return false;
    }
    this.#connections++;
    socket.once("close", () => this.#connections--);
    return true;
  }

  /** Counts a session until its socket is closed. */
  add(session: Http2Session): void {
    if (session.socket.destroyed) return;
    this.#sessions.add(session);
    session.socket.once("close", () => this.#remove(session));
  }

  /** The connections of clients, their streams, and the bytes of all sessions. */
  buffers(): readonly SessionsLevel[] {
    const total = {
      streams: 0,
      maxStreams: 0,
      refusedStreams: this.#refusedStreams,
      overflown: this.#overflown,
    };
    const bytes = { unread: 0, maxUnread: 0, output: 0, maxOutput: 0 };
    for (const { load } of this.#sessions) {
      total.streams += load.peerStreams;
      total.maxStreams += load.maxPeerStreams;
      total.refusedStreams += load.refusedStreams;
      total.overflown += load.hasOverflown ? 1 : 0;
      bytes.unread += load.unreadBytes;
      bytes.maxUnread += load.maxUnreadBytes;
      bytes.output += load.outputBytes;
      bytes.maxOutput += load.maxOutputBytes;
    }
    return [{
      name: "http2_connections",
      unit: "entries",
      capacity: this.#maxConnections,
      overflow: "refuse",
      used: this.#connections,
      overflows: this.#refusedConnections,
    }, {
      name: "http2_streams",
      unit: "entries",
      capacity: total.maxStreams,
      overflow: "refuse",
      used: total.streams,
      overflows: total.refusedStreams,
    }, {
      name: "http2_unread",
      unit: "bytes",
      capacity: bytes.maxUnread,
      overflow: "hold-back",
      used: bytes.unread,
      overflows: 0,
    }, {
      name: "http2_output",
      unit: "bytes",
      capacity: bytes.maxOutput,
      overflow: "end",
      used: bytes.output,
      overflows: total.overflown,
    }];
  }

  /** Bytes that were written to streams and wait for flow control or the socket. */
  get unsentBytes(): number {
    let bytes = 0;
    for (const { load } of this.#sessions) bytes += load.unsentBytes;
    return bytes;
  }

  /** I2. */
  #remove(session: Http2Session): void {
    if (!this.#sessions.delete(session)) return;
    const { refusedStreams, hasOverflown } = session.load;
    this.#refusedStreams += refusedStreams;
    this.#overflown += hasOverflown ? 1 : 0;
  }
}

/**
 * The door of the gRPC server: accepts connections, gives each its share of the byte budget and its gate, and hands it to grpc-js.
 *
 * I1  A connection has its account before its first byte is read, and gives it back when its socket is closed.
 * I2  Calls whose peer makes the server wait for longer than is allowed are reset, and with them goes what they hold.
 */
import type { Server } from "@grpc/grpc-js";
import { ServerCredentials } from "@grpc/grpc-js";
import net from "node:net";
import { type ByteStream } from "../../../http2/face/byte_stream.ts";
import { setGate } from "../../../http2/face/gate.ts";
import type { Buffered, BufferLevel } from "../../../kit/buffer_level.ts";
import { ByteBudget } from "../../../kit/byte_budget.ts";
import { every } from "../../../kit/delay.ts";
import { messageOf } from "../../../kit/errors.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Caller, Role } from "../../../ports/caller.ts";
import type { Log } from "../../../ports/log.ts";
import { CallGate, type GatedMethod } from "./call_gate.ts";
import type { DoorCalls } from "./door_call.ts";
import { CONNECTION_SHARE, PEER_SHARE } from "../../../kit/client_shares.ts";

const SWEEP_MS = 1_000;

export interface DoorOptions {
  readonly server: Server;
  readonly calls: DoorCalls;
  readonly methods: ReadonlyMap<string, GatedMethod>;
  /** What all clients together may make the server hold. */
  readonly clientBytes: number;
  /** Longest time for the messages of a request to arrive, and for an answer to be read. */
  readonly requestMs: number;
  readonly readerMs: number;
  /** A call was refused at the door. Not set = nobody wants to know. */
  readonly onRefused?: (caller: Caller, path: string, code: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface PeerShare {
  readonly budget: ByteBudget;
  connections: number;
}

export class Door implements Buffered {
  readonly #options: DoorOptions;
  readonly #budget: ByteBudget;
  readonly #peers = new Map<string, PeerShare>();
  readonly #listeners = new Set<net.Server>();
  readonly #inject: (socket: net.Socket) => void;
  readonly #sweep: { cancel(): void };

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#budget = new ByteBudget({ name: "client_bytes", capacityBytes: options.clientBytes });
    const injector = options.server.createConnectionInjector(ServerCredentials.createInsecure());
    this.#inject = (socket) => injector.injectConnection(socket);
    const { calls, clock, log, requestMs, readerMs } = options;
    this.#sweep = every(clock, SWEEP_MS, {
      call: () => calls.sweep(clock.monotonicMs(), { requestMs, readerMs }),
      onError: (error) => log.error("Cannot end late calls", { error: messageOf(error) }),
    });
  }

  buffers(): readonly BufferLevel[] {
    return this.#budget.buffers();
  }

  /** Listens on a TCP address or the path of a Unix socket; resolves to the port, 0 for a socket. */
  listen(
    at: { readonly host: string; readonly port: number } | { readonly path: string },
    role: Role,
  ): Promise<number> {
    const listener = net.createServer({ noDelay: true });
    listener.on("connection", (socket: net.Socket) => {
      const peer = "path" in at ? `unix:${at.path}` : socket.remoteAddress ?? "";
      this.#enter(socket, peer, { role, origin: "path" in at ? peer : `${peer}:${socket.remotePort}` });
    });
    return new Promise((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(at, () => {
        listener.off("error", reject);
        listener.on("error", (error: Error) => this.#options.log.error("Listener failed", { error }));
        this.#listeners.add(listener);
        const address = listener.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  }

  /** Takes no more connections; those that are there go on. */
  close(): void {
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
  }

  /** Every connection is closed. */
  end(): void {
    this.#sweep.cancel();
  }

  #enter(socket: net.Socket, peer: string, caller: Caller): void {
    const { calls, methods, clock, onRefused } = this.#options;
    const account = this.#shareOf(peer, socket);
    setGate(
      socket,
      new CallGate({
        ...{ calls, caller, account, methods, nowMs: () => clock.monotonicMs() },
        onRefused: (path, code) => onRefused?.(caller, path, code),
      }),
    );
    this.#inject(socket);
  }

  /** I1. */
  #shareOf(peer: string, socket: ByteStream): ByteBudget {
    const { capacityBytes } = this.#budget;
    const share = this.#peers.get(peer) ??
      { budget: this.#budget.part(capacityBytes * PEER_SHARE), connections: 0 };
    this.#peers.set(peer, share);
    share.connections++;
    const account = share.budget.part(capacityBytes * CONNECTION_SHARE);
    socket.once("close", () => {
      account.close();
      share.connections--;
      if (share.connections === 0) this.#peers.delete(peer);
    });
    return account;
  }
}

/**
 * A server of gRPC behind the door: every server of this program is one, whatever it serves.
 *
 * I1: a call reaches a handler only through the gate of its connection, which knows the method, its roles and its largest message.
 * I2: shutdown order: nobody comes in -> streams end -> running calls may finish within the grace time -> abort.
 * I3: the server listens on every address, or on none and the start fails.
 */
import { Server, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import type { Caller, Role } from "../../ports/caller.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { GatedMethod } from "./door/call_gate.ts";
import { Door } from "./door/door.ts";
import { DoorCalls } from "./door/door_call.ts";
import { withRawMessages } from "./door/message.ts";
import type { HandlerOptions } from "./handlers.ts";
import { drainServer, listenOnAll, type ListenOptions, removeSockets } from "./listeners.ts";

export interface GuardedServerOptions {
  readonly maxMessageBytes: number;
  /** Concurrent calls on one connection. */
  readonly maxConcurrentStreams: number;
  /** What all clients together may make the server hold. */
  readonly clientBytes: number;
  /** Longest time of a unary call, milliseconds. */
  readonly callTimeoutMs: number;
  /** Longest time that the server waits for a peer that does not read. */
  readonly stallTimeoutMs: number;
  /** Longest time for a request to arrive. */
  readonly requestTimeoutMs: number;
  /** Connections at once, and how long one may be without a call. Default: the door's. */
  readonly maxConnections?: number | undefined;
  readonly idleMs?: number | undefined;
  /** A call was refused at the door. Not set = nobody wants to know. */
  readonly onRefused?: (caller: Caller, path: string, code: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who may call the methods of a service, and how large their messages may be. */
export interface ServedTo {
  readonly rolesOf: (path: string) => readonly Role[];
  /** Default: the server's. */
  readonly maxMessageBytes?: number;
}

/** A connection whose peer does not answer so long after it was asked, every so often, is closed. */
const KEEPALIVE_MS = 20_000;
const KEEPALIVE_TIMEOUT_MS = 10_000;

export class GuardedServer implements Buffered {
  /** What the handlers of its methods need. */
  readonly handlers: HandlerOptions;
  readonly #options: GuardedServerOptions;
  readonly #closing = new AbortController();
  readonly #methods = new Map<string, GatedMethod>();
  readonly #calls = new DoorCalls();
  readonly #server: Server;
  /** From `listen` on. */
  #door: Door | undefined;
  #addresses: readonly string[] = [];
  #drained: Promise<void> | undefined;

  constructor(options: GuardedServerOptions) {
    this.#options = options;
    const { clock, log, clientBytes, maxMessageBytes, stallTimeoutMs } = options;
    this.handlers = {
      ...{ clock, log, clientBytes, calls: this.#calls, closing: this.#closing.signal },
      ...{ timeoutMs: options.callTimeoutMs, stallTimeoutMs },
    };
    this.#server = new Server({
      "grpc.max_receive_message_length": maxMessageBytes,
      "grpc.max_send_message_length": maxMessageBytes,
      "grpc.max_concurrent_streams": options.maxConcurrentStreams,
      "grpc.keepalive_time_ms": KEEPALIVE_MS,
      "grpc.keepalive_timeout_ms": KEEPALIVE_TIMEOUT_MS,
    });
  }

  /** Adds a service; before `listen`. */
  serve(definition: ServiceDefinition, implementation: UntypedServiceImplementation, to: ServedTo): void {
    const { rolesOf, maxMessageBytes = this.#options.maxMessageBytes } = to;
    for (const { path, requestStream } of Object.values(definition)) {
      this.#methods.set(path, { roles: rolesOf(path), isStream: requestStream, maxMessageBytes });
    }
    this.#server.addService(withRawMessages(definition), implementation);
  }

  /** Resolves to the addresses with their actual ports. Rejects with an Error that names the one on which it cannot listen (I3). */
  async listen(at: ListenOptions): Promise<readonly string[]> {
    const { clientBytes, stallTimeoutMs, requestTimeoutMs, maxConnections, idleMs, onRefused, clock, log } =
      this.#options;
    this.#door = new Door({
      ...{ server: this.#server, calls: this.#calls, methods: this.#methods, clientBytes, clock, log },
      ...{ requestMs: requestTimeoutMs, readerMs: stallTimeoutMs },
      ...(maxConnections !== undefined && { maxConnections }),
      ...(idleMs !== undefined && { idleMs }),
      ...(onRefused && { onRefused }),
    });
    this.#addresses = await listenOnAll(this.#door, this.#server, at);
    return this.#addresses;
  }

  /** Drains for at most `graceMs`, then aborts (I2). A further close can only shorten that time; each resolves at the end. */
  async close(graceMs: number): Promise<void> {
    this.#closing.abort();
    this.#door?.close();
    this.#drained ??= drainServer(this.#server).then(async () => {
      await this.#door?.end();
      await removeSockets(this.#addresses);
    });
    const cut = this.#options.clock.schedule(graceMs, () => this.#server.forceShutdown());
    await this.#drained;
    cut.cancel();
  }

  buffers(): readonly BufferLevel[] {
    return this.#door?.buffers() ?? [];
  }
}

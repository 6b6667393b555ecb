/**
 * The HTTP server of the page, the metrics and the health checks: listens, limits what clients can hold, and closes in order.
 *
 * I1  At most so many connections at once over all addresses; one more is closed unread.
 * I2  A connection that sends no complete head in time, or idles after an answer, is closed; a head has a size.
 * I3  At most so many requests a second are answered over all connections; one more is told so, and its connection closed, which
 *     slows down whoever asks without end.
 * I4  It listens on every address, or on none and the start fails.
 */
import { ListenError } from "../kit/listen_error.ts";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import { messageOf } from "../kit/errors.ts";
import { Slots } from "../kit/slots.ts";
import { TokenBucket } from "../kit/token_bucket.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Routes } from "./answer.ts";
import { respond } from "./respond.ts";

/** How an address is prepared and checked; the rules for it are those of the gRPC listeners. */
export interface ListenRules {
  /** Throws an Error that says what to do when one may not listen there. */
  check(address: string): void;
  /** The path of a Unix socket; undefined = a TCP address. */
  socketPathOf(address: string): string | undefined;
  /** Removes the socket file that a killed process left. Throws when the path is in use. */
  removeStaleSocket(path: string): Promise<void>;
  openSocketToGroup(path: string): Promise<void>;
  removeSocket(path: string): Promise<void>;
}

export interface WebServerOptions {
  /** `host:port` (port 0 = any free one), `[ipv6]:port` and `unix:/path`. */
  readonly listen: readonly string[];
  readonly rules: ListenRules;
  readonly maxConnections: number;
  readonly routes: Routes;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeouts?: WebTimeouts;
}

/** Milliseconds. */
export interface WebTimeouts {
  /** For the head of a request, from the connection's or the last answer's end. */
  readonly headMs: number;
  readonly keepAliveMs: number;
  /** Longest wait for a client that does not read. */
  readonly stallMs: number;
}

const TIMEOUTS: WebTimeouts = { headMs: 5_000, keepAliveMs: 5_000, stallMs: 10_000 };
const MAX_HEAD_BYTES = 8_192;
/** A page takes four to load, and a few while it is used. */
const REQUESTS_PER_SECOND = 100;
const REQUESTS_AT_ONCE = 300;

export class WebServer implements Buffered, AsyncDisposable {
  readonly #options: WebServerOptions;
  readonly #connections: Slots;
  /** I3. */
  readonly #pace: TokenBucket;
  readonly #closing = new AbortController();
  /** One an address. */
  readonly #servers: Server[] = [];
  readonly #addresses: string[] = [];
  #closed: Promise<void> | undefined;

  private constructor(options: WebServerOptions) {
    this.#options = options;
    this.#connections = new Slots({ name: "http_connections", capacity: options.maxConnections });
    this.#pace = new TokenBucket({
      ...{ capacity: REQUESTS_AT_ONCE, refillPerSecond: REQUESTS_PER_SECOND },
      nowMs: options.clock.monotonicMs(),
    });
  }

  /** Rejects with an Error that names the address on which it cannot listen (I4). */
  static async start(options: WebServerOptions): Promise<WebServer> {
    const server = new WebServer(options);
    try {
      for (const address of options.listen) await server.#listen(address);
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Of the listeners, with their actual ports. */
  get addresses(): readonly string[] {
    return this.#addresses;
  }

  buffers(): readonly BufferLevel[] {
    return this.#connections.buffers();
  }

  /** Streams end; what asks is still answered. */
  beginClosing(): void {
    this.#closing.abort();
  }

  /** Closes every connection. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#closed ??= this.#close();
    await this.#closed;
  }

  async #listen(address: string): Promise<void> {
    const { rules } = this.#options;
    rules.check(address);
    const path = rules.socketPathOf(address);
    if (path !== undefined) await rules.removeStaleSocket(path);
    const server = this.#newServer(path === undefined ? namesIn(address) : undefined);
    await bound(server, address, path);
    this.#servers.push(server);
    this.#addresses.push(path === undefined ? withPort(address, server) : address);
    if (path !== undefined) await rules.openSocketToGroup(path);
  }

  #newServer(hostNames: ReadonlySet<string> | undefined): Server {
    const { routes, clock, log, timeouts = TIMEOUTS } = this.#options;
    const server = createServer({
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: timeouts.headMs,
      requestTimeout: timeouts.headMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: Math.min(1_000, timeouts.headMs),
    });
    const { stallMs } = timeouts;
    const responder = { routes, hostNames, stallMs, closing: this.#closing.signal, clock, log };
    server.on("connection", (socket: Socket) => this.#limit(socket));
    server.on("request", (request, response) => {
      if (this.#pace.take({ nowMs: clock.monotonicMs() }) === 0) void respond(request, response, responder);
      else refuse(response);
    });
    server.on("error", (error) => log.error("The HTTP server failed", { error: messageOf(error) }));
    return server;
  }

  /** I1. */
  #limit(socket: Socket): void {
    if (!this.#connections.take()) {
      socket.destroy();
      return;
    }
    socket.once("close", () => this.#connections.release());
  }

  async #close(): Promise<void> {
    const { rules } = this.#options;
    await Promise.all(this.#servers.map(closed));
    for (const address of this.#addresses) {
      const path = rules.socketPathOf(address);
      if (path !== undefined) await rules.removeSocket(path);
    }
  }
}

/** I3. Costs as little as it can. */
function refuse(response: ServerResponse): void {
  response.writeHead(429, { "connection": "close", "retry-after": "2", "content-length": "0" });
  response.end();
}

function bound(server: Server, address: string, path: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void => reject(new ListenError(address, error));
    server.once("error", failed);
    const ready = (): void => {
      server.off("error", failed);
      resolve();
    };
    if (path !== undefined) server.listen(path, ready);
    else {server.listen(
        { host: hostOf(address), port: Number(address.slice(address.lastIndexOf(":") + 1)) },
        ready,
      );}
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(":")).replace(/^\[(.*)\]$/, "$1");
}

/** Names by which it is listened; what is no name does no harm there. */
function namesIn(address: string): ReadonlySet<string> {
  return new Set([hostOf(address).toLowerCase()]);
}

function withPort(address: string, server: Server): string {
  const at: AddressInfo | string | null = server.address();
  const port = at === null || typeof at === "string" ? 0 : at.port;
  return `${address.slice(0, address.lastIndexOf(":"))}:${port}`;
}

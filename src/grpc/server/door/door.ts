/**
 * The door of the gRPC server: accepts connections, gives each its share of the byte budget and its gate, and hands it to grpc-js.
 *
 * I1  A connection has its account before its first byte is read, and gives it back when its socket is closed.
 * I2  Calls whose peer makes the server wait for longer than is allowed are reset, and with them goes what they hold.
 * I3  A listener whose accepting fails goes on accepting, and says so; nothing but `close` ends it.
 */
import type { Server } from "@grpc/grpc-js";
import { ServerCredentials } from "@grpc/grpc-js";
import process from "node:process";
import type { Duplex } from "node:stream";
import { type ByteStream } from "../../../http2/face/byte_stream.ts";
import { setGate } from "../../../http2/face/gate.ts";
import type { Buffered, BufferLevel } from "../../../kit/buffer_level.ts";
import { ByteBudget } from "../../../kit/byte_budget.ts";
import { delay, every } from "../../../kit/delay.ts";
import { messageOf } from "../../../kit/errors.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Caller, Role } from "../../../ports/caller.ts";
import type { Log } from "../../../ports/log.ts";
import { ConnStream } from "./conn_stream.ts";
import { Handshakes } from "./handshakes.ts";
import { Places } from "./places.ts";
import type { CertificateRoles } from "./certificate_roles.ts";
import { TlsListener } from "./tls_listener.ts";
import type { TlsWatch } from "./tls_watch.ts";
import { CallGate, type GatedMethod } from "./call_gate.ts";
import type { DoorCalls } from "./door_call.ts";
import { CONNECTION_SHARE, GUARANTEED_SHARE, ROLE_SHARE } from "../../../kit/client_shares.ts";

const SWEEP_MS = 1_000;
/** Time between two attempts to accept a connection after one failed. */
const ACCEPT_AGAIN_MS = 250;
/** Defaults of the options. */
const MAX_CONNECTIONS = 256;
const IDLE_MS = 300_000;

export interface DoorOptions {
  readonly server: Server;
  readonly calls: DoorCalls;
  readonly methods: ReadonlyMap<string, GatedMethod>;
  /** What all clients together may make the server hold. */
  readonly clientBytes: number;
  /** Connections at once. Default 256. */
  readonly maxConnections?: number;
  /** How long a connection may be without a call, milliseconds. Default 5 minutes. */
  readonly idleMs?: number;
  /** Longest time for the messages of a request to arrive, and for an answer to be read. */
  readonly requestMs: number;
  readonly readerMs: number;
  /** A call was refused at the door. Not set = nobody wants to know. */
  readonly onRefused?: (caller: Caller, path: string, code: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface ListenerName {
  /** Its address as it was configured. */
  readonly name: string;
  readonly role: Role;
}

export class Door implements Buffered {
  readonly #options: DoorOptions;
  readonly #budget: ByteBudget;
  readonly #roles = new Map<Role, ByteBudget>();
  readonly #listeners = new Set<{ close(): void }>();
  /** The runtime gives an address back when what waited for a connection there has ended. */
  readonly #accepting: Promise<void>[] = [];
  readonly #places: Places;
  readonly #handshakes = new Handshakes();
  readonly #closing = new AbortController();
  readonly #inject: (socket: ByteStream) => void;
  readonly #sweep: { cancel(): void };

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#budget = new ByteBudget({
      name: "client_bytes",
      capacityBytes: options.clientBytes,
      promisedBytes: options.clientBytes * GUARANTEED_SHARE,
    });
    this.#places = new Places({
      capacity: options.maxConnections ?? MAX_CONNECTIONS,
      nowMs: () => options.clock.monotonicMs(),
    });
    const injector = options.server.createConnectionInjector(ServerCredentials.createInsecure());
    this.#inject = (socket) => injector.injectConnection(asDuplex(socket));
    const { calls, clock, log, requestMs, readerMs } = options;
    this.#sweep = every(clock, SWEEP_MS, {
      call: () => {
        calls.sweep(clock.monotonicMs(), { requestMs, readerMs });
        this.#places.sweep(options.idleMs ?? IDLE_MS);
      },
      onError: (error) => log.error("Cannot end late calls", { error: messageOf(error) }),
    });
  }

  buffers(): readonly BufferLevel[] {
    return [this.#budget, this.#places, this.#handshakes].flatMap((part) => part.buffers());
  }

  /** Listens on a TCP address or the path of a Unix socket; resolves to the port, 0 for a socket. Rejects with what the runtime says. */
  listen(
    at: { readonly host: string; readonly port: number } | { readonly path: string },
    role: Role,
  ): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    try {
      const listener = "path" in at
        ? listenPrivately(at.path)
        : Deno.listen({ hostname: at.host, port: at.port });
      this.#listeners.add(listener);
      const name = "path" in at ? `unix:${at.path}` : `${at.host}:${at.port}`;
      this.#accepting.push(this.#accept(listener, name, (conn) => this.#enterPlain(conn, { name, role })));
      resolve(listener.addr.transport === "tcp" ? listener.addr.port : 0);
    } catch (error) {
      reject(error);
    }
    return promise;
  }

  /** Takes no more connections; those that are there go on. */
  close(): void {
    this.#closing.abort();
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
  }

  /** Every connection is closed. Resolves when its addresses are free again. */
  async end(): Promise<void> {
    this.#sweep.cancel();
    await Promise.all(this.#accepting);
  }

  /** I3. */
  async #accept(listener: Deno.Listener, name: string, enter: (conn: Deno.Conn) => void): Promise<void> {
    const { signal } = this.#closing;
    const { clock, log } = this.#options;
    while (!signal.aborted) {
      try {
        enter(await listener.accept());
      } catch (error) {
        if (signal.aborted) return;
        log.error("Cannot accept a connection; it is tried again", {
          listener: name,
          error: messageOf(error),
        });
        await delay(clock, ACCEPT_AGAIN_MS, signal);
      }
    }
  }

  /** The same over TLS: the certificate says which role a connection has. */
  async listenTls(
    at: { readonly host: string; readonly port: number },
    { watch, roles }: { readonly watch: TlsWatch; readonly roles: CertificateRoles },
  ): Promise<number> {
    const name = `tls:${at.host}:${at.port}`;
    const listener = new TlsListener({
      material: watch.material,
      roles,
      handshakes: this.#handshakes,
      onConnection: (socket, caller) => this.#enter(socket, { name, caller }),
      onRefused: (error) =>
        this.#options.log.warn("A TLS handshake failed", { listener: name, error: error.message }),
    });
    watch.onChange((material) => listener.use(material));
    const port = await listener.listen(at.host, at.port);
    this.#listeners.add(listener);
    return port;
  }

  #enterPlain(conn: Deno.Conn, { name, role }: ListenerName): void {
    const socket = new ConnStream(conn);
    const { remoteAddress, remotePort } = socket;
    const origin = remoteAddress === undefined ? name : `${remoteAddress}:${remotePort}`;
    this.#enter(socket, { name, caller: { role, origin } });
  }

  #enter(
    socket: ByteStream,
    { name, caller }: { readonly name: string; readonly caller: Caller },
  ): void {
    const place = this.#places.take({ listener: name, caller, evict: () => void socket.destroy() });
    if (place === undefined) {
      socket.destroy();
      return;
    }
    socket.once("close", () => place.leave());
    const { calls, methods, clock, onRefused } = this.#options;
    const account = this.#accountOf(caller.role, socket);
    setGate(
      socket,
      new CallGate({
        ...{ calls, caller, account, methods, place, clock },
        onRefused: (path, code) => onRefused?.(caller, path, code),
      }),
    );
    // Whoever gave way is counted no more once its socket says that it is closed, which is in a later tick.
    process.nextTick(this.#inject, socket);
  }

  /** I1. */
  #accountOf(role: Role, socket: ByteStream): ByteBudget {
    const { capacityBytes } = this.#budget;
    const account = this.#shareOf(role).part({
      capacityBytes: capacityBytes * CONNECTION_SHARE,
      guaranteedBytes: capacityBytes * GUARANTEED_SHARE / (this.#options.maxConnections ?? MAX_CONNECTIONS),
    });
    socket.once("close", () => account.close());
    return account;
  }

  /** What the connections of a role may hold together: all of it where nobody else may call anything. */
  #shareOf(role: Role): ByteBudget {
    const known = this.#roles.get(role);
    if (known !== undefined) return known;
    const { methods } = this.#options;
    const roles = new Set([...methods.values()].flatMap((method) => method.roles));
    const capacityBytes = this.#budget.capacityBytes * (roles.size > 1 ? ROLE_SHARE : 1);
    const share = this.#budget.part({ capacityBytes, promisedBytes: capacityBytes * GUARANTEED_SHARE });
    this.#roles.set(role, share);
    return share;
  }
}

/** A socket that nobody but its owner can open, until its mode says otherwise: without the umask there is a time in which others can. */
function listenPrivately(path: string): Deno.Listener {
  const before = Deno.umask(0o177);
  try {
    return Deno.listen({ transport: "unix", path });
  } finally {
    Deno.umask(before);
  }
}

/** The face of HTTP/2 needs no more of a connection than ByteStream has; the types of grpc-js ask for all of node's stream. */
function asDuplex(socket: ByteStream): Duplex {
  return socket as unknown as Duplex;
}

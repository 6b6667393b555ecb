// A client for load that is lighter than any gRPC library: the pure connection of src/http2 over Deno's TCP. It checks
// the status of every call, and is the same for every server that is measured.
import { Connection } from "../../../src/http2/connection.ts";
import type { HeaderField } from "../../../src/http2/header_field.ts";
import { DEFAULT_LIMITS } from "../../../src/http2/limits.ts";
import type { StreamEvents } from "../../../src/http2/stream.ts";

const LIMITS = { ...DEFAULT_LIMITS, initialWindowBytes: 1_048_576, maxUnreadBytes: 16_777_216 };

/** What a call got: its grpc-status, or -1 when it was reset, and the bytes of its DATA. */
export interface CallResult {
  readonly status: number;
  readonly bytes: number;
}

/** One connection for load. */
export class LoadConnection {
  readonly #socket: Deno.TcpConn | Deno.TlsConn;
  readonly #connection: Connection;
  readonly #authority: string;
  #isWriting = false;
  #isClosed = false;
  readonly done: Promise<void>;

  private constructor(socket: Deno.TcpConn | Deno.TlsConn, authority: string) {
    this.#socket = socket;
    this.#authority = authority;
    this.#connection = new Connection("client", LIMITS, {
      onOutput: () => this.#write(),
      onStream: () => {
        throw new Error("a server does not open streams");
      },
      onSettings: () => {},
      onSettingsAck: () => {},
      onGoaway: () => {},
      onPong: () => {},
      onStreamGone: () => {},
      onFailed: (_code, reason) => {
        throw new Error(reason);
      },
    });
    this.#connection.start();
    this.done = this.#read();
  }

  /** Connects to a port of this machine; over TLS with the client's certificate in the directory, as `tls_files.ts` makes them. */
  static async open(port: number, tlsDir?: string): Promise<LoadConnection> {
    if (tlsDir !== undefined) {
      const read = (name: string) => Deno.readTextFileSync(`${tlsDir}/${name}`);
      const secure = await Deno.connectTls({
        ...{ hostname: "localhost", port, alpnProtocols: ["h2"], caCerts: [read("ca.pem")] },
        ...{ cert: read("client.pem"), key: read("client.key") },
      });
      return new LoadConnection(secure, `localhost:${port}`);
    }
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    socket.setNoDelay(true);
    return new LoadConnection(socket, `127.0.0.1:${port}`);
  }

  /** One call with one message; resolves when the stream is over. */
  call(method: string, message: Uint8Array, metadata: readonly string[] = []): Promise<CallResult> {
    return new Promise((resolve) => {
      this.#begin(method, message, { metadata, onDone: resolve });
    });
  }

  #begin(
    method: string,
    message: Uint8Array,
    options: { readonly metadata: readonly string[]; readonly onDone: (result: CallResult) => void },
  ): Call {
    const call = new Call(this.#connection, options.onDone);
    const stream = this.#connection.request([
      ...[
        ":method",
        "POST",
        ":scheme",
        "http",
        ":path",
        method.startsWith("/") ? method : `/echo.Echo/${method}`,
        ":authority",
        this.#authority,
      ],
      ...["user-agent", "load", "content-type", "application/grpc", "te", "trailers"],
      ...options.metadata,
    ], call);
    if (stream === null) throw new Error("the connection is closed");
    call.stream = stream;
    const framed = new Uint8Array(5 + message.length);
    new DataView(framed.buffer).setUint32(1, message.length);
    framed.set(message, 5);
    this.#connection.write(stream, framed);
    this.#connection.end(stream, false);
    return call;
  }

  /**
   * Begins a call and does not behave: resets it when its answer has begun, takes bytes without ever giving credit, or,
   * when the request is out, leaves at once or closes the sending half and waits for the server's end.
   */
  async abandon(
    method: string,
    metadata: readonly string[],
    how: "cancel" | "vanish" | "halfClose" | "neverRead",
  ): Promise<void> {
    const begun = Promise.withResolvers<void>();
    const call = this.#begin(method, new Uint8Array(1), { metadata, onDone: () => begun.resolve() });
    call.onBytes = how === "cancel" || how === "neverRead" ? () => begun.resolve() : null;
    call.isHolding = how === "neverRead";
    if (call.onBytes !== null) await begun.promise;
    else {while (this.#connection.outbound.pendingBytes > 0) {
        await new Promise((resolve) => setTimeout(resolve, 0));
      }}
    if (how === "cancel" && call.stream !== null) {
      this.#connection.reset(call.stream, 8);
      while (this.#connection.outbound.pendingBytes > 0) {
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    } else if (how === "halfClose") {
      this.#isClosed = true;
      await this.#socket.closeWrite();
      await this.done;
    }
  }

  /** Closes the socket. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#socket.close();
    await this.done;
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const buffer = new Uint8Array(65_536);
        const count = await this.#socket.read(buffer);
        if (count === null) break;
        this.#connection.receive(buffer.subarray(0, count), performance.now());
      }
    } catch (error) {
      if (!this.#isClosed) throw error;
    } finally {
      this.#connection.abort(8);
    }
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    await Promise.resolve();
    while (this.#connection.outbound.output.length > 0 && !this.#isClosed) {
      const bytes = this.#connection.take();
      for (let at = 0; at < bytes.length;) {
        at += await this.#socket.write(at === 0 ? bytes : bytes.subarray(at));
      }
      this.#connection.release(bytes);
    }
    this.#isWriting = false;
  }
}

class Call implements StreamEvents {
  stream: Parameters<Connection["consume"]>[0] | null = null;
  onBytes: (() => void) | null = null;
  isHolding = false;
  readonly #connection: Connection;
  readonly #resolve: (result: CallResult) => void;
  #status = -1;
  #bytes = 0;

  constructor(connection: Connection, resolve: (result: CallResult) => void) {
    this.#connection = connection;
    this.#resolve = resolve;
  }

  onHeaders(fields: readonly HeaderField[]): void {
    for (const { name, value } of fields) if (name === "grpc-status") this.#status = Number(value);
  }

  onData(_buffer: Uint8Array, start: number, end: number): void {
    this.#bytes += end - start;
    this.onBytes?.();
    if (this.stream !== null && !this.isHolding) this.#connection.consume(this.stream, end - start);
  }

  onWritten(): void {}
  onWantTrailers(): void {}
  onClosed(): void {
    this.#resolve({ status: this.#status, bytes: this.#bytes });
  }
}

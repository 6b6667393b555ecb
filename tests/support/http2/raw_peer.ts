/**
 * A client of bare frames over a real connection: it sends what no library would, and reads only as far as it is told to.
 *
 * I1  Nothing is sent before `flush()`, so that many requests arrive at once.
 */
import type { TlsMaterial } from "../../../src/grpc/tls.ts";
import type { Limits } from "../../../src/http2/limits.ts";
import type { Stream } from "../../../src/http2/stream.ts";
import { End, type Recorder } from "./pair.ts";

const PATH = "/piccolo.statemanager.v1.StateManager/";

/** One message in gRPC's frame: a flag, the length, and the bytes. */
export function framed(bytes: Uint8Array, flag = 0, lengthBytes: number = bytes.length): Uint8Array {
  const message = new Uint8Array(5 + bytes.length);
  message[0] = flag;
  new DataView(message.buffer).setUint32(1, lengthBytes);
  message.set(bytes, 5);
  return message;
}

/** The status with which a call ended, or undefined while it has none. */
export function statusOf({ log }: Recorder): number | undefined {
  for (const line of log) {
    const [, status] = /\bgrpc-status=(\d+)/.exec(line) ?? [];
    if (status !== undefined) return Number(status);
  }
  return undefined;
}

/** Whether a call is over, with a status or without. */
export function isOver({ log }: Recorder): boolean {
  return log.some((line) => line.startsWith("closed"));
}

export class RawPeer implements AsyncDisposable {
  readonly end: End;
  readonly #connection: Deno.Conn;
  #isOpen = true;
  #isBlind = false;
  #sending: Promise<void> = Promise.resolve();
  readonly #reading: Promise<void>;

  private constructor(connection: Deno.Conn, limits: Partial<Limits>) {
    this.#connection = connection;
    this.end = new End("client", limits);
    this.#reading = this.#read();
  }

  /** `address` is `host:port` or `unix:/path`. */
  static async connect(address: string, limits: Partial<Limits> = {}): Promise<RawPeer> {
    const path = address.startsWith("unix:") ? address.slice(5) : undefined;
    const at = address.lastIndexOf(":");
    const connection = path === undefined
      ? await Deno.connect({ hostname: address.slice(0, at), port: Number(address.slice(at + 1)) })
      : await Deno.connect({ transport: "unix", path });
    const peer = new RawPeer(connection, limits);
    await peer.flush();
    return peer;
  }

  /** Over TLS, with a certificate of its own. */
  static async connectTls(address: string, { ca, cert, key }: TlsMaterial): Promise<RawPeer> {
    const port = Number(address.slice(address.lastIndexOf(":") + 1));
    const connection = await Deno.connectTls({
      ...{ hostname: "localhost", port, caCerts: [ca.toString()], alpnProtocols: ["h2"] },
      ...{ cert: cert.toString(), key: key.toString() },
    });
    const peer = new RawPeer(connection, {});
    await peer.flush();
    return peer;
  }

  /** Neither side has closed the connection. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens a call of the State Manager, or of the path given. */
  call(method: string, fields: readonly string[] = []): Recorder {
    return this.end.request([
      ...[":method", "POST", ":scheme", "http", ":authority", "a"],
      ...[":path", method.startsWith("/") ? method : `${PATH}${method}`],
      ...["content-type", "application/grpc", "te", "trailers", ...fields],
    ]);
  }

  /** Queues bytes of a call's request. */
  send({ stream }: Recorder, bytes: Uint8Array, options: { readonly isEnd?: boolean } = {}): void {
    if (stream === null) return;
    this.end.connection.write(stream, bytes);
    if (options.isEnd === true) this.finish(stream);
  }

  finish(stream: Stream): void {
    this.end.connection.end(stream, false);
  }

  /** Sends bytes as they are; from then on nothing that comes is understood. */
  async sendRaw(bytes: Uint8Array): Promise<void> {
    this.#isBlind = true;
    await this.flush();
    for (let at = 0; at < bytes.length;) at += await this.#connection.write(bytes.subarray(at));
  }

  /** Sends what is queued (I1). */
  async flush(): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      for (;;) {
        const bytes = this.end.connection.take();
        if (bytes.length === 0 || !this.#isOpen) return;
        try {
          for (let at = 0; at < bytes.length;) at += await this.#connection.write(bytes.subarray(at));
        } catch {
          this.#isOpen = false;
        }
        this.end.connection.release(bytes);
      }
    });
    await this.#sending;
  }

  close(): void {
    if (this.#isOpen) this.#connection.close();
    this.#isOpen = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#sending;
    await this.#reading;
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(65_536);
    while (this.#isOpen) {
      const count = await this.#connection.read(buffer).catch(() => null);
      if (count === null || !this.#isOpen) break;
      if (this.#isBlind) continue;
      this.end.feed(buffer.slice(0, count));
      await this.flush();
    }
    this.close();
  }
}

/**
 * A TCP proxy on loopback that can be made to behave like a bad network: cut, swallowing, stalled or slow. What one connection
 * does with its bytes is in tcp_link.ts.
 *
 *   I1  The port stays the same from start to dispose, while it is cut as well.
 *   I2  After `heal()` no connection goes on that lost bytes: those are reset.
 */
import net from "node:net";
import { freePorts } from "../free_ports.ts";
import { type LinkMode, TcpLink } from "./tcp_link.ts";

export class TcpProxy implements AsyncDisposable {
  readonly port: number;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #links = new Set<TcpLink>();
  #server: net.Server | undefined;
  #mode: LinkMode = "open";
  #delayMs = 0;
  #accepted = 0;
  #swallowedBytes = 0;

  private constructor(target: string, port: number) {
    const url = new URL(target.includes("://") ? target : `tcp://${target}`);
    this.#target = { host: url.hostname, port: Number(url.port) };
    this.port = port;
  }

  /** Starts one in front of `target`, which is a URL or host:port. */
  static async start(target: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, freePorts(1)[0] ?? 0);
    await proxy.#listen();
    return proxy;
  }

  /** Where clients connect, host:port. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#links.size;
  }

  /** Connections that were ever accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Bytes that `blackhole()` has lost. */
  get swallowedBytes(): number {
    return this.#swallowedBytes;
  }

  /** Resets every connection and refuses new ones; resolves when that is so. */
  async cut(): Promise<void> {
    this.#mode = "open";
    await Promise.all([this.#close(), ...[...this.#links].map((link) => link.reset())]);
  }

  /** Connections stay open and are accepted, but every byte, end and reset is lost, as behind a firewall that drops. */
  blackhole(): void {
    this.#setMode("swallow");
  }

  /** Connections stay open and are accepted, but nothing gets through until `heal()`; then all of it does. */
  stall(): void {
    this.#setMode("hold");
  }

  /** From now on every byte takes this much longer in each direction, milliseconds; 0: no longer. */
  delay(ms: number): void {
    this.#delayMs = ms;
    for (const link of this.#links) link.delayMs = ms;
  }

  /** Everything gets through again without delay; connections that lost bytes are reset. Resolves when new ones are accepted. */
  async heal(): Promise<void> {
    this.delay(0);
    this.#setMode("open");
    if (this.#server === undefined) await this.#listen();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  #setMode(mode: LinkMode): void {
    this.#mode = mode;
    for (const link of [...this.#links]) link.setMode(mode);
  }

  async #listen(): Promise<void> {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#accepted++;
      const link = new TcpLink(socket, this.#target, {
        mode: this.#mode,
        delayMs: this.#delayMs,
        onSwallowed: (bytes) => this.#swallowedBytes += bytes,
      });
      this.#links.add(link);
      link.done.then(() => this.#links.delete(link));
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once("error", reject);
    server.listen(this.port, "127.0.0.1", resolve);
    await promise;
    this.#server = server;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

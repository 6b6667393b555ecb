/**
 * One connection through the proxy: two sockets, and for each direction a queue of what is on its way. Which mode holds is the
 * proxy's to say.
 *
 *   I1  Order is kept within a direction, whatever the delays.
 *   I2  What is on its way is bounded: a full queue stops reading.
 *   I3  No timer and no socket is left once `done` has settled.
 */
import net from "node:net";

/** Bytes pass, are lost, or wait. */
export type LinkMode = "open" | "swallow" | "hold";

const QUEUE_BYTES = 1024 * 1024;

type Parcel = { readonly dueMs: number; readonly bytes: Uint8Array | "end" | "reset" };

/** What goes from one socket to the other. */
interface Direction {
  readonly from: net.Socket;
  readonly to: net.Socket;
  readonly queue: Parcel[];
  queuedBytes: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export interface LinkOptions {
  readonly mode: LinkMode;
  readonly delayMs: number;
  /** Told of bytes that were lost. */
  readonly onSwallowed: (bytes: number) => void;
}

export class TcpLink {
  /** Settles when both sockets are closed. */
  readonly done: Promise<void>;
  /** How long a byte is on its way, milliseconds. */
  delayMs: number;
  readonly #client: net.Socket;
  readonly #upstream: net.Socket;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #directions: readonly Direction[];
  readonly #isClosed = Promise.withResolvers<void>();
  readonly #onSwallowed: (bytes: number) => void;
  #mode: LinkMode;
  #isConnecting = false;
  #hasLost = false;

  constructor(
    client: net.Socket,
    target: { readonly host: string; readonly port: number },
    options: LinkOptions,
  ) {
    this.#client = client;
    this.#target = target;
    this.#upstream = new net.Socket({ allowHalfOpen: true });
    this.#upstream.setNoDelay(true);
    this.#mode = options.mode;
    this.delayMs = options.delayMs;
    this.#onSwallowed = options.onSwallowed;
    const direction = (from: net.Socket, to: net.Socket): Direction => ({
      from,
      to,
      queue: [],
      queuedBytes: 0,
      timer: undefined,
    });
    this.#directions = [direction(client, this.#upstream), direction(this.#upstream, client)];
    for (const one of this.#directions) this.#read(one);
    this.done = this.#isClosed.promise;
    this.setMode(options.mode);
  }

  setMode(mode: LinkMode): void {
    this.#mode = mode;
    if (mode === "open" && this.#hasLost) {
      this.reset();
      return;
    }
    if (mode === "open" && !this.#isConnecting) {
      this.#isConnecting = true;
      this.#upstream.connect(this.#target);
    }
    for (const one of this.#directions) {
      if (mode === "swallow" && one.queue.length > 0) this.#drop(one);
      this.#flow(one);
    }
  }

  /** Both sides see a reset; resolves when both sockets are closed. */
  reset(): Promise<void> {
    for (const one of this.#directions) {
      clearTimeout(one.timer);
      one.queue.length = 0;
    }
    this.#client.resetAndDestroy();
    // One that never connected has nothing to reset.
    if (this.#isConnecting) this.#upstream.resetAndDestroy();
    else this.#upstream.destroy();
    this.#isClosed.resolve();
    return this.done;
  }

  #read(one: Direction): void {
    one.from.on("data", (bytes: Uint8Array) => this.#take(one, bytes));
    one.from.on("end", () => this.#take(one, "end"));
    // The reason of a reset is of no use here; 'close' follows and says that there was one.
    one.from.on("error", () => {});
    one.from.on("close", (hadError: boolean) => {
      if (hadError) this.#take(one, "reset");
      else if (one.to.destroyed) this.#isClosed.resolve();
    });
    one.to.on("drain", () => this.#flow(one));
  }

  #take(one: Direction, bytes: Parcel["bytes"]): void {
    if (this.#mode === "swallow") {
      this.#hasLost = true;
      if (typeof bytes !== "string") this.#onSwallowed(bytes.length);
      return;
    }
    one.queue.push({ dueMs: performance.now() + this.delayMs, bytes });
    one.queuedBytes += typeof bytes === "string" ? 0 : bytes.length;
    this.#flow(one);
  }

  #drop(one: Direction): void {
    this.#onSwallowed(one.queuedBytes);
    one.queue.length = 0;
    one.queuedBytes = 0;
    this.#hasLost = true;
  }

  /** Sends what is due, and reads on or stops reading. */
  #flow(one: Direction): void {
    clearTimeout(one.timer);
    if (this.#mode === "open") {
      for (let parcel = one.queue[0]; parcel !== undefined; parcel = one.queue[0]) {
        const waitMs = parcel.dueMs - performance.now();
        if (waitMs > 0) {
          one.timer = setTimeout(() => this.#flow(one), Math.ceil(waitMs));
          break;
        }
        if (one.to.writableNeedDrain) break;
        one.queue.shift();
        this.#send(one, parcel.bytes);
      }
    }
    const isHeld = this.#mode === "hold" || one.queuedBytes >= QUEUE_BYTES || one.to.writableNeedDrain;
    if (isHeld && this.#mode !== "swallow") one.from.pause();
    else one.from.resume();
  }

  #send(one: Direction, bytes: Parcel["bytes"]): void {
    if (bytes === "reset") {
      this.reset();
    } else if (bytes === "end") {
      one.to.end();
    } else {
      one.queuedBytes -= bytes.length;
      if (one.to.writable) one.to.write(bytes);
    }
  }
}

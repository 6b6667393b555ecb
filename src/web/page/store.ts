/// <reference lib="dom" />
/**
 * What the page knows, kept up to date by the daemon's stream.
 *
 * I1  A stream that breaks off is resumed after the last message; one that says nothing for long is taken for broken.
 * I2  What is shown is always whole: a snapshot replaces everything at its end.
 * I3  However many changes come, listeners are called at most once in `FRAME_MS`.
 */
import type { Glance, ServiceRow, StreamMessage } from "../live/page_model.ts";

export type Connection = "connecting" | "live" | "lost" | "busy";

export interface Known {
  readonly rows: ReadonlyMap<string, ServiceRow>;
  readonly glance: Glance | undefined;
  readonly connection: Connection;
  /** The first snapshot has arrived. */
  readonly isWhole: boolean;
}

const FRAME_MS = 100;
/** The daemon speaks at least once a second. */
const SILENCE_MS = 6_000;
const RECONNECT_MS = 1_000;
/** Glances in a row that count other services than are known here. */
const DOUBTS = 5;

export class Store {
  #rows = new Map<string, ServiceRow>();
  #incoming: Map<string, ServiceRow> | undefined = new Map();
  #glance: Glance | undefined;
  #connection: Connection = "connecting";
  #isWhole = false;
  #source: EventSource | undefined;
  #lastId = "";
  #heardAtMs = 0;
  #doubts = 0;
  #isDue = false;
  #known: Known;
  readonly #listeners = new Set<() => void>();

  constructor() {
    this.#known = this.#take();
  }

  get known(): Known {
    return this.#known;
  }

  /** Returns the way to end it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  start(): void {
    this.#connect();
    setInterval(() => this.#watch(), 1_000);
  }

  #connect(): void {
    this.#source?.close();
    this.#heardAtMs = performance.now();
    this.#beginAnew();
    const source = new EventSource(this.#lastId === "" ? "/api/stream" : `/api/stream?after=${this.#lastId}`);
    this.#source = source;
    source.onmessage = ({ data, lastEventId }) => {
      if (source !== this.#source || typeof data !== "string") return;
      this.#heardAtMs = performance.now();
      this.#connection = "live";
      const message: StreamMessage = JSON.parse(data);
      this.#receive(message);
      // The whole of an instance that knows nothing has no id: what was known before is void.
      if (lastEventId !== "" || message.kind === "whole") this.#lastId = lastEventId;
      this.#changed();
    };
    source.onerror = () => {
      if (source !== this.#source) return;
      const isRefused = source.readyState === EventSource.CLOSED;
      this.#connection = isRefused ? "busy" : "lost";
      this.#beginAnew();
      // The browser gives up for good when it is refused.
      if (isRefused) setTimeout(() => source === this.#source && this.#connect(), RECONNECT_MS);
      this.#changed();
    };
  }

  /** A first snapshot that broke off is sent anew from its beginning. */
  #beginAnew(): void {
    if (this.#lastId === "") this.#incoming = new Map();
  }

  /** I1. */
  #watch(): void {
    if (performance.now() - this.#heardAtMs < SILENCE_MS) return;
    this.#connection = "lost";
    this.#changed();
    this.#connect();
  }

  #receive(message: StreamMessage): void {
    switch (message.kind) {
      case "glance":
        this.#glance = message.glance;
        this.#compare(message.glance);
        break;
      case "reset":
        this.#incoming = new Map();
        break;
      case "services":
        this.#incoming ??= new Map();
        for (const row of message.rows) this.#incoming.set(row.id, row);
        break;
      case "whole":
        // I2
        this.#rows = this.#incoming ?? new Map();
        this.#incoming = undefined;
        this.#isWhole = true;
        break;
      case "change":
        if (message.row === undefined) this.#rows.delete(message.id);
        else this.#rows.set(message.id, message.row);
    }
  }

  /** What was resumed may be of another history, for example after its journal was lost: then everything is asked for anew. */
  #compare({ services, revision }: Glance): void {
    const isOther = this.#isWhole && revision === this.#lastId.split("-")[0] && services !== this.#rows.size;
    this.#doubts = isOther ? this.#doubts + 1 : 0;
    if (this.#doubts < DOUBTS) return;
    this.#doubts = 0;
    this.#lastId = "";
    this.#incoming = new Map();
    this.#connect();
  }

  /** I3. */
  #changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      this.#known = this.#take();
      for (const listener of this.#listeners) listener();
    }, FRAME_MS);
  }

  #take(): Known {
    return {
      rows: new Map(this.#rows),
      glance: this.#glance,
      connection: this.#connection,
      isWhole: this.#isWhole,
    };
  }
}

/**
 * The REST API of docker, which podman serves as well, over a Unix socket: requests as plain values, and the stream of events.
 *
 * I1: a call never rejects for what the runtime does: it is answered, or the runtime is away, or was too slow. It rejects when `signal` aborts.
 * I2: each call has a connection of its own: one that was kept would be dead after a restart of the runtime, and a request on it is lost.
 * I3: an answer larger than `MAX_ANSWER_BYTES` is not read to its end.
 * I4: once it is disposed no call is under way: those that were count as not answered.
 */
import { Deadline } from "../../kit/deadline.ts";
import type { Scheduler } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { JsonValue } from "../definition/workload.ts";

/** Of docker 20.10 and podman 4. */
const API_VERSION = "v1.41";
/** Of podman alone: paths that begin with /libpod. */
const LIBPOD_VERSION = "v4.0.0";
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_LINE_BYTES = 1024 * 1024;
const DEFAULT_DEADLINE_MS = 10_000;

export type Answer =
  | { readonly kind: "answered"; readonly status: number; readonly body: JsonValue }
  | { readonly kind: "away"; readonly why: string }
  | { readonly kind: "slow"; readonly afterMs: number };

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
  /** Default 10,000. */
  readonly deadlineMs?: number;
}

export type Pinged =
  /** `podmanVersion` "" = it is not podman. */
  | { readonly kind: "pinged"; readonly podmanVersion: string }
  | Exclude<Answer, { kind: "answered" }>;

export type EventStream =
  | { readonly kind: "open"; readonly events: AsyncGenerator<JsonValue, void, undefined> }
  | { readonly kind: "away"; readonly why: string };

export type ByteStream =
  | { readonly kind: "open"; readonly chunks: AsyncGenerator<Uint8Array, void, undefined> }
  | Answer;

interface AskOptions extends CallOptions {
  readonly onHeaders?: (headers: Headers) => void;
}

export class Engine implements AsyncDisposable {
  readonly socket: string;
  readonly #ending = new AbortController();
  readonly #underWay = new Set<Promise<Answer>>();
  readonly #client: Deno.HttpClient;
  readonly #timers: Scheduler;

  constructor(socket: string, timers: Scheduler) {
    this.socket = socket;
    this.#timers = timers;
    this.#client = Deno.createHttpClient({
      proxy: { transport: "unix", path: socket },
      poolMaxIdlePerHost: 0,
    });
  }

  get(path: string, options: CallOptions): Promise<Answer> {
    return this.#call("GET", path, options);
  }

  post(path: string, options: CallOptions): Promise<Answer> {
    return this.#call("POST", path, options);
  }

  delete(path: string, options: CallOptions): Promise<Answer> {
    return this.#call("DELETE", path, options);
  }

  /**
   * Whether it answers at all, and as what. `GET /version` would say more, but podman asks the package manager for it: it takes longer
   * than the start of a container.
   */
  async ping(signal: AbortSignal): Promise<Pinged> {
    let podmanVersion = "";
    const answer = await this.#call("GET", "/_ping", {
      signal,
      onHeaders: (headers) => podmanVersion = headers.get("libpod-api-version") ?? "",
    });
    return answer.kind === "answered" ? { kind: "pinged", podmanVersion } : answer;
  }

  /** Follows events until `signal` aborts or the runtime ends the stream; the iteration then ends, and never rejects. */
  async events(filters: JsonValue, signal: AbortSignal): Promise<EventStream> {
    const query = { filters: JSON.stringify(filters) };
    try {
      const response = await fetch(urlOf("/events", query), { client: this.#client, signal });
      if (response.status === 200 && response.body !== null) {
        return { kind: "open", events: jsonLines(response.body, signal) };
      }
      const text = await response.text();
      return { kind: "away", why: `${response.status} ${text.slice(0, 200)}` };
    } catch (error) {
      return { kind: "away", why: messageOf(error) };
    }
  }

  /** An answer that is read as it comes, until `signal` aborts or the runtime ends it; reading it then ends, and never rejects. */
  async open(
    path: string,
    { signal, query = {} }: Omit<CallOptions, "body" | "deadlineMs">,
  ): Promise<ByteStream> {
    const either = AbortSignal.any([signal, this.#ending.signal]);
    try {
      const response = await fetch(urlOf(path, query), { client: this.#client, signal: either });
      if (response.status === 200 && response.body !== null) {
        return { kind: "open", chunks: bytesOf(response.body, either) };
      }
      return { kind: "answered", status: response.status, body: await readBody(response) };
    } catch (error) {
      return { kind: "away", why: messageOf(error) };
    }
  }

  /** I4. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    await Promise.allSettled(this.#underWay);
    this.#client.close();
  }

  #call(method: string, path: string, options: AskOptions): Promise<Answer> {
    const call = this.#ask(method, path, options);
    this.#underWay.add(call);
    const forget = () => void this.#underWay.delete(call);
    call.then(forget, forget);
    return call;
  }

  async #ask(method: string, path: string, options: AskOptions): Promise<Answer> {
    const { signal, query = {}, body, deadlineMs = DEFAULT_DEADLINE_MS, onHeaders } = options;
    signal.throwIfAborted();
    const either = AbortSignal.any([signal, this.#ending.signal]);
    using deadline = new Deadline(this.#timers, deadlineMs, either);
    try {
      const response = await fetch(urlOf(path, query), {
        method,
        client: this.#client,
        signal: deadline.signal,
        ...(body === undefined ? {} : {
          body: JSON.stringify(body),
          headers: { "content-type": "application/json" },
        }),
      });
      onHeaders?.(response.headers);
      return { kind: "answered", status: response.status, body: await readBody(response) };
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.hasPassed) return { kind: "slow", afterMs: deadlineMs };
      return { kind: "away", why: messageOf(error) };
    }
  }
}

function urlOf(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  const version = path.startsWith("/libpod/") ? LIBPOD_VERSION : API_VERSION;
  return `http://engine/${version}${path}${text === "" ? "" : `?${text}`}`;
}

/** JSON where it is that, else its text. */
async function readBody(response: Response): Promise<JsonValue> {
  let text = "";
  let sizeBytes = 0;
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return parsed(text) ?? text;
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** One value a line, as they come; a line that is none is left out. */
async function* jsonLines(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<JsonValue, void, undefined> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of bytesOf(body, signal)) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE_BYTES) return;
    for (const line of lines) {
      const value = parsed(line);
      if (value !== undefined) yield value;
    }
  }
}

/** As they come, until the end, whatever it is. */
async function* bytesOf(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  // The runtime does not always end the body of a request that is aborted.
  const leave = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", leave, { once: true });
  try {
    while (true) {
      const { done, value: chunk } = await reader.read();
      if (done) return;
      yield chunk;
    }
  } catch {
    // The connection broke: the same as its end.
  } finally {
    signal.removeEventListener("abort", leave);
    leave();
  }
}

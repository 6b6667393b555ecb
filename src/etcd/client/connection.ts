/**
 * The connection to one etcd server, and the ways of calling it. Which server is called, and how often, is up to `failover.ts`.
 *
 * I1: every call ends: by its answer, at `untilMs`, by its signal, or by `close`.
 * I2: nothing is sent before the connection is established, so a call that timed out waiting for it is known not to have happened.
 * I3: all calls to one server share one connection, which nothing else uses.
 */
import { invalid, messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import { cancelled, failed, notInTime, problemOf, type Reply, withoutEffect } from "./failures.ts";
import {
  Channel,
  type ChannelOptions,
  connectivityState,
  credentials,
  Host,
  Metadata,
  overChannel,
  startStream,
  startUnary,
  type StreamCalls,
  type StreamOf,
  type UnaryCalls,
} from "./library.ts";
import { type EtcdTls, secureChannel } from "./tls.ts";

/** The bounds of one attempt. */
export interface AttemptOptions {
  /** Monotonic time at which it ends, milliseconds. */
  readonly untilMs: number;
  /** Monotonic time by which the connection must be established. */
  readonly connectedByMs: number;
  readonly signal: AbortSignal;
  /** Begins the message of a failure: "Cannot read". */
  readonly what: string;
  readonly token?: string;
}

/**
 * Etcd refuses pings that come more often than every 5 s (`--grpc-keepalive-min-time`), so a dead connection is closed after 11 s
 * at most; calls do not wait for that, because they have deadlines.
 */
const KEEPALIVE_MS = 7_000;
const KEEPALIVE_TIMEOUT_MS = 4_000;
/** Longest wait before the next attempt to connect, so that a server that has come back is connected soon; milliseconds. */
const RECONNECT_MAX_MS = 500;
/** Largest answer that is accepted; a page of records is far smaller. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const CHANNEL_OPTIONS: ChannelOptions = {
  "grpc.use_local_subchannel_pool": 1,
  "grpc.service_config_disable_resolution": 1,
  "grpc.enable_http_proxy": 0,
  "grpc.enable_retries": 0,
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": RECONNECT_MAX_MS,
  "grpc.dns_min_time_between_resolutions_ms": 1_000,
  "grpc.keepalive_time_ms": KEEPALIVE_MS,
  "grpc.keepalive_timeout_ms": KEEPALIVE_TIMEOUT_MS,
  "grpc.max_receive_message_length": MAX_ANSWER_BYTES,
  "grpc.max_send_message_length": MAX_ANSWER_BYTES,
};

/** Connects with the first call, and reconnects with the first call after the connection was lost. */
export class EtcdConnection {
  /** `host:port`. */
  readonly address: string;
  readonly #channel: Channel;
  readonly #host: Host;
  readonly #clock: Clock;
  #isClosed = false;

  /** @throws StateManagerError "invalid" for an endpoint that contradicts the TLS settings. */
  constructor(endpoint: string, options: { readonly tls?: () => EtcdTls; readonly clock: Clock }) {
    const { tls, clock } = options;
    const [, scheme, address = ""] = /^(?:(https?):\/\/)?([^/]*)\/?$/.exec(endpoint) ?? [];
    if (address === "") throw invalid("etcd.endpoints", `"${endpoint}" is no endpoint`, "host:port");
    if (tls !== undefined && scheme === "http") {
      throw invalid(
        "etcd.endpoints",
        `"${endpoint}" is without TLS, but a CA is set`,
        "https:// or no scheme",
      );
    }
    this.address = address;
    this.#clock = clock;
    const { channelCredentials, channelOptions } = tls === undefined && scheme !== "https"
      ? { channelCredentials: credentials.createInsecure(), channelOptions: {} }
      : secureChannel(address, tls);
    this.#channel = new Channel(address, channelCredentials, { ...CHANNEL_OPTIONS, ...channelOptions });
    this.#host = new Host(address, channelCredentials, overChannel(this.#channel));
  }

  /** A unary call. */
  async unary<Name extends keyof UnaryCalls>(
    name: Name,
    request: UnaryCalls[Name]["request"],
    options: AttemptOptions,
  ): Promise<Reply<UnaryCalls[Name]["response"]>> {
    const missing = await this.#connected(options);
    if (missing !== undefined) return missing;
    const { signal, untilMs } = options;
    const what = this.#sentence(options);
    return await new Promise((resolve) => {
      try {
        const call = startUnary(this.#host, name, {
          request,
          metadata: metadataOf(options.token),
          // The library compares the deadline with Date.now() in this same turn, so a jump of the clock does not move it.
          deadlineAtMs: Date.now() + (untilMs - this.#clock.monotonicMs()),
          done: (error, value) => {
            signal.removeEventListener("abort", cancel);
            if (error === null && value !== undefined) resolve({ kind: "answered", value });
            else if (signal.aborted) resolve(failed(cancelled(what, true)));
            else resolve(failed(problemOf(error ?? { code: 13, details: "no answer" }, what)));
          },
        });
        const cancel = () => call.cancel();
        signal.addEventListener("abort", cancel, { once: true });
      } catch (error) {
        resolve(this.#notStarted(error, options));
      }
    });
  }

  /** Opens a stream once the connection is established. The caller listens to it at once, and cancels it. */
  async stream<Name extends keyof StreamCalls>(
    name: Name,
    options: AttemptOptions,
  ): Promise<Reply<StreamOf<Name>>> {
    const missing = await this.#connected(options);
    if (missing !== undefined) return missing;
    try {
      const metadata = metadataOf(options.token);
      // A server that has lost its cluster ends the stream instead of staying silent.
      metadata.set("hasleader", "true");
      return { kind: "answered", value: startStream(this.#host, name, metadata) };
    } catch (error) {
      return this.#notStarted(error, options);
    }
  }

  /** Sends one request over a stream and resolves to the first response. */
  async exchange<Name extends keyof StreamCalls>(
    name: Name,
    request: StreamCalls[Name]["request"],
    options: AttemptOptions,
  ): Promise<Reply<StreamCalls[Name]["response"]>> {
    const opened = await this.stream(name, options);
    if (opened.kind === "failed") return opened;
    const stream = opened.value;
    const what = this.#sentence(options);
    const { signal, untilMs } = options;
    return await new Promise((resolve) => {
      const end = (reply: Reply<StreamCalls[Name]["response"]>) => {
        timer.cancel();
        signal.removeEventListener("abort", abort);
        resolve(reply);
        stream.cancel();
      };
      const abort = () => end(failed(cancelled(what, true)));
      const timer = this.#clock.schedule(
        untilMs - this.#clock.monotonicMs(),
        () => end(failed(problemOf({ code: 4, details: "no answer in time" }, what))),
      );
      // An error after the end changes nothing; without a listener it would be uncaught.
      stream.on("error", () => {});
      stream.on("data", (value: StreamCalls[Name]["response"]) => end({ kind: "answered", value }));
      stream.on(
        "status",
        (status: { readonly code: number; readonly details: string }) => end(failed(problemOf(status, what))),
      );
      signal.addEventListener("abort", abort, { once: true });
      stream.write(request);
    });
  }

  /** Ends the connection and all that is under way on it. Twice does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#host.close();
    this.#channel.close();
  }

  /** Undefined = a call may be sent now; on a broken channel it fails at once with the reason (I2). */
  async #connected(options: AttemptOptions): Promise<Reply<never> | undefined> {
    const { signal, connectedByMs } = options;
    for (;;) {
      if (signal.aborted || this.#isClosed) return failed(cancelled(this.#sentence(options), false));
      const state = this.#channel.getConnectivityState(true);
      if (state !== connectivityState.IDLE && state !== connectivityState.CONNECTING) return undefined;
      const leftMs = connectedByMs - this.#clock.monotonicMs();
      if (leftMs <= 0) return failed(notInTime(this.#sentence(options), "no connection in time"));
      await this.#changed(state, leftMs, signal);
    }
  }

  /** Resolves when the connection is in another state, the time is over, or the signal aborts. */
  async #changed(state: connectivityState, withinMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => resolve();
    signal.addEventListener("abort", wake, { once: true });
    this.#channel.watchConnectivityState(state, Date.now() + withinMs, wake);
    await promise;
    signal.removeEventListener("abort", wake);
  }

  #notStarted(error: unknown, options: AttemptOptions): Reply<never> {
    const what = this.#sentence(options);
    if (options.signal.aborted || this.#isClosed) return failed(cancelled(what, false));
    return failed(withoutEffect(problemOf({ code: 13, details: messageOf(error) }, what)));
  }

  #sentence(options: AttemptOptions): string {
    return `${options.what} etcd at ${this.address}`;
  }
}

function metadataOf(token: string | undefined): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("token", token);
  return metadata;
}

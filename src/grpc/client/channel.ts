/**
 * A connection to one peer, with unary calls and server streams; all clients use it.
 *
 * I1: every unary call has a deadline; a stream ends by its signal, by the peer or by its watchdog.
 * I2: an expected failure of a call is a value (`CallOutcome`) or, on a stream, a CallError; nothing else comes out.
 * I3: the connection belongs to this channel alone: it uses no shared pool, proxy or DNS text record.
 * I4: with too many calls under way to all peers, one more fails at once as "not-sent", which says nothing of the peer.
 * I5: `close` ends what is under way as "cancelled"; a second close does nothing, a call after it is "cancelled".
 */
import { Client, connectivityState, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { Buffer } from "node:buffer";
import { CallError, callErrorOf } from "../status.ts";
import { type TlsMaterial, tlsTarget } from "../tls.ts";
import { tlsChannel } from "./tls_credentials.ts";
import type { Method } from "../wire/methods.ts";
import { PeerTraffic } from "./traffic.ts";

export interface ChannelOptions {
  /** Largest message that is accepted or sent, bytes. Default 4 MiB. */
  readonly maxMessageBytes?: number;
  /** Longest wait between two attempts to connect, milliseconds. Default 2,000. */
  readonly reconnectMaxMs?: number;
  /** Silence on a connection with a call on it before a keep-alive ping is sent, milliseconds. Default 20,000. */
  readonly keepaliveMs?: number;
  /** For an address `tls:host:port`: what this side shows, and by which authority it judges the peer. Read for each connection. */
  readonly tls?: TlsMaterial;
  /** The node that the peer has to be; over TLS its certificate has to name it. Not set = any peer at the address. */
  readonly node?: string;
  /** Shared by all channels of the process. Default: its own. */
  readonly traffic?: PeerTraffic;
}

/** How a unary call ended (I2). */
export type CallOutcome<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "failed"; readonly error: CallError };

export interface CallOptions {
  /** Begins the message of an error: `Cannot send an alert`. */
  readonly what: string;
  /** Milliseconds from now. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Wait for the connection, up to the deadline, instead of failing while the peer is unreachable. Default false. */
  readonly waitForReady?: boolean;
}

const DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const FIRST_RECONNECT_MS = 100;
const KEEPALIVE_TIMEOUT_MS = 10_000;

function serializer<Request>(method: Method<Request, unknown>): (value: Request) => Buffer {
  return (value) => Buffer.from(method.requestSerialize(value));
}

/** Throws an Error for a TLS address without certificates: it is never connected to in plaintext. */
function credentialsFor(address: string, { tls, node }: ChannelOptions): ReturnType<typeof tlsChannel> {
  const target = tlsTarget(address);
  if (target === undefined) return { channelCredentials: credentials.createInsecure(), channelOptions: {} };
  if (tls === undefined) {
    throw new Error(`${address} needs certificates: set tls.ca_file, tls.cert_file and tls.key_file`);
  }
  return tlsChannel(tls, { target, ...(node !== undefined && { node }) });
}

/** One peer. Connects with the first call, and reconnects with the first call after the connection was lost. */
export class PeerChannel {
  readonly address: string;
  readonly #client: Client;
  readonly #traffic: PeerTraffic;
  readonly #closing = new AbortController();

  constructor(address: string, options: ChannelOptions = {}) {
    this.address = address;
    this.#traffic = options.traffic ?? new PeerTraffic();
    const maxMessageBytes = options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
    const reconnectMaxMs = options.reconnectMaxMs ?? 2_000;
    const { channelCredentials, channelOptions } = credentialsFor(address, options);
    this.#client = new Client(tlsTarget(address) ?? address, channelCredentials, {
      ...channelOptions,
      "grpc.use_local_subchannel_pool": 1,
      "grpc.service_config_disable_resolution": 1,
      "grpc.enable_http_proxy": 0,
      "grpc.enable_retries": 0,
      "grpc.initial_reconnect_backoff_ms": Math.min(FIRST_RECONNECT_MS, reconnectMaxMs),
      "grpc.max_reconnect_backoff_ms": reconnectMaxMs,
      "grpc.keepalive_time_ms": options.keepaliveMs ?? 20_000,
      "grpc.keepalive_timeout_ms": KEEPALIVE_TIMEOUT_MS,
      "grpc.max_receive_message_length": maxMessageBytes,
      "grpc.max_send_message_length": maxMessageBytes,
    });
  }

  /** Whether there is a connection now. */
  isConnected(): boolean {
    return !this.#closing.signal.aborted &&
      this.#client.getChannel().getConnectivityState(false) === connectivityState.READY;
  }

  /** Begins to connect without a call. */
  beginConnecting(): void {
    if (!this.#closing.signal.aborted) this.#client.getChannel().getConnectivityState(true);
  }

  /** One call; never rejects. */
  unary<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions,
  ): Promise<CallOutcome<Response>> {
    const signal = this.#signalWith(options.signal);
    return new Promise((resolve) => {
      const fail = (error: CallError) => resolve({ kind: "failed", error });
      if (signal.aborted) return fail(cancelled(options.what));
      if (!this.#traffic.calls.take()) return fail(tooMany(options.what));
      const call = this.#client.makeUnaryRequest<Request, Response>(
        method.path,
        serializer(method),
        (bytes) => method.responseDeserialize(bytes),
        request,
        metadataOf(options),
        // grpc-js compares the deadline with Date.now() in this same turn, so a jump of the clock does not move it.
        { deadline: Date.now() + options.deadlineMs },
        (error: ServiceError | null, value?: Response) => {
          this.#traffic.calls.release();
          signal.removeEventListener("abort", cancel);
          if (error === null && value !== undefined) resolve({ kind: "answered", value });
          else fail(signal.aborted ? cancelled(options.what, error) : peerError(error, options.what));
        },
      );
      const cancel = () => call.cancel();
      signal.addEventListener("abort", cancel, { once: true });
    });
  }

  /**
   * A server stream. Messages are read on demand: a slow reader slows the peer, and at most 16 messages are buffered.
   * Returns when the peer ends it, throws a CallError when it fails or the signal aborts.
   */
  async *stream<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: Omit<CallOptions, "deadlineMs">,
  ): AsyncGenerator<Response, void, undefined> {
    const signal = this.#signalWith(options.signal);
    if (signal.aborted) throw cancelled(options.what);
    const call = this.#client.makeServerStreamRequest<Request, Response>(
      method.path,
      serializer(method),
      (bytes) => method.responseDeserialize(bytes),
      request,
      metadataOf(options),
    );
    const cancel = () => call.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    // The iterator below handles the errors; an error after the end of the iteration must not become uncaught.
    call.on("error", () => {});
    const taken = this.#traffic.read(call);
    try {
      for await (const message of call) {
        const response: Response = message;
        yield response;
      }
    } catch (error) {
      throw signal.aborted ? cancelled(options.what, error) : peerError(error, options.what);
    } finally {
      taken();
      signal.removeEventListener("abort", cancel);
      call.cancel();
    }
    if (signal.aborted) throw cancelled(options.what);
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#client.close();
  }

  #signalWith(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([this.#closing.signal, signal]);
  }
}

function metadataOf(options: { readonly waitForReady?: boolean }): Metadata {
  return new Metadata({ waitForReady: options.waitForReady ?? false });
}

function cancelled(what: string, cause?: unknown): CallError {
  return new CallError(`${what}: cancelled`, { kind: "cancelled", code: status.CANCELLED, cause });
}

/** I4. */
function tooMany(what: string): CallError {
  const message = `${what}: too many calls are under way`;
  return new CallError(message, { kind: "not-sent", code: status.RESOURCE_EXHAUSTED, cause: undefined });
}

/** A peer that cancels a call which this side did not cancel is shutting down. */
function peerError(error: unknown, what: string): CallError {
  const found = callErrorOf(error ?? new Error("no answer"), what);
  if (found.kind !== "cancelled") return found;
  return new CallError(found.message, { kind: "unreachable", code: found.code, cause: error });
}

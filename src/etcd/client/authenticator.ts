/**
 * The token that etcd issues for user and password. One token serves the whole cluster: its members share them.
 *
 * I1: one request for a token at a time, however many calls wait for it: the server hashes passwords slowly, on purpose.
 */
import { Deadline } from "../../kit/deadline.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AttemptOptions, EtcdConnection } from "./connection.ts";
import { cancelled, failed, notInTime, type Reply, withoutEffect } from "./failures.ts";

export interface EtcdAuth {
  readonly username: string;
  readonly password: string;
}

export class Authenticator {
  readonly #auth: EtcdAuth | undefined;
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  readonly #timeoutMs: number;
  /** An empty token: the server requires none. */
  #token: string | undefined;
  #pending: Promise<Reply<string>> | undefined;

  constructor(
    auth: EtcdAuth | undefined,
    options: { readonly clock: Clock; readonly closing: AbortSignal; readonly timeoutMs: number },
  ) {
    this.#auth = auth;
    this.#clock = options.clock;
    this.#closing = options.closing;
    this.#timeoutMs = options.timeoutMs;
    if (auth === undefined) this.#token = "";
  }

  /** The token to send; undefined = none is needed. */
  async token(connection: EtcdConnection, options: AttemptOptions): Promise<Reply<string | undefined>> {
    if (this.#token === undefined) {
      this.#pending ??= this.#fetch(connection).finally(() => this.#pending = undefined);
      const reply = await this.#waitFor(this.#pending, options);
      if (reply.kind === "failed") return failed(withoutEffect(reply.problem));
      return { kind: "answered", value: reply.value === "" ? undefined : reply.value };
    }
    return { kind: "answered", value: this.#token === "" ? undefined : this.#token };
  }

  /** The server no longer accepts this token. A token that was replaced since is kept. */
  forget(token: string | undefined): void {
    if (this.#auth !== undefined && this.#token === (token ?? "")) this.#token = undefined;
  }

  async #fetch(connection: EtcdConnection): Promise<Reply<string>> {
    const { username = "", password = "" } = this.#auth ?? {};
    const untilMs = this.#clock.monotonicMs() + this.#timeoutMs;
    const reply = await connection.unary("authenticate", { name: username, password }, {
      untilMs,
      connectedByMs: untilMs,
      signal: this.#closing,
      what: `Cannot authenticate as "${username}" to`,
    });
    if (reply.kind === "answered") {
      this.#token = reply.value.token;
      return { kind: "answered", value: reply.value.token };
    }
    // As etcd's own client does: a cluster whose authentication is switched off takes calls without a token.
    if (/authentication is not enabled/.test(reply.problem.failure.message)) {
      this.#token = "";
      return { kind: "answered", value: "" };
    }
    return reply;
  }

  /** The shared request may take longer than this call has time. */
  async #waitFor(pending: Promise<Reply<string>>, options: AttemptOptions): Promise<Reply<string>> {
    const { signal, untilMs, what } = options;
    using deadline = new Deadline(this.#clock, untilMs - this.#clock.monotonicMs(), signal);
    const reply = await deadline.race(pending);
    if (reply !== undefined) return reply;
    const problem = deadline.hasPassed
      ? notInTime(`${what} etcd`, "no token in time")
      : cancelled(`${what} etcd`, false);
    return failed(problem);
  }
}

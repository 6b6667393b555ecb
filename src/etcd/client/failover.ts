/**
 * Which server of the cluster is called, and how often.
 *
 * I1: the server that answered last is called first, so that successive calls see one server's view and not alternating ones.
 * I2: another server is called when that can help and the call is repeatable or is known not to have happened.
 * I3: a call makes at most ROUNDS attempts at each server, and one more after a token was refused, all within its deadline.
 */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Authenticator } from "./authenticator.ts";
import type { AttemptOptions, EtcdConnection } from "./connection.ts";
import { cancelled, failed, notInTime, type Problem, type Reply, withoutEffect } from "./failures.ts";

const ROUNDS = 2;
/** Wait before the next round: no server answered, and calling again at once would meet the same condition. */
const PAUSE_MS = 100;

/** Whether the call changes nothing, may be done twice without harm, or must not be done twice. */
export type CallEffect = "none" | "repeatable" | "once";

/** One call, whichever server takes it. */
export interface EtcdCall<T> {
  /** Begins the message of a failure: "Cannot read". */
  readonly what: string;
  readonly effect: CallEffect;
  attempt(connection: EtcdConnection, options: AttemptOptions): Promise<Reply<T>>;
}

export class Failover {
  readonly #connections: readonly EtcdConnection[];
  readonly #authenticator: Authenticator;
  readonly #clock: Clock;
  readonly #log: Log;
  #preferred = 0;
  #inUse: string | undefined;

  constructor(
    connections: readonly EtcdConnection[],
    options: { readonly authenticator: Authenticator; readonly clock: Clock; readonly log: Log },
  ) {
    this.#connections = connections;
    this.#authenticator = options.authenticator;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Never rejects; ends within `deadlineMs`. */
  async run<T>(
    call: EtcdCall<T>,
    options: { readonly deadlineMs: number; readonly signal: AbortSignal },
  ): Promise<Reply<T>> {
    const { signal } = options;
    const count = this.#connections.length;
    const first = this.#preferred;
    const untilMs = this.#clock.monotonicMs() + options.deadlineMs;
    let last: Problem = notInTime(`${call.what} etcd`, "no time left");
    let hasNewToken = false;
    for (let attempt = 0; attempt < count * ROUNDS; attempt++) {
      if (attempt > 0 && attempt % count === 0) await delay(this.#clock, PAUSE_MS, signal);
      const nowMs = this.#clock.monotonicMs();
      if (signal.aborted) return failed(cancelled(`${call.what} etcd`, last.failure.mayHaveHappened));
      if (nowMs >= untilMs) break;
      const index = (first + attempt) % count;
      const connection = this.#connections[index];
      if (connection === undefined) break;
      // The remaining time is divided among the servers not yet called, so that a silent one does not use it up.
      const shareMs = nowMs + (untilMs - nowMs) / Math.max(1, count - attempt);
      const bounds = { untilMs: call.effect === "once" ? untilMs : shareMs, connectedByMs: shareMs, signal };
      const { reply, token } = await this.#attempt(call, connection, bounds);
      if (reply.kind === "answered") {
        this.#prefer(index);
        return reply;
      }
      last = call.effect === "none" ? withoutEffect(reply.problem) : withEarlierEffect(reply.problem, last);
      if (last.remedy === "new-token" && !hasNewToken) {
        this.#authenticator.forget(token);
        hasNewToken = true;
        attempt--;
        continue;
      }
      // A server that was set up anew waits forever for the auth revision at which a token of its predecessor was issued.
      if (last.failure.kind === "timed-out") this.#authenticator.forget(token);
      if (last.remedy !== "other-endpoint") break;
      this.leave(connection);
      if (last.failure.mayHaveHappened && call.effect === "once") break;
    }
    return failed(last);
  }

  /** The next call begins with another server. */
  leave(connection: EtcdConnection): void {
    const index = this.#connections.indexOf(connection);
    if (index === this.#preferred) this.#preferred = (index + 1) % this.#connections.length;
  }

  async #attempt<T>(
    call: EtcdCall<T>,
    connection: EtcdConnection,
    bounds: Omit<AttemptOptions, "what" | "token">,
  ): Promise<{ readonly reply: Reply<T>; readonly token: string | undefined }> {
    const options = { ...bounds, what: call.what };
    const token = await this.#authenticator.token(connection, options);
    if (token.kind === "failed") return { reply: token, token: undefined };
    const { value } = token;
    const reply = await call.attempt(
      connection,
      value === undefined ? options : { ...options, token: value },
    );
    return { reply, token: value };
  }

  #prefer(index: number): void {
    const address = this.#connections[index]?.address;
    if (this.#inUse !== address) this.#log.info("Etcd endpoint in use", { endpoint: address });
    this.#inUse = address;
    this.#preferred = index;
  }
}

/** An earlier attempt may have happened even when the last one did not. */
function withEarlierEffect(problem: Problem, before: Problem): Problem {
  const mayHaveHappened = problem.failure.mayHaveHappened || before.failure.mayHaveHappened;
  return { ...problem, failure: { ...problem.failure, mayHaveHappened } };
}

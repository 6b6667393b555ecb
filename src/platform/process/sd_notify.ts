/**
 * Notifications to the service manager (sd_notify(3)): readiness, status line, watchdog keep-alives, reloading and stopping.
 *
 * I1: a failure never stops or delays the daemon; it is logged once.
 * I2: outside systemd ($NOTIFY_SOCKET is not set) nothing happens.
 * I3: messages are sent one after the other, in order: the runtime refuses to send two at once.
 * I4: at most MAX_MESSAGES wait; while the service manager reads none of them, further ones are dropped.
 */
import { oneLine } from "../../kit/visible_text.ts";
import { join } from "node:path";
import { BoundedQueue } from "../../kit/bounded_queue.ts";
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Log } from "../../ports/log.ts";

/** A line of the protocol, such as `READY=1`. */
export type Assignment = readonly [
  key: "READY" | "RELOADING" | "STATUS" | "STOPPING" | "WATCHDOG",
  value: string,
];

export interface ServiceNotifier extends Buffered, Disposable {
  /** Timeout of the service manager's watchdog; not set = there is no watchdog. */
  readonly watchdogMs?: number;
  /** Sends all assignments in one message. */
  notify(...assignments: readonly Assignment[]): void;
}

/** I4. */
const MAX_MESSAGES = 16;

const SILENT: ServiceNotifier = { notify: () => {}, buffers: () => [], [Symbol.dispose]: () => {} };

/** Connects to the service manager, if there is one. */
export function openServiceNotifier(
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): ServiceNotifier {
  const target = env["NOTIFY_SOCKET"];
  if (target === undefined || target === "") return SILENT;
  try {
    return new SystemdNotifier({
      target,
      path: join(runtimeDirectory(env), "notify"),
      log,
      watchdogMs: watchdogMs(env),
    });
  } catch (error) {
    log.warn("Cannot notify the service manager", { error: messageOf(error) });
    return SILENT;
  }
}

/** The message on the wire: one assignment per line; a value stays in its line, because a line break would begin another one. */
export function notifyMessage(assignments: readonly Assignment[]): string {
  return assignments.map(([key, value]) => `${key}=${oneLine(value)}\n`).join("");
}

/** The runtime directory of the unit; the first one when it has several. */
export function runtimeDirectory(env: Readonly<Record<string, string | undefined>>): string {
  return env["RUNTIME_DIRECTORY"]?.split(":")[0] ?? "/run/statemanager";
}

/** The watchdog variables apply to one process: to this one, unless `WATCHDOG_PID` names another. */
function watchdogMs(env: Readonly<Record<string, string | undefined>>): number | undefined {
  const ms = Number(env["WATCHDOG_USEC"] ?? "0") / 1_000;
  const isOurs = [undefined, "", String(Deno.pid)].includes(env["WATCHDOG_PID"]);
  return isOurs && ms > 0 ? ms : undefined;
}

class SystemdNotifier implements ServiceNotifier {
  readonly watchdogMs?: number;
  readonly #socket: Deno.DatagramConn;
  readonly #target: Deno.UnixAddr;
  readonly #path: string;
  readonly #log: Log;
  /** The one that is being sent is the first. */
  readonly #messages = new BoundedQueue<string>({ capacity: MAX_MESSAGES, onFull: "refuse" });
  #isSending = false;
  #isFailureLogged = false;
  #isClosed = false;

  constructor({ target, path, log, watchdogMs }: {
    readonly target: string;
    readonly path: string;
    readonly log: Log;
    readonly watchdogMs: number | undefined;
  }) {
    if (watchdogMs !== undefined) this.watchdogMs = watchdogMs;
    this.#path = path;
    this.#log = log;
    removeSocket(path);
    this.#socket = Deno.listenDatagram({ transport: "unixpacket", path });
    // An abstract socket's name begins with a zero byte, written as "@".
    this.#target = { transport: "unixpacket", path: target.replace(/^@/, "\0") };
  }

  buffers(): readonly BufferLevel[] {
    return [{ ...this.#messages.level("service_notifications"), overflow: "drop-newest" }];
  }

  notify(...assignments: readonly Assignment[]): void {
    if (this.#isClosed) return;
    this.#messages.push(notifyMessage(assignments));
    if (!this.#isSending) void this.#send();
  }

  /** I3. */
  async #send(): Promise<void> {
    this.#isSending = true;
    for (let next = this.#messages.peek(); next !== undefined; next = this.#messages.peek()) {
      try {
        await this.#socket.send(new TextEncoder().encode(next), this.#target);
      } catch (error) {
        if (this.#isClosed) break;
        this.#logFailure(error);
      }
      this.#messages.shift();
    }
    this.#isSending = false;
  }

  #logFailure(error: unknown): void {
    if (this.#isFailureLogged) return;
    this.#isFailureLogged = true;
    this.#log.warn("Cannot notify the service manager", { error: messageOf(error) });
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#messages.clear();
    this.#socket.close();
    removeSocket(this.#path);
  }
}

/** Removes the socket that a killed run left. */
function removeSocket(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

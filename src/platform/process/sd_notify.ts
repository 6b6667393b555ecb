/**
 * What the service manager is told (sd_notify(3)): that the daemon is ready, what it does, that it is alive, that it reads its
 * configuration again, that it stops.
 *
 * I1: it never stops or delays the daemon: what cannot be told is said once in the log.
 * I2: outside systemd ($NOTIFY_SOCKET is not set) nothing happens.
 */
import { join } from "node:path";
import { messageOf } from "../../kit/errors.ts";
import type { Log } from "../../ports/log.ts";

/** A line of the protocol, such as `READY=1`. */
export type Assignment = readonly [
  key: "READY" | "RELOADING" | "STATUS" | "STOPPING" | "WATCHDOG",
  value: string,
];

export interface ServiceNotifier extends Disposable {
  /** Silence after which the service manager ends the daemon; not set = it does not watch. */
  readonly watchdogMs?: number;
  /** All of it in one message. */
  notify(...assignments: readonly Assignment[]): void;
}

const SILENT: ServiceNotifier = { notify: () => {}, [Symbol.dispose]: () => {} };

/** Opens the way to the service manager, where there is one. */
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
    log.warn("Cannot tell the service manager anything", { error: messageOf(error) });
    return SILENT;
  }
}

/** One message as it goes out: a line each; a line break in a value would begin another assignment. */
export function notifyMessage(assignments: readonly Assignment[]): string {
  return assignments.map(([key, value]) => `${key}=${value.replaceAll(/[\r\n]+/g, " ")}\n`).join("");
}

/** The first of several, where the unit has several. */
function runtimeDirectory(env: Readonly<Record<string, string | undefined>>): string {
  return env["RUNTIME_DIRECTORY"]?.split(":")[0] ?? "/run/statemanager";
}

/** What is said of the watchdog counts for one process, which is this one unless another is named. */
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
  #isTold = false;
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

  notify(...assignments: readonly Assignment[]): void {
    if (this.#isClosed) return;
    this.#socket.send(new TextEncoder().encode(notifyMessage(assignments)), this.#target)
      .catch((error: unknown) => {
        if (this.#isTold || this.#isClosed) return;
        this.#isTold = true;
        this.#log.warn("Cannot tell the service manager anything", { error: messageOf(error) });
      });
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
    removeSocket(this.#path);
  }
}

/** Left by a run that was killed. */
function removeSocket(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

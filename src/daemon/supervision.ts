/**
 * Reports to the service manager: watchdog keep-alives and the status line.
 *
 * I1: no keep-alive is sent while the event loop is blocked or the engine is hung: the service manager then restarts the daemon, and
 *     the next run continues from the journal.
 * I2: the status line is sent when it changes, not with each keep-alive.
 */
import type { AlertDraft } from "../state/alert.ts";
import type { ManagerStatus } from "../manager/serve/api.ts";
import { type ProgressBounds, ProgressJudge, type WorkProgress } from "../manager/core/progress.ts";
import type { Assignment, ServiceNotifier } from "../platform/process/sd_notify.ts";
import { every } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { statusText } from "./status_text.ts";
import type { StatusProblems } from "./status_problems.ts";

/** The part of the manager that is supervised. */
interface Supervised {
  progress(): WorkProgress | undefined;
  status(): ManagerStatus;
  alert(draft: AlertDraft): void;
}

/** Interval of the checks, unless the watchdog needs a shorter one. */
const CHECK_EVERY_MS = 5_000;
/** Keep-alives within one watchdog timeout. */
const KEEP_ALIVES_PER_WATCHDOG = 4;

export class Supervision implements Disposable {
  readonly #notifier: ServiceNotifier;
  readonly #manager: Supervised;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #judge: ProgressJudge;
  readonly #everyMs: number;
  readonly #problems: StatusProblems;
  #reportedStatus = "";
  #isHung = false;
  #timer: Timer | undefined;

  constructor(options: {
    readonly notifier: ServiceNotifier;
    readonly manager: Supervised;
    readonly bounds: ProgressBounds;
    readonly clock: Clock;
    readonly log: Log;
    readonly problems: StatusProblems;
  }) {
    this.#notifier = options.notifier;
    this.#problems = options.problems;
    this.#manager = options.manager;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#everyMs = Math.min(
      CHECK_EVERY_MS,
      (options.notifier.watchdogMs ?? Infinity) / KEEP_ALIVES_PER_WATCHDOG,
    );
    this.#judge = new ProgressJudge(options.bounds, this.#everyMs);
  }

  /** Reports readiness, and starts the keep-alives. */
  ready(): void {
    this.#check([["READY", "1"]]);
    this.#timer = every(this.#clock, this.#everyMs, {
      call: () => this.#check(),
      // No keep-alive was sent: when this goes on, the service manager restarts the daemon (I1).
      onError: (error) => this.#log.error("Cannot check the engine", { error: messageOf(error) }),
    });
  }

  /** Runs `change`, which is synchronous, between RELOADING and READY. */
  whileReloading(change: () => void): void {
    this.#notifier.notify(["RELOADING", "1"]);
    change();
    this.#notifier.notify(["READY", "1"], ...this.#statusIfNew(undefined));
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
  }

  #check(assignments: readonly Assignment[] = []): void {
    const hung = this.#judge.judge(this.#manager.progress(), this.#clock.monotonicMs());
    this.#reportHang(hung);
    const keepAlives: readonly Assignment[] = hung === undefined && this.#notifier.watchdogMs !== undefined
      ? [["WATCHDOG", "1"]]
      : [];
    const all = [...assignments, ...keepAlives, ...this.#statusIfNew(hung)];
    if (all.length > 0) this.#notifier.notify(...all);
  }

  #statusIfNew(hung: string | undefined): readonly Assignment[] {
    const problems = [...this.#problems.texts, ...(hung === undefined ? [] : [hung])];
    const text = statusText(this.#manager.status(), problems);
    if (text === this.#reportedStatus) return [];
    this.#reportedStatus = text;
    return [["STATUS", text]];
  }

  #reportHang(hung: string | undefined): void {
    const isNew = hung !== undefined && !this.#isHung;
    if (hung === undefined && this.#isHung) this.#log.warn("The engine is running again");
    this.#isHung = hung !== undefined;
    if (!isNew) return;
    this.#log.error("The engine hangs", { reason: hung });
    this.#manager.alert({ severity: "Critical", reason: "EngineHung", message: hung });
  }
}

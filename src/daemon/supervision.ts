/**
 * The daemon's side of being supervised: says at intervals that it is alive and what it does.
 *
 * I1: no sign of life comes from an event loop that is blocked, or while the engine is hung: then the service manager ends the
 *     daemon, and the next run goes on from the journal.
 * I2: the line of status is told when it changes, not at each sign of life.
 */
import type { AlertDraft } from "../state/alert.ts";
import type { ManagerStatus } from "../manager/serve/api.ts";
import { type ProgressBounds, ProgressJudge, type WorkProgress } from "../manager/core/progress.ts";
import type { Assignment, ServiceNotifier } from "../platform/process/sd_notify.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { statusText } from "./status_text.ts";
import type { Troubles } from "./troubles.ts";

/** Of the manager. */
interface Supervised {
  progress(): WorkProgress | undefined;
  status(): ManagerStatus;
  alert(draft: AlertDraft): void;
}

/** Between two looks, where nobody waits for signs of life sooner. */
const LOOK_EVERY_MS = 5_000;
/** So many signs of life fit into the time after which it would be ended. */
const SIGNS_PER_WATCHDOG = 4;

export class Supervision implements Disposable {
  readonly #notifier: ServiceNotifier;
  readonly #manager: Supervised;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #judge: ProgressJudge;
  readonly #everyMs: number;
  readonly #troubles: Troubles;
  #told = "";
  #isHung = false;
  #timer: Timer | undefined;

  constructor(options: {
    readonly notifier: ServiceNotifier;
    readonly manager: Supervised;
    readonly bounds: ProgressBounds;
    readonly clock: Clock;
    readonly log: Log;
    readonly troubles: Troubles;
  }) {
    this.#notifier = options.notifier;
    this.#troubles = options.troubles;
    this.#manager = options.manager;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#everyMs = Math.min(LOOK_EVERY_MS, (options.notifier.watchdogMs ?? Infinity) / SIGNS_PER_WATCHDOG);
    this.#judge = new ProgressJudge(options.bounds, this.#everyMs);
  }

  /** From now on the daemon serves, and is watched. */
  ready(): void {
    this.#look([["READY", "1"]]);
  }

  /** The service manager waits for the end of `change`, which is done at once. */
  whileReloading(change: () => void): void {
    this.#notifier.tell(["RELOADING", "1"]);
    change();
    this.#notifier.tell(["READY", "1"], ...this.#statusIfNew(undefined));
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
  }

  #look(assignments: readonly Assignment[] = []): void {
    this.#timer = this.#clock.schedule(this.#everyMs, () => this.#look());
    const hung = this.#judge.judge(this.#manager.progress(), this.#clock.monotonicMs());
    this.#tellHung(hung);
    const signs: readonly Assignment[] = hung === undefined && this.#notifier.watchdogMs !== undefined
      ? [["WATCHDOG", "1"]]
      : [];
    const all = [...assignments, ...signs, ...this.#statusIfNew(hung)];
    if (all.length > 0) this.#notifier.tell(...all);
  }

  #statusIfNew(hung: string | undefined): readonly Assignment[] {
    const troubles = [...this.#troubles.texts, ...(hung === undefined ? [] : [hung])];
    const text = statusText(this.#manager.status(), troubles);
    if (text === this.#told) return [];
    this.#told = text;
    return [["STATUS", text]];
  }

  #tellHung(hung: string | undefined): void {
    const isNew = hung !== undefined && !this.#isHung;
    if (hung === undefined && this.#isHung) this.#log.warn("The engine works again");
    this.#isHung = hung !== undefined;
    if (!isNew) return;
    this.#log.error("The engine hangs", { reason: hung });
    this.#manager.alert({ severity: "Critical", reason: "EngineHung", message: hung });
  }
}

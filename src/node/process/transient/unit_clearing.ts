/**
 * Has systemd forget the units that have ended.
 *
 * I1  What a main process left behind is ended with it, and a unit of another process is never touched.
 */
import { constants } from "node:os";
import { messageOf } from "../../../kit/errors.ts";
import type { Log } from "../../../ports/log.ts";
import type { SystemdLink } from "../../unit/link.ts";
import { pathOfUnit } from "../../unit/systemd.ts";

const CLEAR_MS = 5_000;

export class UnitClearing {
  readonly #link: SystemdLink;
  readonly #log: Log;
  readonly #running = new Map<string, Promise<void>>();

  constructor(link: SystemdLink, { log }: { readonly log: Log }) {
    this.#link = link;
    this.#log = log;
  }

  /** Resolves once nothing of this unit is being cleared away; never rejects. */
  async untilDone(unit: string): Promise<void> {
    await this.#running.get(unit);
  }

  /** Once `pid`, its main process, has ended; one after the other. Never rejects. */
  clear(unit: string, pid: number): Promise<void> {
    const clearing = this.untilDone(unit)
      .then(() => this.#clear(unit, pid))
      .catch((error) => this.#log.warn("Cannot clear a unit away", { unit, error: messageOf(error) }))
      .finally(() => {
        if (this.#running.get(unit) === clearing) this.#running.delete(unit);
      });
    this.#running.set(unit, clearing);
    return clearing;
  }

  /** I1. */
  async #clear(unit: string, pid: number): Promise<void> {
    const session = await this.#link.current();
    const seen = await session?.systemd.unitAt(pathOfUnit(unit));
    if (session === undefined || seen?.ok !== true) return;
    const { activeState, execMainPid, mainPid } = seen.value;
    if (execMainPid !== pid || mainPid !== 0) return;
    if (activeState !== "inactive" && activeState !== "failed") {
      await session.systemd.kill(unit, "all", constants.signals.SIGKILL);
      const job = await session.systemd.stopUnit(unit);
      if (job.ok) await session.untilJob(job.value, { limitMs: CLEAR_MS, isEnough: () => false });
    }
    await session.systemd.resetFailed(unit);
    await session.leave(unit);
  }
}

/** Whoever watches over the daemon never ends one that works, whatever happens around it. */
import { progressBounds, ProgressJudge } from "../../../../src/manager/core/progress.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { Time } from "./time.ts";

const LOOK_EVERY_MS = 5_000;

interface Watch {
  readonly judge: ProgressJudge;
  lookedAtMs: number;
}

export function busyIsNotHung(
  report: Report,
  { runs, time }: { readonly runs: () => Iterable<Run>; readonly time: Time },
): Invariant {
  const bounds = progressBounds(time.settings);
  const watches = new WeakMap<Run, Watch>();
  return {
    name: "busy-is-not-hung",
    started(run) {
      watches.set(run, { judge: new ProgressJudge(bounds, LOOK_EVERY_MS), lookedAtMs: time.nowMs() });
    },
    stepped() {
      for (const run of runs()) {
        const watch = watches.get(run);
        // A process that is stopped does not look either, and looks late when it goes on.
        if (watch === undefined || run.life.isPaused) continue;
        if (time.nowMs() - watch.lookedAtMs < LOOK_EVERY_MS) continue;
        watch.lookedAtMs = time.nowMs();
        const hung = watch.judge.judge(run.manager.progress(), time.nowMs());
        if (hung !== undefined) report(`${run.instance}: ${hung}`);
      }
    },
  };
}

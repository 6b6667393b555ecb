/** Every buffer stays within its capacity. */
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import { SIM_SHARED } from "../world.ts";
import type { Time } from "./time.ts";

/** The counters of a whole manager are many: reading them at every step would be a third of a run. */
const COUNTERS_EVERY_MS = 5_000;

export function buffersAreBounded(
  report: Report,
  options: {
    readonly runs: () => Iterable<Run>;
    readonly time: Time;
    readonly nodes: number;
    readonly ids: () => number;
  },
): Invariant {
  let nextMs = 0;
  return {
    name: "buffers-are-bounded",
    stepped() {
      const isDue = options.time.nowMs() >= nextMs;
      if (isDue) nextMs = options.time.nowMs() + COUNTERS_EVERY_MS;
      for (const { manager, instance } of options.runs()) {
        const { queued, active } = manager.queueGauges() ?? { queued: 0, active: 0 };
        const { queueCapacity, parallel } = options.time.settings;
        // What was added while it is at work counts twice for the moment.
        if (queued + active > queueCapacity + parallel) {
          report(`${instance}: ${queued + active} in the queue`);
        }
        if (active > parallel) report(`${instance}: ${active} at work`);
        if (!isDue) continue;
        const status = manager.status();
        const outbox = status.counters['statemanager_buffer_entries{buffer="desired_outbox"}'] ?? 0;
        // Strangers of a burst that a node was told of are among them.
        if (outbox > options.nodes * (options.ids() + 500)) report(`${instance}: ${outbox} in the outbox`);
        const backlog = status.counters['statemanager_buffer_entries{buffer="etcd_backlog"}'] ?? 0;
        const most = SIM_SHARED.capacityEvents + 2 * options.ids();
        if (backlog > most) report(`${instance}: ${backlog} wait for etcd, at most ${most} may`);
      }
    },
  };
}

/** Every buffer stays within its capacity. */
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import { SIM_SHARED } from "../world.ts";
import type { Time } from "./time.ts";

export function buffersAreBounded(
  report: Report,
  options: {
    readonly runs: () => Iterable<Run>;
    readonly time: Time;
    readonly nodes: number;
    readonly ids: () => number;
  },
): Invariant {
  return {
    name: "buffers-are-bounded",
    stepped() {
      for (const { manager, instance } of options.runs()) {
        const status = manager.status();
        const { queueCapacity, parallel } = options.time.settings;
        const queued = status.queueLength + status.reconcilesActive;
        // What was added while it is at work counts twice for the moment.
        if (queued > queueCapacity + parallel) report(`${instance}: ${queued} in the queue`);
        if (status.reconcilesActive > parallel) report(`${instance}: ${status.reconcilesActive} at work`);
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

/** What the instances that do not lead must know all the time, not only in the end. */
import { isSameValue } from "../../../../src/kit/same_value.ts";
import { readable } from "../../../../src/etcd/share/documents.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";

const EVERY_MS = 5_000;
/** Longer than a standby may take to notice that nothing reaches it, and to catch up. */
const QUIET_MS = 30_000;

/** What etcd has held for a while is known to a standby which says that it is up to date, down to what is wanted. */
export function standbysKnow(report: Report, world: World): Invariant {
  const { etcd, keys, clock, readStatus } = world;
  const writtenAtMs = new Map<ResourceId, number>();
  const upToDateSinceMs = new Map<Run, number>();
  let nextMs = 0;
  etcd.onRevision(({ events }) => {
    for (const event of events) {
      const key = keys.parse(event.kind === "put" ? event.entry.key : event.key);
      if (key !== undefined && "id" in key) writtenAtMs.set(key.id, clock.monotonicMs());
    }
  });
  const isQuiet = (sinceMs: number | undefined) => clock.monotonicMs() - (sinceMs ?? 0) >= QUIET_MS;
  const check = (run: Run) => {
    for (const { key, value } of etcd.entries(keys.services)) {
      const parsed = keys.parse(key);
      if (parsed?.kind !== "status" || !isQuiet(writtenAtMs.get(parsed.id))) continue;
      const shared = readable(readStatus, { value });
      if (shared === undefined) continue;
      const { id } = parsed;
      const known = run.manager.record(id);
      const [there, here] = [shared.metadata.revision, known?.service.metadata.revision];
      if (here !== there) report(`${id}: ${run.instance} knows ${here}, etcd has held ${there} for a while`);
      const leading = world.leader?.manager.record(id);
      const isSame = leading?.term === known?.term && leading?.service.metadata.revision === here;
      if (isSame && !isSameValue(leading?.service.spec, known?.service.spec)) {
        report(`${id}: what ${run.instance} takes for wanted is not what the leader does`);
      }
    }
  };
  return {
    name: "standbys-know",
    stepped() {
      if (clock.monotonicMs() < nextMs) return;
      nextMs = clock.monotonicMs() + EVERY_MS;
      for (const { run } of world.instances) {
        if (run === undefined) continue;
        const { role, isStale } = run.manager.status();
        const isUpToDate = role === "standby" && !isStale && !run.life.isPaused;
        if (!isUpToDate) upToDateSinceMs.delete(run);
        else if (!upToDateSinceMs.has(run)) upToDateSinceMs.set(run, clock.monotonicMs());
        else if (isQuiet(upToDateSinceMs.get(run))) check(run);
      }
    },
  };
}

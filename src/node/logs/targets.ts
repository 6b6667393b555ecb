/** Whose output can be read of a service: what runs or ended last, or, where nothing is there, what its definition would start. */
import type { ResourceId } from "../../state/resource_id.ts";
import type { DefinitionLibrary } from "../definition/library.ts";
import { newestInstances, type ServiceTable } from "../service_table.ts";
import type { LogTarget } from "./service_logs.ts";

/** In order of replica; empty = the node knows nothing of it. */
export function logTargetsOf(
  resourceId: ResourceId,
  { table, library }: { readonly table: ServiceTable; readonly library: DefinitionLibrary },
): readonly LogTarget[] {
  const entry = table.get(resourceId);
  const found = library.find(resourceId);
  const targets = new Map<number, LogTarget>();
  if (found.kind === "found") {
    const runtime = found.definition.runtime.kind;
    // One that is stopped, or not wanted any more, may have what it wrote before that.
    const replicas = Math.max(1, entry?.desired?.spec?.replicas ?? 1);
    for (let replica = 0; replica < replicas; replica += 1) {
      targets.set(replica, { resourceId, replica, runtime });
    }
  }
  for (const [replica, { instance, runtime }] of entry === undefined ? [] : newestInstances(entry)) {
    targets.set(replica, { resourceId, replica, runtime, instanceId: instance.labels.instanceId });
  }
  return [...targets.values()].sort((left, right) => left.replica - right.replica);
}

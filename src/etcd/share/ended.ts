/** What this instance knows of services that have ended. */
import type { SharingApi } from "../../manager/serve/api.ts";
import type { ResourceId } from "../../state/resource_id.ts";

/** Whether the journal records the end of a service after that revision, or has evicted what would tell. */
export function hasEnded(
  manager: Pick<SharingApi, "readRecorded">,
): (id: ResourceId, revision: bigint) => boolean {
  return (resourceId, revision) => {
    const page = manager.readRecorded({ resourceId, afterRevision: revision, limit: 1, which: "newest" });
    return page.events[0]?.eventType === "Terminated" ||
      (page.events.length === 0 && page.evictedRevision > revision);
  };
}

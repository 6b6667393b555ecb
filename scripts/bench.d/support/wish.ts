/** What a bench wants of a service. */
import type { StateManagerClient } from "../../../src/client/state_manager.ts";
import { DEFAULT_SPEC, type ServiceSpec } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";

/** Resolves once it is accepted. */
export async function wish(
  client: StateManagerClient,
  resourceId: ResourceId,
  spec: Partial<ServiceSpec>,
): Promise<void> {
  const change = { labels: {}, expectedGeneration: 0n, reason: "bench" };
  await client.updateState({ ...change, resourceId, spec: { ...DEFAULT_SPEC, version: "1.0.0", ...spec } });
}

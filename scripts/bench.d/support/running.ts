/** Services to kill, and when one is up again. */
import type { Car } from "../../../tests/support/instances/car.ts";
import type { SeenEvent } from "../../../tests/support/instances/follower.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";

/** Wants one replica of each on this node, criticality B, and waits until all of them run. */
export async function startServices(
  { manager }: Car,
  resources: readonly string[],
  node: string,
): Promise<void> {
  const spec = { version: "1.0.0", criticality: "B", nodes: [node] } as const;
  for (const resource of resources) await manager.apply(resource, spec, "bench");
  await manager.untilRunning(...resources);
}

/** The first event after so many that says that it runs again. */
export async function untilReady(
  { follower }: Car,
  resource: string,
  after: number,
): Promise<SeenEvent> {
  const isReady = ({ event }: SeenEvent) => event.resourceId === resource && event.eventType === "Ready";
  const what = `${resource} runs again`;
  return await until(() => follower.events.slice(after).find(isReady), { what, pollMs: 5 });
}

/** What is known at run time of a service that has just come to be known. */
import type { ServiceRuntime } from "../../../src/manager/core/runtime.ts";
import { newRuntime } from "../../../src/manager/core/runtime_start.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { newStateTracker } from "../../../src/state/tracker.ts";
import { SETTINGS } from "./rig.ts";

export function freshRuntime(id: ResourceId): ServiceRuntime {
  return newRuntime(undefined, { nowMs: 0, wallMs: 0, settings: SETTINGS, tracker: newStateTracker(id) });
}

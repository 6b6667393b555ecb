/** What the ActionController does wrong, for a while. */
import type { CONTROLLER_KINDS, SimEvent } from "./model.ts";
import type { World } from "./world.ts";

type ControllerFault = typeof CONTROLLER_KINDS[number];

const FAULT_OF = {
  "away": "away",
  "hang": "hang",
  "act-late": "late",
  "act-twice": "twice",
  "false-done": "falseDone",
  "lose-answers": "loseAnswers",
  "refuse": "refuse",
} as const;

export function beginControllerFault(world: World, kind: ControllerFault, { value }: SimEvent): () => void {
  const { controller } = world;
  if (kind === "slow-controller") {
    controller.latencyMs = 20 + value * 600;
    return () => void (controller.latencyMs = world.usualMs);
  }
  const fault = FAULT_OF[kind];
  controller.faults[fault] += 1;
  return () => void (controller.faults[fault] -= 1);
}

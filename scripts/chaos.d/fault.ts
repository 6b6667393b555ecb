/** What a fault is, and the lanes in which faults follow each other: one at a time in a lane, the lanes at the same time. */
import type { Dice } from "./dice.ts";
import type { World } from "./world.ts";

export interface Fault {
  readonly name: string;
  /** Default: always. */
  readonly canRun?: (world: World) => boolean;
  /** Begins, holds for some time and heals; `tell` says what it does in particular, once. */
  readonly run: (world: World, dice: Dice, tell: (detail: string) => void) => Promise<void>;
}

export interface Lane {
  readonly name: string;
  /** Between two faults, milliseconds. */
  readonly restMs: { readonly min: number; readonly max: number };
  readonly faults: readonly Fault[];
}

/** Until the chaos is over; then everything of this lane is healed. */
export async function runLane(lane: Lane, world: World, dice: Dice): Promise<void> {
  const { story, signal, options: { only } } = world;
  const faults = lane.faults.filter((fault) =>
    (only.length === 0 || only.includes(fault.name)) && (fault.canRun?.(world) ?? true)
  );
  if (faults.length === 0) return;
  for (;;) {
    await world.rest(dice.between(lane.restMs.min, lane.restMs.max));
    if (signal.aborted) return;
    const fault = dice.pick(faults);
    try {
      await fault.run(world, dice, (detail) => story.fault(fault.name, detail));
    } catch (error) {
      throw new Error(`${fault.name} cannot be done`, { cause: error });
    }
  }
}

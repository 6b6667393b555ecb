/** A fault of the demo of a runtime, and what several of them have in common. */
import type { SeenEvent } from "../../../tests/support/instances/follower.ts";
import type { Moment, Play } from "./stage.ts";
import { LIDAR } from "./wanted.ts";

export interface RuntimeFault {
  readonly name: string;
  readonly title: string;
  /** The service that it hits. */
  readonly resource: string;
  readonly prepare?: (play: Play) => Promise<void>;
  /** Does it, and says what is expected from then on. */
  readonly inject: (play: Play) => Promise<void> | void;
  /** Whether this event says that it was noticed; asked only for events of `resource`. */
  readonly detects: (seen: SeenEvent) => boolean;
  readonly findViolations?: (play: Play, since: Moment) => Promise<readonly string[]>;
  /** What the engineer does afterwards. */
  readonly repair?: (play: Play) => Promise<void>;
}

export function isTrouble({ event }: SeenEvent): boolean {
  return event.eventType === "Fail" || event.eventType === "Degrade";
}

export async function onlyOne(play: Play, since: Moment, resource: string): Promise<readonly string[]> {
  const actions = (await play.actionsSince(since)).filter((action) => action.startsWith("recovery "));
  return actions.length === 1 && actions[0]?.endsWith(` ${resource}`)
    ? []
    : [`one recovery of ${resource} was needed, and these were done: ${actions.join(", ") || "none"}`];
}

/** Does it; throws when anything but processes of `except` was started anew by it. */
export async function keepingOthers(
  play: Play,
  except: string,
  act: () => Promise<void>,
): Promise<void> {
  const others = play.wanted.resources.filter((one) => one !== except);
  const kept = new Map(others.map((one) => [one, play.instance(one).pid]));
  await act();
  for (const [resource, pid] of kept) {
    if (play.instance(resource).pid !== pid) throw new Error(`${resource} was started anew for nothing`);
  }
}

/** The runtime is away for a second, and a workload ends meanwhile. */
export function awayFor1s(name: string, title: string): RuntimeFault {
  return {
    ...{ name, title, resource: LIDAR },
    detects: isTrouble,
    inject: async (play) => {
      await play.stage.loseRuntime();
      play.kill(LIDAR);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await play.stage.regainRuntime();
    },
    findViolations: (play, since) => onlyOne(play, since, LIDAR),
  };
}

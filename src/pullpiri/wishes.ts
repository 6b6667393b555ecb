/**
 * Which packages are to run, from what is told of scenarios. Pure.
 *
 * I1: only what a person applied is a desire: a scenario that completes without having been announced was replayed by a peer that
 *     restarted, and changes nothing.
 * I2: a package of which nothing was ever told runs when something of it runs, or when its newest state says that it was launched.
 */
import type { Artifacts, ScenarioArtifact } from "./artifacts.ts";
import type { ScenarioState } from "./scenario.ts";

export type Desire = "run" | "stop";

/** What becomes of a package when its scenario is applied and done; undefined = nothing. */
export function desireOf({ action }: Pick<ScenarioArtifact, "action">): Desire | undefined {
  switch (action) {
    case "launch":
    case "update":
    case "rollback":
      return "run";
    case "terminate":
      return "stop";
    case "other":
      return undefined;
  }
}

/** The packages that no desire is known of, and that are to run (I2). */
export function adopted(
  artifacts: Artifacts,
  known: {
    readonly desires: ReadonlyMap<string, Desire>;
    readonly states: ReadonlyMap<string, ScenarioState>;
    /** Packages of which a container was seen. */
    readonly seen: ReadonlySet<string>;
  },
): readonly string[] {
  return [...artifacts.packages.keys()].filter((name) => {
    if (known.desires.has(name)) return false;
    if (known.seen.has(name)) return true;
    const done = [...artifacts.scenarios.values()]
      .filter((scenario) => scenario.target === name && known.states.get(scenario.name) === "COMPLETED");
    const desires = done.map(desireOf);
    return desires.includes("run") && !desires.includes("stop");
  });
}

/** Packages that run although the scenario that launched them is gone. */
export function withdrawn(artifacts: Artifacts, running: Iterable<string>): readonly string[] {
  const targets = new Set(
    [...artifacts.scenarios.values()].filter((one) => desireOf(one) === "run").map(({ target }) => target),
  );
  return [...running].filter((name) => !targets.has(name));
}

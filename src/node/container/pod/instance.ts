/**
 * The containers of a pod as one instance: it works when all of them do.
 *
 * I1: one of them that has ended, or that somebody removed, is the end of the instance: podman is told never to start one again.
 */
import type { Instance, InstanceHealth, InstanceState } from "../../driver.ts";
import type { Tracked } from "../tracked.ts";

const GONE = { isResourceExhausted: false } as const;
/** The worst one is that of the pod. */
const WORST_FIRST: readonly InstanceHealth[] = ["lost", "starting", "healthy", "none"];

/** Of one container, or of all that are known of a pod; undefined = there is none. */
export function instanceOf(containers: readonly Tracked[]): Instance | undefined {
  const [first] = containers;
  if (first === undefined) return undefined;
  const { members } = first.seen;
  if (members.length === 0) return first.sight();
  const sights = new Map(containers.map((tracked) => [tracked.seen.member, tracked.sight()]));
  const known = members.flatMap((name) => {
    const sight = sights.get(name);
    return sight === undefined ? [] : [{ name, sight }];
  });
  const healths = new Set(known.map(({ sight }) => sight.health));
  return {
    ...first.sight(),
    state: stateOf(members, sights),
    health: WORST_FIRST.find((health) => healths.has(health)) ?? "none",
    wasHealthy: known.length === members.length && known.every(({ sight }) => sight.wasHealthy),
    startedAtMs: Math.max(...known.map(({ sight }) => sight.startedAtMs)),
    message: known.filter(({ sight }) => sight.message !== "").map(({ name, sight }) =>
      `container ${name} ${sight.message}`
    ).join("; "),
  };
}

function stateOf(members: readonly string[], sights: ReadonlyMap<string, Instance>): InstanceState {
  const states = members.map((name) => ({ name, state: sights.get(name)?.state }));
  const stopping = states.find(({ state }) => state?.kind === "stopping");
  if (stopping?.state !== undefined) return stopping.state;
  // I1
  const ended = states.find(({ state }) => state?.kind === "ended");
  if (ended?.state?.kind === "ended") {
    const { end } = ended.state;
    const message = `container ${ended.name} of the pod ended${end.message === "" ? "" : `: ${end.message}`}`;
    return { kind: "ended", end: { ...end, message } };
  }
  const gone = states.find(({ state }) => state === undefined);
  if (gone !== undefined) {
    return { kind: "ended", end: { ...GONE, message: `container ${gone.name} of the pod is gone` } };
  }
  const held = states.find(({ state }) => state?.kind === "held");
  return held?.state ?? states[0]?.state ?? { kind: "ended", end: { ...GONE, message: "the pod is empty" } };
}

/**
 * What must happen, and by when: with peers that work, whatever is not as it is wanted is worked on, or a named reason says why not.
 *
 * "As it is wanted" is asked of the nodes themselves, not of the manager: what it takes for true is part of what may be wrong.
 */
import { effectiveSpec, isIsolated } from "../../../../src/state/model.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";

const EVERY_MS = 2_500;
/** Peers work, and the service is wrong, for that long: a resync, a plan and its verification, with some slack. */
const PATIENCE_MS = 20_000;

/** Why nothing is done for now although something is wrong. Each ends by itself, by an operator, or with what it names. */
const REASONS: readonly RegExp[] = [
  /^The service is isolated/,
  /suppressed/,
  /^Recovery is exhausted/,
  /[Bb]acking off/,
  /^The service waits for /,
  /is down and has to come up first/,
  /^The difference returns each time/,
  /does not take the desired state/,
  /^Its dependents stop first/,
  /^A copy on .+ could not be stopped/,
  /^The spec keeps the service on hold/,
  /^Starts are paced/,
  /^No node /,
];

export function everyFaultIsAnswered(report: Report, world: World): Invariant {
  const wrongSince = new Map<
    ResourceId,
    { readonly atMs: number; readonly run: Run; readonly generation: bigint }
  >();
  let [nextMs, calmSinceMs] = [0, 0];
  const nowMs = () => world.clock.monotonicMs();
  const check = (run: Run, record: ServiceRecord): void => {
    const { id, generation } = record.service.metadata;
    const what = wrongOf(world, record);
    if (what === undefined) return void wrongSince.delete(id);
    const since = wrongSince.get(id);
    if (since?.run !== run || since.generation !== generation) {
      return void wrongSince.set(id, { atMs: nowMs(), run, generation });
    }
    const { decisions } = run.manager.planReconciliation({ kind: "service", resourceId: id });
    // What is waited for may come in the next moment: patience begins anew then.
    if (decisions.some(({ why }) => REASONS.some((reason) => reason.test(why)))) {
      return void wrongSince.set(id, { atMs: nowMs(), run, generation });
    }
    if (nowMs() - Math.max(since.atMs, calmSinceMs, run.actingSinceMs) < PATIENCE_MS) return;
    report(`${id} ${what}, and ${decisions.map(({ kind, why }) => `${kind}: ${why}`).join("; ")}`);
  };
  return {
    name: "every-fault-is-answered",
    committed(_run, { events }) {
      // One that is made again is another one, whatever its generation.
      for (const { eventType, resourceId } of events) {
        if (eventType === "Terminated") wrongSince.delete(resourceId);
      }
    },
    stepped() {
      const run = world.leader;
      if (run === undefined || run.life.isPaused || world.isTroubled) calmSinceMs = nowMs();
      if (run === undefined || nowMs() < nextMs) return;
      nextMs = nowMs() + EVERY_MS;
      for (const record of run.manager.records()) check(run, record);
    },
  };
}

/** What is not as it is wanted, on all nodes together; undefined = nothing. */
function wrongOf(world: World, { service }: ServiceRecord): string | undefined {
  const { metadata: { id }, spec, status } = service;
  const isToRun = spec.state === "Running" && !isIsolated(service);
  const { replicas, version } = effectiveSpec(service);
  for (const node of world.nodes.values()) {
    const wanted = isToRun && node.node === status.node ? replicas : 0;
    const count = node.count(id);
    if (count !== wanted) return `has ${count} replicas on ${node.node}, not ${wanted}`;
    const runs = node.versionOf(id);
    if (wanted > 0 && runs !== version) return `runs version ${runs} on ${node.node}, not ${version}`;
  }
  if (!isToRun || replicas === 0) return undefined;
  if (status.node === "") return "runs nowhere";
  const isAllowed = spec.nodes.length === 0 || spec.nodes.includes(status.node);
  return isAllowed ? undefined : `runs on ${status.node}, allowed are ${spec.nodes.join(", ")}`;
}

/** A node is given up only where it was silent for so long: not for the time in which the manager itself did not run. */
export function silenceIsReal(report: Report, world: World): Invariant {
  /** When each node last could not be heard. */
  const mutedAtMs = new Map<string, number>();
  const note = (): void => {
    for (const [name, node] of world.nodes) {
      const isMuted = !node.isUp || world.left.has(name) || world.network(name).blackhole > 0;
      if (isMuted) mutedAtMs.set(name, world.clock.monotonicMs());
    }
  };
  return {
    name: "silence-is-real",
    stepped: note,
    committed(run, { events, services }) {
      for (const { eventType, resourceId, metadata } of events) {
        const node = services.get(resourceId)?.status.node ?? "";
        const isGivenUp = eventType === "Fail" &&
          metadata["reason"]?.includes("silent for too long") === true;
        if (!isGivenUp || !run.isActing) continue;
        note();
        const heardMs = world.clock.monotonicMs() - (mutedAtMs.get(node) ?? -Infinity);
        if (heardMs > 2 * world.settings.lostAfterMs) {
          report(`${resourceId} fails for the silence of ${node}, which could be heard all the time`);
        }
      }
    },
  };
}

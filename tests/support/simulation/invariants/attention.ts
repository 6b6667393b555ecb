/** Who decides also looks: what could be done now is done soon, and what has to be done at home does not wait for what runs elsewhere. */
import { isIsolated } from "../../../../src/state/model.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";

const EVERY_MS = 2_000;
/** Work that is due is begun within this, beside the work on all others. */
const BEGUN_MS = 6_000;
const EACH_MS = 300;
/** A service that is down at home is worked on within this, whatever is tried elsewhere: plans that are rejected, and their backoffs. */
const HOME_MS = 12_000;

/** Since when something holds of a service, in one run and at one revision of its record. */
class Since {
  readonly #book = new Map<ResourceId, { readonly run: Run; readonly key: string; readonly atMs: number }>();

  /** How long it has held by now. */
  note(run: Run, id: ResourceId, { key, nowMs }: { readonly key: string; readonly nowMs: number }): number {
    const before = this.#book.get(id);
    if (before?.run === run && before.key === key) return nowMs - before.atMs;
    this.#book.set(id, { run, key, atMs: nowMs });
    return 0;
  }

  forget(id: ResourceId): void {
    this.#book.delete(id);
  }

  clear(): void {
    this.#book.clear();
  }
}

/** Steps that need nobody else, and so do not wait. A start may have to wait for its turn. */
const DUE: ReadonlySet<string> = new Set([
  ...["assign", "relocate", "transition", "make-plan", "recover", "fallback", "undamp", "release"] as const,
  ...["remove", "finish-plan", "fail-plan", "drop-plan"] as const,
]);

/**
 * A decision that could be taken now is taken: whoever may have to do with what has changed was looked at. Asked of the dry run, which
 * asks the same function about the same facts, and does not wait to be woken.
 */
export function whatIsDueIsDone(report: Report, world: World, isCalm: () => boolean): Invariant {
  const since = new Since();
  let nextMs = 0;
  const check = (run: Run, { service }: ServiceRecord): void => {
    const { id, revision } = service.metadata;
    const nowMs = world.clock.monotonicMs();
    const [first] = run.manager.planReconciliation({ kind: "service", resourceId: id }).decisions;
    const isDue = first !== undefined && DUE.has(first.kind) && !first.why.startsWith("Start: ");
    if (!isDue) return since.forget(id);
    const key = `${revision} ${first.kind} ${first.why}`;
    if (since.note(run, id, { key, nowMs }) > BEGUN_MS + EACH_MS * world.ids.length) {
      report(`${id}: ${first.kind} is due (${first.why}), and nobody does it`);
    }
  };
  return {
    name: "what-is-due-is-done",
    stepped() {
      const run = world.leader;
      if (run === undefined || run.life.isPaused || !isCalm()) return since.clear();
      if (world.clock.monotonicMs() < nextMs) return;
      nextMs = world.clock.monotonicMs() + EVERY_MS;
      for (const record of run.manager.records()) {
        if (record.service.status.state !== "Running") check(run, record);
        else since.forget(record.service.metadata.id);
      }
    },
  };
}

/** A copy elsewhere that cannot be stopped keeps nobody from recovering the service at home. */
export function homeComesFirst(report: Report, world: World): Invariant {
  const since = new Since();
  let nextMs = 0;
  const isDownAtHome = ({ service, recovery }: ServiceRecord): boolean => {
    const { metadata: { id, generation }, spec, status } = service;
    const home = world.nodes.get(status.node);
    const isKnown = home?.desired.get(id)?.generation === generation && home.isUp &&
      world.network(status.node).isGood && !world.left.has(status.node);
    const isToRun = spec.state === "Running" && spec.replicas > 0 && !isIsolated(service);
    return isKnown && isToRun && home.count(id) === 0 && recovery?.lastAction !== "Notify";
  };
  const check = (run: Run, record: ServiceRecord): void => {
    const { id, generation } = record.service.metadata;
    if (!isDownAtHome(record)) return since.forget(id);
    // What is tried meanwhile is tried at the copy.
    if (record.plan !== undefined) return;
    const { decisions } = run.manager.planReconciliation({ kind: "service", resourceId: id });
    const copy = decisions.find(({ why }) => why.startsWith("A copy on "));
    if (copy === undefined) return since.forget(id);
    if (since.note(run, id, { key: `${generation}`, nowMs: world.clock.monotonicMs() }) > HOME_MS) {
      report(`${id} is down on ${record.service.status.node}, and waits: ${copy.why}`);
    }
  };
  return {
    name: "home-comes-first",
    stepped() {
      const run = world.leader;
      const isTroubled = world.isControllerTroubled && !world.isOnlyStopRefused;
      if (run === undefined || run.life.isPaused || isTroubled) return since.clear();
      if (world.clock.monotonicMs() < nextMs) return;
      nextMs = world.clock.monotonicMs() + EVERY_MS;
      for (const record of run.manager.records()) check(run, record);
    },
  };
}

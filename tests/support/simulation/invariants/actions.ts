/** What may leave a manager: every action, as it is sent. */
import { readable, readRecovery } from "../../../../src/etcd/share/documents.ts";
import type { Keys } from "../../../../src/etcd/share/keys.ts";
import { actionOfTry } from "../../../../src/state/action_id.ts";
import type { PlannedAction } from "../../../../src/state/plan.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { isDamped, isIsolated } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { ModelEtcd } from "../../etcd/model.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";

/** Without the number of the try. */
export function baseId(action: Pick<PlannedAction, "id">): string {
  return actionOfTry(action.id);
}

/** At most one action of a service is on its way. */
export function oneActionInFlight(report: Report): Invariant {
  const inFlight = new Map<Run, Map<ResourceId, string>>();
  return {
    name: "one-action-in-flight",
    sent(run, { resourceId, id }) {
      const of = inFlight.get(run) ?? new Map<ResourceId, string>();
      inFlight.set(run, of);
      const other = of.get(resourceId);
      if (other !== undefined) report(`${resourceId}: ${id} was sent while ${other} was under way`);
      of.set(resourceId, id);
    },
    answered: (run, { resourceId }) => void inFlight.get(run)?.delete(resourceId),
    ended: (run) => void inFlight.delete(run),
  };
}

/** One id is one action. */
export function nothingHappensTwice(report: Report): Invariant {
  const executed = new Set<string>();
  return {
    name: "nothing-happens-twice",
    executed({ id, resourceId }) {
      if (executed.has(id)) report(`${resourceId}: ${id} was carried out twice`);
      executed.add(id);
    },
  };
}

/** What is known of the plans in etcd. */
export interface SharedPlans {
  /** What etcd holds of the service's recovery and plan. */
  readonly now: (id: ResourceId) => string;
  /** Whether etcd held this plan at any time. */
  readonly ever: (id: ResourceId, planId: string) => boolean;
  /** Somebody took the leader's key: who held it cannot know, and the next one may have brought the plan to its end already. */
  readonly isDisputed: () => boolean;
}

/** An action leaves only when its plan is in the journal and, among several instances, in etcd. */
export function planIsStoredFirst(report: Report, inEtcd: SharedPlans | undefined): Invariant {
  return {
    name: "plan-is-stored-first",
    sent(run, action) {
      const { id, resourceId } = action;
      const plan = run.disk.records.get(resourceId)?.plan;
      const next = plan?.plan.actions[plan.nextAction]?.id;
      if (!run.disk.isBehind && next !== baseId(action)) {
        report(`${resourceId}: ${id} left, the journal expects ${next}`);
      }
      if (inEtcd === undefined) return;
      const shared = inEtcd.now(resourceId);
      const planId = id.split("/")[0] ?? "";
      // Unless somebody has put something else there since.
      if (shared === "not JSON" || shared.includes(`"${planId}"`)) return;
      if (inEtcd.isDisputed() && inEtcd.ever(resourceId, planId)) return;
      report(`${resourceId}: ${id} left before etcd knew of its plan`);
    },
  };
}

/** Of each service, the plans that etcd held. */
export function plansInEtcd(
  { etcd, keys }: { readonly etcd: ModelEtcd; readonly keys: Keys },
  isDisputed: () => boolean,
): SharedPlans {
  const held = new Map<ResourceId, Set<string>>();
  etcd.onRevision(({ events }) => {
    for (const event of events) {
      const key = event.kind === "put" ? keys.parse(event.entry.key) : undefined;
      if (event.kind !== "put" || key?.kind !== "recovery") continue;
      const planId = readable(readRecovery, event.entry)?.plan?.plan.id;
      if (planId !== undefined) held.set(key.id, (held.get(key.id) ?? new Set()).add(planId));
    }
  });
  return {
    now: (id) => etcd.entry(keys.recovery(id))?.value ?? "",
    ever: (id, planId) => held.get(id)?.has(planId) === true,
    isDisputed,
  };
}

/** What was acknowledged is not asked for again, not even by the next run, unless the disk lost the acknowledgement. */
export function doneIsDone(report: Report, isShared: boolean): Invariant {
  const done = new Map<string, Set<string>>();
  return {
    name: "done-is-done",
    // What this instance knew when it led before counts only as far as etcd was told.
    acting: (run) => void (isShared && done.delete(run.instance)),
    sent(run, action) {
      if (done.get(run.instance)?.has(action.id) === true) report(`${action.id} was done and is sent again`);
    },
    answered(run, { id }, result) {
      const of = done.get(run.instance) ?? new Set<string>();
      done.set(run.instance, of);
      if (result.kind === "done") of.add(id);
    },
    ended(run, how) {
      // The answer came, but its record may be lost: with the power, or between the two.
      if (how === "power-cut" || run.disk.isBehind) return void done.delete(run.instance);
      for (const { plan } of run.disk.records.values()) {
        const next = plan?.plan.actions[plan.nextAction]?.id;
        const of = done.get(run.instance);
        for (const id of of ?? []) if (baseId({ id }) === next) of?.delete(id);
      }
    },
  };
}

/** What a service may not be done to, in the state that it is in. Repetitions of what was sent before are another matter. */
export function actionIsAllowed(report: Report): Invariant {
  const sent = new WeakMap<Run, Set<string>>();
  return {
    name: "action-is-allowed",
    sent(run, action) {
      const known = sent.get(run) ?? new Set<string>();
      sent.set(run, known);
      if (known.has(baseId(action))) return;
      known.add(baseId(action));
      const record = run.manager.record(action.resourceId);
      const why = record === undefined ? "it does not exist" : refusal(action, record);
      if (why !== undefined) {
        report(`${action.resourceId}: ${action.step.kind} on ${action.node} was sent, but ${why}`);
      }
    },
  };
}

function refusal(action: PlannedAction, { service, plan }: ServiceRecord): string | undefined {
  const { kind } = action.step;
  const isStop = kind === "Stop" || kind === "Isolate";
  if (action.generation !== service.metadata.generation) {
    return `its generation is ${service.metadata.generation}, not ${action.generation}`;
  }
  if (isStop) return undefined;
  if (isIsolated(service)) return "it is isolated";
  if (service.spec.state !== "Running") return `it is wanted ${service.spec.state}`;
  const isAsked = plan?.recovery?.issue.causation.includes("operator") === true;
  return isDamped(service) && !isAsked ? "it flaps and is to be left alone" : undefined;
}

/** Dependents of a service that ends are gone before it is stopped. */
export function dependentsStopFirst(report: Report): Invariant {
  const sent = new WeakMap<Run, Set<string>>();
  return {
    name: "dependents-stop-first",
    sent(run, action) {
      const { resourceId, step, node } = action;
      const known = sent.get(run) ?? new Set<string>();
      sent.set(run, known);
      // One that ends as well by now was not to end when this was sent first, by this run or by the one before.
      if (known.has(baseId(action)) || !action.id.startsWith(`${run.instance}-${run.number}-`)) return;
      known.add(baseId(action));
      const service = run.manager.record(resourceId)?.service;
      if (step.kind !== "Stop" || service?.spec.state !== "Terminating" || node !== service.status.node) {
        return;
      }
      for (const { service: other } of run.manager.records()) {
        const isDependent = other.spec.state === "Terminating" &&
          other.spec.dependencies.some((dependency) => dependency.resourceId === resourceId);
        if (isDependent) report(`${resourceId} is stopped before ${other.metadata.id}, which depends on it`);
      }
    },
  };
}

/** A service starts only when what it depends on is as it asks for. */
export function dependenciesStartFirst(report: Report): Invariant {
  const FULFILLED = { Running: ["Running"], Started: ["Initializing", "Running", "Degraded"] } as const;
  return {
    name: "dependencies-start-first",
    committed(run, { events, services }) {
      if (!run.isActing) return;
      for (const { eventType, resourceId } of events) {
        if (eventType !== "Start") continue;
        for (const { condition, resourceId: needed } of services.get(resourceId)?.spec.dependencies ?? []) {
          if (condition === "Completed") continue;
          const state = run.manager.record(needed)?.service.status.state;
          const accepted: readonly string[] = FULFILLED[condition];
          if (state === undefined || !accepted.includes(state)) {
            report(`${resourceId} starts while ${needed} is ${state}`);
          }
        }
      }
    },
  };
}

/**
 * What a run brings up for the first time comes after what it depends on: a node has reported since the start of the run that the
 * dependency is there. What the journal says of it is of the past.
 */
export function dependenciesAreSeenFirst(report: Report): Invariant {
  /** By run: what is up, or was brought up in the right order. */
  const seen = new WeakMap<Run, Set<ResourceId>>();
  const check = (run: Run, resourceId: ResourceId, what: string): void => {
    const known = seen.get(run);
    if (known === undefined || known.has(resourceId)) return;
    known.add(resourceId);
    for (const { condition, resourceId: needed } of dependenciesOf(run, resourceId)) {
      const isToBeThere = (run.manager.record(needed)?.service.spec.replicas ?? 0) > 0;
      if (condition === "Running" && isToBeThere && !known.has(needed)) {
        report(`${resourceId}: ${what}, and nobody has seen ${needed} since the start`);
      }
    }
  };
  return {
    name: "dependencies-are-seen-first",
    acting: (run) => void seen.set(run, new Set()),
    arrived(run, { resourceId, actual, statusDiff }) {
      if (actual.replicas > 0 || statusDiff !== undefined) seen.get(run)?.add(resourceId);
    },
    committed(run, { events }) {
      for (const { eventType, resourceId } of events) {
        if (run.isActing && eventType === "Start") check(run, resourceId, "it starts");
      }
    },
    sent(run, { resourceId, step, id }) {
      // That its node is lost is an issue of its own: it moves, whatever it depends on.
      if (step.kind === "Relocate") seen.get(run)?.add(resourceId);
      else if (step.kind !== "Stop" && step.kind !== "Isolate") check(run, resourceId, `${id} brings it up`);
    },
  };
}

function dependenciesOf(run: Run, id: ResourceId) {
  return run.manager.record(id)?.service.spec.dependencies ?? [];
}

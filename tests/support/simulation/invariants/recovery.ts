/** Recovery: counted, in order, and believed only when it was seen to work. */
import { DEFAULT_STRATEGIES } from "../../../../src/recovery/strategy.ts";
import type { IssueType, RecoveryRecord } from "../../../../src/state/issue.ts";
import { isInSync } from "../../../../src/state/diff.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";

/** Failures are forgotten by a new spec, a release, or after a time of health; by nothing else. */
export function failuresAreRemembered(
  report: Report,
  options: { readonly healthyAfterMs: number; readonly nowMs: () => number },
): Invariant {
  const byRun = new WeakMap<Run, Map<ResourceId, { failures: number; wellSinceMs: number }>>();
  return {
    name: "failures-are-remembered",
    acting(run) {
      const counts = new Map<ResourceId, { failures: number; wellSinceMs: number }>();
      byRun.set(run, counts);
      for (const { service, recovery } of run.manager.records()) {
        const wellSinceMs = service.status.state === "Running" ? options.nowMs() : Infinity;
        counts.set(service.metadata.id, { failures: recovery?.failureCount ?? 0, wellSinceMs });
      }
    },
    committed(run, { events, services, revision }) {
      const counts = byRun.get(run);
      if (!run.isActing || counts === undefined) return;
      for (const { resourceId } of events) if (!services.has(resourceId)) counts.delete(resourceId);
      for (const [id, { status, metadata }] of services) {
        const own = events.filter(({ resourceId }) => resourceId === id);
        const old = counts.get(id);
        const failures = run.manager.record(id)?.recovery?.failureCount ?? 0;
        const isWell = status.state === "Running";
        const wellSinceMs = isWell ? old?.wellSinceMs ?? options.nowMs() : Infinity;
        counts.set(id, {
          failures,
          // What is taken over as it was recorded was well before.
          wellSinceMs: isWell && wellSinceMs === Infinity
            ? events.length === 0 ? run.actingSinceMs : options.nowMs()
            : wellSinceMs,
        });
        if (old === undefined || failures >= old.failures) continue;
        // Etcd knew more than a journal that lost power: the run before had forgotten them.
        const isTakenOver = metadata.revision !== revision;
        const isVoid = isTakenOver ||
          own.some(({ eventType, source, metadata }) =>
            eventType === "SpecChanged" || source === "Etcd" ||
            metadata["reason"]?.startsWith("Released") === true ||
            (metadata["reason"]?.includes("does not count") === true && failures === old.failures - 1)
          );
        const isHealthy = options.nowMs() - old.wellSinceMs >= options.healthyAfterMs - 1;
        if (!isVoid && !isHealthy) {
          report(
            `${id}: ${old.failures} failures became ${failures} by ${own.map((event) => event.eventType)}`,
          );
        }
      }
    },
  };
}

/** Stages come in the order of the strategy, each with its attempts, and none is passed over that was possible. */
export function stagesComeInOrder(report: Report): Invariant {
  interface Stage {
    issue: IssueType;
    action: string;
    attempts: number;
    /** Attempts that an operator asked for: they count as well, whatever they were. */
    asked: number;
  }
  const byRun = new WeakMap<Run, Map<ResourceId, Stage>>();
  /** What the journal or etcd told is taken as it is. */
  const take = (stages: Map<ResourceId, Stage>, run: Run, id: ResourceId): void => {
    const recovery = run.manager.record(id)?.recovery;
    if (recovery === undefined) return;
    const { issueType: issue, lastAction: action = "" } = recovery;
    stages.set(id, { issue, action, attempts: 3, asked: askedBefore(recovery) });
  };
  return {
    name: "stages-come-in-order",
    acting(run) {
      const stages = new Map<ResourceId, Stage>();
      byRun.set(run, stages);
      for (const { service } of run.manager.records()) take(stages, run, service.metadata.id);
    },
    committed(run, { events, services }) {
      const stages = byRun.get(run);
      if (!run.isActing || stages === undefined) return;
      for (const { source, resourceId } of events) if (source === "Etcd") take(stages, run, resourceId);
      for (const id of services.keys()) {
        const issue = run.manager.record(id)?.recovery?.issueType;
        if (issue === undefined || stages.get(id)?.issue !== issue) stages.delete(id);
      }
      for (const { eventType, resourceId, metadata } of events) {
        const { action = "", result, cause } = metadata;
        const issue = run.manager.record(resourceId)?.recovery?.issueType;
        const isAttempt = eventType === "RecoveryAttempted" &&
          (result === "started" || result === "exhausted");
        if (!isAttempt || issue === undefined) continue;
        if (cause === "operator") {
          const before = stages.get(resourceId) ?? { issue, action: "", attempts: 0, asked: 0 };
          stages.set(resourceId, { ...before, asked: before.asked + 1 });
          continue;
        }
        // A service that is up for most of the time goes no further.
        if (metadata["stages"]?.includes("is kept up") === true) continue;
        // The deadline of the service leads past the stages.
        if (metadata["reason"]?.includes("has not helped in time") === true) continue;
        // Where a node can take the service it is moved there, however often and whatever was reported before.
        if (issue === "NodeLost" && action === "Relocate") {
          stages.delete(resourceId);
          continue;
        }
        const order: readonly string[] = DEFAULT_STRATEGIES[issue].actions;
        const { escalationThreshold, maxRetryCount } = DEFAULT_STRATEGIES[issue];
        const limit = Math.min(escalationThreshold, maxRetryCount);
        const last = stages.get(resourceId);
        const isSame = last?.action === action;
        const attempts = isSame ? last.attempts + 1 : 1;
        const asked = last?.asked ?? 0;
        stages.set(resourceId, { issue, action, attempts, asked });
        if (!order.includes(action)) report(`${resourceId}: ${action} is no stage of ${issue}`);
        if (action !== "Notify" && attempts > limit + 3) {
          report(`${resourceId}: ${action} for the ${attempts}th time`);
        }
        const from = last?.action ?? "";
        if (last !== undefined && order.indexOf(action) < order.indexOf(from)) {
          report(`${resourceId}: ${action} after ${from} because of ${issue}`);
        }
        const isEarly = last !== undefined && !isSame && ALWAYS_POSSIBLE.has(from) &&
          last.attempts + asked < limit;
        if (isEarly) report(`${resourceId}: ${action} after ${last.attempts} times ${from}`);
        const isFirst = last === undefined || (last.action === "" && asked < limit);
        const passed = isFirst ? order.slice(0, order.indexOf(action)) : [];
        const possible = passed.find((stage) => ALWAYS_POSSIBLE.has(stage));
        if (possible !== undefined) report(`${resourceId}: ${action} although ${possible} was not tried`);
      }
    },
  };
}

/** Attempts of this issue, of an earlier run or another instance, that are none of its stages: somebody asked for them. */
function askedBefore({ issueType, issueFailures, attempts }: RecoveryRecord): number {
  const order: readonly string[] = DEFAULT_STRATEGIES[issueType].actions;
  const others = Object.entries(attempts).filter(([action]) => !order.includes(action));
  return Math.min(issueFailures, others.reduce((sum, [, count]) => sum + count, 0));
}

const ALWAYS_POSSIBLE: ReadonlySet<string> = new Set(["Restart", "Recreate", "Isolate"]);

/** A plan has worked when its node says so in a look that came after its last action was acknowledged. */
export function workIsSeen(report: Report): Invariant {
  interface Mark {
    readonly planId: string;
    readonly node: string;
    isSeen: boolean;
  }
  const marks = new WeakMap<Run, Map<ResourceId, Mark>>();
  return {
    name: "work-is-seen",
    answered(run, { id, node, resourceId }, result) {
      if (result.kind !== "done") return;
      const of = marks.get(run) ?? new Map<ResourceId, Mark>();
      marks.set(run, of);
      of.set(resourceId, { planId: id.split("/")[0] ?? "", node, isSeen: false });
    },
    arrived(run, diff) {
      const mark = marks.get(run)?.get(diff.resourceId);
      if (mark === undefined || diff.node !== mark.node) return;
      if (isInSync(diff) || diff.actual.replicas === 0) mark.isSeen = true;
    },
    committed(run, { events, services }) {
      for (const { resourceId, metadata } of events) {
        if (metadata["result"] !== "verified" || !run.isActing) continue;
        const mark = marks.get(run)?.get(resourceId);
        if (mark?.planId !== metadata["planId"]) continue;
        marks.get(run)?.delete(resourceId);
        const isHere = services.get(resourceId)?.status.node === mark?.node;
        if (mark !== undefined && isHere && !mark.isSeen) {
          report(`${resourceId}: its plan counts as done, but ${mark.node} has not said so since`);
        }
      }
    },
  };
}

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Alerts } from "../../../../src/manager/core/alerts.ts";
import { Health } from "../../../../src/manager/core/health.ts";
import { Isolation } from "../../../../src/manager/core/isolation.ts";
import { Ledger } from "../../../../src/manager/core/ledger.ts";
import { BudgetMeter } from "../../../../src/manager/core/budget_meter.ts";
import { RuntimeBook } from "../../../../src/manager/core/runtime.ts";
import { recordDraft } from "../../../../src/reconciliation/apply/transition.ts";
import type { StateAlert } from "../../../../src/state/alert.ts";
import { createRecoveryPlan } from "../../../../src/reconciliation/planner.ts";
import { Recovery } from "../../../../src/manager/core/recovery.ts";
import type { ServiceIssue } from "../../../../src/state/issue.ts";
import { findCondition, type ServiceStatus } from "../../../../src/state/model.ts";
import { contextOf, idOf, serviceOf } from "../../../support/domain.ts";
import { freshRuntime } from "../../../support/engine/fresh_runtime.ts";
import { SETTINGS } from "../../../support/engine/rig.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

const ID = idOf("vehicle/lidar");
const CRASH: ServiceIssue = { type: "Crash", evidence: "killed by signal 9", causation: ["diff:node-a/7"] };
const GOOD = { version: "0.9", config: { rate: "5" }, generation: 0n };

function rig(status: Partial<ServiceStatus> = {}, otherNode: string | undefined = undefined) {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const ledger = new Ledger({ store, clock, log: new MemoryLog() });
  const alerts: StateAlert[] = [];
  let ids = 0;
  const raised = new Alerts({
    monitoring: { queueAlert: (alert) => void alerts.push(alert), queueMetrics: () => {} },
    clock,
    ids: { next: () => `id-${++ids}` },
    log: new MemoryLog(),
  });
  const runtimes = new RuntimeBook((id) => freshRuntime(id));
  const shared = { ledger, clock, alerts: raised, runtimes, settings: SETTINGS };
  const recovery = new Recovery({
    ...shared,
    health: new Health({ ...shared, meter: BudgetMeter.forRecoveries({ criticalMs: 1_000, qmMs: 1_000 }) }),
    isolation: new Isolation(shared),
    plan: (service, action, { fromNode }) =>
      createRecoveryPlan(service, action, {
        ...contextOf({ planId: `p${++ids}` }),
        fromNode,
        toNode: service.status.node,
      }),
    otherNode: () => otherNode,
    strategies: {},
  });
  ledger.commit({
    id: ID,
    record: { service: serviceOf({ status: { state: "Failed", ...status } }), term: 1n },
    events: [recordDraft("StatusObserved", "NodeAgent", { metadata: {} })],
  });
  return {
    recovery,
    alerts,
    ledger,
    record: () => {
      const record = ledger.get(ID);
      if (record === undefined) throw new Error("the service is gone");
      return record;
    },
    reasons: () => store.events.map((event) => event.metadata["reason"]),
  };
}

Deno.test("tryMinorRecovery() stores a restart, the attempt and the phase in one commit", () => {
  const { recovery, record, reasons } = rig();
  equal(recovery.tryMinorRecovery(ID, CRASH), true);
  equal(record().service.status.state, "Initializing");
  equal(record().service.status.restarts, 1);
  equal(record().plan?.plan.actions[0]?.step.kind, "Restart");
  deepEqual(record().recovery?.attempts, { Restart: 1 });
  match(reasons().join("\n"), /Restart because of Crash: killed by signal 9/);
});

Deno.test("rollbackToPreviousVersion() puts the known good version in force and tells a person", () => {
  const { recovery, record, alerts } = rig({ lastKnownGood: GOOD });
  equal(recovery.rollbackToPreviousVersion(ID, CRASH), true);
  equal(record().service.status.override?.version, "0.9");
  equal(record().plan?.plan.actions[0]?.desired.version, "0.9");
  deepEqual(alerts.map((alert) => alert.reason), ["SpecHeldBack"]);
});

Deno.test("resetServiceConfig() puts the known good configuration in force and leaves the version", () => {
  const { recovery, record } = rig({ lastKnownGood: GOOD });
  equal(recovery.resetServiceConfig(ID, CRASH), true);
  deepEqual(record().service.status.override?.config, { rate: "5" });
  equal(record().plan?.plan.actions[0]?.desired.version, "1.0");
});

Deno.test("a reset after a rollback keeps both in force", () => {
  const { recovery, record } = rig({ lastKnownGood: GOOD });
  recovery.rollbackToPreviousVersion(ID, CRASH);
  recovery.resetServiceConfig(ID, CRASH);
  equal(record().service.status.override?.version, "0.9");
  deepEqual(record().service.status.override?.config, { rate: "5" });
});

Deno.test("what is not known to be good cannot be gone back to, and nothing changes", () => {
  const { recovery, record, ledger } = rig();
  const { revision } = ledger;
  equal(recovery.rollbackToPreviousVersion(ID, CRASH), false);
  equal(recovery.resetServiceConfig(ID, CRASH), false);
  equal(recovery.executeRecovery(ID, "Relocate", CRASH).kind, "impossible");
  equal(recovery.executeRecovery(idOf("vehicle/none"), "Restart", CRASH).kind, "impossible");
  equal(recovery.attemptStagedRecovery(idOf("vehicle/none"), CRASH).kind, "impossible");
  equal(ledger.revision, revision);
  equal(record().plan, undefined);
});

Deno.test("relocation moves the service to the other node before its plan is made", () => {
  const { recovery, record } = rig({}, "node-b");
  equal(recovery.executeRecovery(ID, "Relocate", CRASH).kind, "started");
  equal(record().service.status.node, "node-b");
  const action = record().plan?.plan.actions[0];
  equal(action?.node, "node-b");
  deepEqual(action?.step, { kind: "Relocate", fromNode: "node-a", toNode: "node-b" });
});

Deno.test("isolation leaves the service failed, held back, and told as critical", () => {
  const { recovery, record, alerts } = rig({ state: "Degraded" });
  equal(recovery.executeRecovery(ID, "Isolate", CRASH).kind, "started");
  equal(record().service.status.state, "Failed");
  equal(findCondition(record().service.status, "Isolated")?.status, "True");
  deepEqual(alerts.map(({ reason, severity }) => [reason, severity]), [["ServiceIsolated", "Critical"]]);
});

Deno.test("attemptStagedRecovery() goes on from stage to stage and ends by telling a person", () => {
  const { recovery, record, alerts } = rig();
  const actions: string[] = [];
  for (let attempt = 0; attempt < 10; attempt++) {
    const result = recovery.attemptStagedRecovery(ID, CRASH);
    actions.push(result.kind === "started" ? result.action : result.kind);
    if (result.kind === "notified") break;
  }
  deepEqual([...new Set(actions)], ["Restart", "Recreate", "Isolate", "notified"]);
  equal(record().recovery?.lastAction, "Notify");
  equal(alerts.at(-1)?.reason, "RecoveryExhausted");
});

Deno.test("another issue begins at its own first stage; the failures go on counting", () => {
  const { recovery, record } = rig();
  for (let attempt = 0; attempt < 4; attempt++) recovery.attemptStagedRecovery(ID, CRASH);
  recovery.attemptStagedRecovery(ID, { ...CRASH, type: "Unresponsive" });
  equal(record().recovery?.lastAction, "Restart");
  equal(record().recovery?.failureCount, 5);
  equal(record().recovery?.issueFailures, 1);
});

Deno.test("logRecoveryAttempt() says how an attempt ended; of an unknown service it says nothing", () => {
  const { recovery, reasons, ledger } = rig();
  recovery.tryMinorRecovery(ID, CRASH);
  recovery.logRecoveryAttempt(ID, "Restart", false);
  recovery.logRecoveryAttempt(ID, "Restart", true);
  ok(reasons().includes("Restart did not help"));
  ok(reasons().includes("Restart worked"));
  const { revision } = ledger;
  recovery.logRecoveryAttempt(idOf("vehicle/none"), "Restart", true);
  equal(ledger.revision, revision);
});

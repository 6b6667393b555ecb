import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { StepDraft } from "../../../src/reconciliation/apply/step_draft.ts";
import type { Step } from "../../../src/reconciliation/apply/step.ts";
import {
  executeRecovery,
  logRecoveryAttempt,
  resetServiceConfig,
  rollbackToPreviousVersion,
  tryMinorRecovery,
} from "../../../src/recovery/action.ts";
import { attemptStagedRecovery } from "../../../src/recovery/strategy.ts";
import type { ServiceIssue } from "../../../src/state/issue.ts";
import { findCondition, type ServiceState, type ServiceStatus } from "../../../src/state/model.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import { serviceOf } from "../../support/domain.ts";
import { applyContext, draftOf } from "../../support/steps.ts";

const CRASH: ServiceIssue = { type: "Crash", evidence: "killed by signal 9", causation: ["diff:node-a/7"] };
const GOOD = { version: "0.9", config: { rate: "5" }, generation: 0n };

function recordOf(status: Partial<ServiceStatus> = {}): ServiceRecord {
  return { service: serviceOf({ status: { state: "Failed", ...status } }), term: 1n };
}

function failedDraft(status?: Partial<ServiceStatus>, otherNode?: string): StepDraft {
  return draftOf(recordOf(status), { otherNode: () => otherNode });
}

function prepared(result: ServiceState | string): ServiceState {
  if (typeof result === "string") throw new Error(result);
  return result;
}

Deno.test("executeRecovery() holds a restart, the attempt and the phase in one step", () => {
  const draft = failedDraft();
  equal(executeRecovery(draft, "Restart", CRASH).kind, "started");
  const { record, events } = draft.again();
  equal(record?.service.status.state, "Initializing");
  equal(record?.service.status.restarts, 1);
  equal(record?.plan?.plan.actions[0]?.step.kind, "Restart");
  deepEqual(record?.recovery?.attempts, { Restart: 1 });
  deepEqual(events.map(({ eventType }) => eventType), ["RecoveryAttempted", "Recover"]);
  match(events[0]?.metadata["reason"] ?? "", /Restart because of Crash: killed by signal 9/);
});

Deno.test("tryMinorRecovery() changes nothing of what is in force", () => {
  const { service } = recordOf({ lastKnownGood: GOOD });
  equal(tryMinorRecovery(service), service);
});

Deno.test("rollbackToPreviousVersion() puts the known good version in force, and an alert says so", () => {
  const { service } = recordOf({ lastKnownGood: GOOD });
  equal(prepared(rollbackToPreviousVersion(service, CRASH)).status.override?.version, "0.9");
  const draft = failedDraft({ lastKnownGood: GOOD });
  executeRecovery(draft, "RollbackVersion", CRASH);
  const { record, alerts } = draft.again();
  equal(record?.plan?.plan.actions[0]?.desired.version, "0.9");
  deepEqual(alerts.map(({ reason }) => reason), ["SpecHeldBack"]);
});

Deno.test("resetServiceConfig() puts the known good configuration in force and leaves the version", () => {
  const { service } = recordOf({ lastKnownGood: GOOD });
  deepEqual(prepared(resetServiceConfig(service, CRASH)).status.override?.config, { rate: "5" });
  const draft = failedDraft({ lastKnownGood: GOOD });
  executeRecovery(draft, "ResetConfig", CRASH);
  equal(draft.again().record?.plan?.plan.actions[0]?.desired.version, "1.0");
});

Deno.test("a reset after a rollback keeps both in force", () => {
  const { service } = recordOf({ lastKnownGood: GOOD });
  const both = prepared(resetServiceConfig(prepared(rollbackToPreviousVersion(service, CRASH)), CRASH));
  equal(both.status.override?.version, "0.9");
  deepEqual(both.status.override?.config, { rate: "5" });
});

Deno.test("what is not known to be good cannot be gone back to, and the step changes nothing", () => {
  for (const action of ["RollbackVersion", "ResetConfig", "Relocate"] as const) {
    const draft = failedDraft();
    equal(executeRecovery(draft, action, CRASH).kind, "impossible");
    const { record, events, alerts } = draft.again();
    deepEqual([record?.plan, events, alerts], [undefined, [], []]);
  }
});

Deno.test("relocation moves the service to the other node before its plan is made", () => {
  const draft = failedDraft({}, "node-b");
  equal(executeRecovery(draft, "Relocate", CRASH).kind, "started");
  const { record } = draft.again();
  equal(record?.service.status.node, "node-b");
  const action = record?.plan?.plan.actions[0];
  equal(action?.node, "node-b");
  deepEqual(action?.step, { kind: "Relocate", fromNode: "node-a", toNode: "node-b" });
});

Deno.test("isolation leaves the service failed and isolated, with a critical alert", () => {
  const draft = failedDraft({ state: "Degraded" });
  equal(executeRecovery(draft, "Isolate", CRASH).kind, "started");
  const { record, alerts } = draft.again();
  equal(record?.service.status.state, "Failed");
  equal(record && findCondition(record.service.status, "Isolated")?.status, "True");
  deepEqual(alerts.map(({ reason, severity }) => [reason, severity]), [["ServiceIsolated", "Critical"]]);
});

/** Fails and recovers, time and again; the steps. */
function treated(attempts: number, issue = CRASH, first = recordOf()): readonly Step[] {
  const steps: Step[] = [];
  let record = first;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const step = attemptStagedRecovery(draftOf(record), issue);
    steps.push(step);
    record = step.record ?? record;
  }
  return steps;
}

Deno.test("attemptStagedRecovery() goes on from stage to stage and ends by an alert", () => {
  const steps = treated(10);
  const actions = steps.map(({ record }) => record?.recovery?.lastAction);
  deepEqual([...new Set(actions)], ["Restart", "Recreate", "Isolate", "Notify"]);
  const notified = steps[actions.indexOf("Notify")];
  deepEqual(notified?.alerts.map(({ reason }) => reason), ["RecoveryExhausted"]);
});

Deno.test("attemptStagedRecovery() begins with the first stage of another issue; the failures go on counting", () => {
  const before = treated(4).at(-1)?.record;
  const after = treated(1, { ...CRASH, type: "Unresponsive" }, before)[0]?.record;
  equal(after?.recovery?.lastAction, "Restart");
  equal(after?.recovery?.failureCount, 5);
  equal(after?.recovery?.issueFailures, 1);
});

Deno.test("attemptStagedRecovery() backs off before the next attempt, with full jitter", () => {
  const { settings } = applyContext();
  const retryAtMs = (random01: number) => {
    const draft = draftOf(treated(4).at(-1)?.record ?? recordOf(), { random01: () => random01 });
    return attemptStagedRecovery(draft, CRASH).runtime.backoff.retryAtMs - 1_000;
  };
  equal(retryAtMs(0), 0);
  ok(retryAtMs(0.999) > retryAtMs(0.5) && retryAtMs(0.999) <= settings.backoff.capMs);
});

Deno.test("attemptStagedRecovery() ends a lost node's service with an alert and no backoff", () => {
  const step = attemptStagedRecovery(failedDraft(), { ...CRASH, type: "NodeLost" });
  deepEqual(step.alerts.map(({ reason }) => reason), ["NodeLost"]);
  equal(step.runtime.backoff.retryAtMs, 0);
});

Deno.test("logRecoveryAttempt() says how an attempt ended", () => {
  const record = treated(1)[0]?.record ?? recordOf();
  const failed = logRecoveryAttempt(record, "Restart", false);
  equal(failed.metadata["reason"], "Restart did not help");
  equal(failed.metadata["result"], "failed");
  equal(logRecoveryAttempt(record, "Restart", true).metadata["result"], "succeeded");
});

/** Every value of the domain survives the wire, through real protobuf bytes. */
import fc from "fast-check";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { StateManagerError } from "../../src/kit/errors.ts";
import {
  answerFromWire,
  answerToWire,
  executionFromWire,
  executionToWire,
  lifecycleFromWire,
  lifecycleToWire,
  recoveryFromWire,
  recoveryToWire,
} from "../../src/grpc/wire/action.ts";
import {
  alertFromWire,
  alertsFromWire,
  alertsToWire,
  alertToWire,
  metricsFromWire,
  metricsToWire,
} from "../../src/grpc/wire/alert.ts";
import { diffFromWire, diffToWire } from "../../src/grpc/wire/diff.ts";
import {
  ACTION_CONTROLLER,
  MONITORING_SERVER,
  NODE_AGENT,
  STATE_MANAGER,
} from "../../src/grpc/wire/methods.ts";
import * as explanation from "../../src/grpc/wire/explain.ts";
import * as nodeAgent from "../../src/grpc/wire/node_agent.ts";
import * as preview from "../../src/grpc/wire/preview.ts";
import * as query from "../../src/grpc/wire/query.ts";
import * as subscription from "../../src/grpc/wire/subscription.ts";
import * as trigger from "../../src/grpc/wire/trigger.ts";
import type { PlannedAction } from "../../src/state/plan.ts";
import * as any from "./wire_arbitraries.ts";

interface Codec<In, Out> {
  readonly encode: (value: In) => Uint8Array;
  // deno-lint-ignore no-explicit-any -- the bytes come as what their producer says they are
  readonly decode: (bytes: any) => Out;
}

type Definition<Q, QO, R, RO> = {
  requestSerialize(value: Q): Uint8Array;
  requestDeserialize(bytes: Uint8Array): QO;
  responseSerialize(value: R): Uint8Array;
  responseDeserialize(bytes: Uint8Array): RO;
};

const requestOf = <Q, QO>(method: Definition<Q, QO, never, unknown>): Codec<Q, QO> => ({
  encode: method.requestSerialize,
  decode: method.requestDeserialize,
});

const responseOf = <R, RO>(method: Definition<never, unknown, R, RO>): Codec<R, RO> => ({
  encode: method.responseSerialize,
  decode: method.responseDeserialize,
});

/** The property: there, over bytes, and back is the same. */
function survives<T, In, Out>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  way: {
    readonly toWire: (value: T) => In;
    readonly over: Codec<In, Out>;
    readonly fromWire: (wire: Out) => unknown;
    /** What is expected to arrive, where it is not the value itself. */
    readonly expected?: (value: T) => unknown;
  },
): void {
  Deno.test(`${name} survives the wire`, () => {
    fc.assert(
      fc.property(arbitrary.map((value) => structuredClone(value)), (value) => {
        const arrived = way.fromWire(way.over.decode(way.over.encode(way.toWire(value))));
        assert.deepStrictEqual(arrived, way.expected?.(value) ?? value);
      }),
      { numRuns: 300 },
    );
  });
}

survives("SpecChange", any.specChange, {
  toWire: query.specChangeToWire,
  over: requestOf(STATE_MANAGER.UpdateState),
  fromWire: query.specChangeFromWire,
});
survives(
  "several changes",
  fc.record({ changes: fc.array(any.specChange, { minLength: 1, maxLength: 4 }), isDryRun: fc.boolean() }),
  { toWire: query.applyToWire, over: requestOf(STATE_MANAGER.Apply), fromWire: query.applyFromWire },
);
survives("what several changes come to", fc.array(any.service, { maxLength: 4 }), {
  toWire: (services) => query.appliedToWire(services.map((service) => ({ service, isChanged: true }))),
  over: responseOf(STATE_MANAGER.Apply),
  fromWire: query.appliedFromWire,
  expected: (services) =>
    services.map(({ metadata: { id, generation } }) => ({ resourceId: id, generation, isChanged: true })),
});
survives(
  "SpecChangeOutcome with its ServiceState",
  any.service.map((service) => ({ service, isChanged: true })),
  {
    toWire: query.outcomeToWire,
    over: responseOf(STATE_MANAGER.UpdateState),
    fromWire: query.outcomeFromWire,
  },
);
survives(
  "a query of services",
  fc.record({ filter: any.filter, limit: fc.integer({ min: 1, max: 1_000 }), after: fc.option(any.id) })
    .map(({ filter, limit, after }) => ({ filter, page: { limit, ...(after !== null && { after }) } })),
  { toWire: query.queryToWire, over: requestOf(STATE_MANAGER.QueryState), fromWire: query.queryFromWire },
);
survives(
  "ServicePage",
  fc.record({
    services: fc.array(any.service, { maxLength: 3 }),
    nextAfter: any.id,
    revision: any.uint64,
    staleness: any.staleness,
  }).map(({ staleness, ...page }) => ({ ...page, ...staleness })),
  { toWire: query.pageToWire, over: responseOf(STATE_MANAGER.QueryState), fromWire: query.pageFromWire },
);
survives("EventQuery", any.historyQuery, {
  toWire: query.historyQueryToWire,
  over: requestOf(STATE_MANAGER.GetHistory),
  fromWire: query.historyQueryFromWire,
});
survives("EventPage with its StateEvents and JSON values", any.eventPage, {
  toWire: query.eventPageToWire,
  over: responseOf(STATE_MANAGER.GetHistory),
  fromWire: query.eventPageFromWire,
});
survives("ManagerStatus", any.managerStatus, {
  toWire: query.managerStatusToWire,
  over: responseOf(STATE_MANAGER.GetStatus),
  fromWire: query.managerStatusFromWire,
});
survives("what an operator asks for", any.trigger, {
  toWire: trigger.triggerToWire,
  over: requestOf(STATE_MANAGER.TriggerRecovery),
  fromWire: trigger.triggerFromWire,
});
survives("the service that is answered to it", any.service, {
  toWire: trigger.triggeredToWire,
  over: responseOf(STATE_MANAGER.TriggerRecovery),
  fromWire: trigger.triggeredFromWire,
});
survives("the subject of a dry run", any.previewSubject, {
  toWire: preview.previewSubjectToWire,
  over: requestOf(STATE_MANAGER.PlanReconciliation),
  fromWire: preview.previewSubjectFromWire,
});
survives("PlanPreview", any.preview, {
  toWire: preview.previewToWire,
  over: responseOf(STATE_MANAGER.PlanReconciliation),
  fromWire: preview.previewFromWire,
});
survives("the subject of an explanation", any.explainSubject, {
  toWire: explanation.explainSubjectToWire,
  over: requestOf(STATE_MANAGER.Explain),
  fromWire: explanation.explainSubjectFromWire,
});
survives("Explanation", any.explanation, {
  toWire: explanation.explanationToWire,
  over: responseOf(STATE_MANAGER.Explain),
  fromWire: explanation.explanationFromWire,
});
survives("SubscriptionRequest", any.subscription, {
  toWire: subscription.subscriptionToWire,
  over: requestOf(STATE_MANAGER.SubscribeToStateChanges),
  fromWire: subscription.subscriptionFromWire,
});
survives("SubscriptionMessage", any.message, {
  toWire: subscription.messageToWire,
  over: responseOf(STATE_MANAGER.SubscribeToStateChanges),
  fromWire: subscription.messageFromWire,
});
survives("StateDiff", any.diff, {
  toWire: (diff) => ({ diff: diffToWire(diff) }),
  over: responseOf(NODE_AGENT.GetStateDiff),
  fromWire: ({ diff }) => diffFromWire(diff, "diff"),
});
survives("a subscription to diffs", any.diffSubscription, {
  toWire: nodeAgent.diffSubscriptionToWire,
  over: requestOf(NODE_AGENT.SubscribeStateDiffs),
  fromWire: nodeAgent.diffSubscriptionFromWire,
});
survives("a message of a node", any.nodeMessage, {
  toWire: nodeAgent.nodeMessageToWire,
  over: responseOf(NODE_AGENT.SubscribeStateDiffs),
  fromWire: nodeAgent.nodeMessageFromWire,
});
survives("ResourceState", any.resourceUpdate, {
  toWire: nodeAgent.resourceUpdateToWire,
  over: requestOf(NODE_AGENT.UpdateResourceState),
  fromWire: nodeAgent.resourceUpdateFromWire,
});

const contextOf = (
  { id: actionId, resourceId, node, generation, deadlineMs, causation, desired }: PlannedAction,
) => ({
  context: { actionId, resourceId, node, generation, term: 5n, deadlineMs, causation },
  desired,
});
const fromNodeOf = ({ step }: PlannedAction) => step.kind === "Relocate" ? step.fromNode : "";

survives("a planned action to execute", any.action, {
  toWire: (action) => executionToWire(action, "Relocate", 5n),
  over: requestOf(ACTION_CONTROLLER.ExecuteAction),
  fromWire: executionFromWire,
  expected: (action) => ({
    call: "execute",
    ...contextOf(action),
    kind: "Relocate",
    fromNode: fromNodeOf(action),
  }),
});
survives("a recovery to request", any.action, {
  toWire: (action) => recoveryToWire(action, "Isolate", { containerId: action.resourceId, term: 5n }),
  over: requestOf(ACTION_CONTROLLER.RequestRecovery),
  fromWire: recoveryFromWire,
  expected: (action) => ({
    call: "recovery",
    ...contextOf(action),
    action: "Isolate",
    fromNode: fromNodeOf(action),
  }),
});
survives("a lifecycle action to request", any.action, {
  toWire: (action) => lifecycleToWire(action, "Stop", { containerId: action.resourceId, term: 5n }),
  over: requestOf(ACTION_CONTROLLER.RequestLifecycleAction),
  fromWire: lifecycleFromWire,
  expected: (action) => ({ call: "lifecycle", ...contextOf(action), action: "Stop" }),
});
survives("the answer of the controller", any.answer, {
  toWire: answerToWire,
  over: responseOf(ACTION_CONTROLLER.ExecuteAction),
  fromWire: answerFromWire,
});
survives("StateAlert", any.alert, {
  toWire: (alert) => ({ alert: alertToWire(alert) }),
  over: requestOf(MONITORING_SERVER.SendAlert),
  fromWire: ({ alert }) => alertFromWire(alert, "alert"),
});
survives("KeptAlert", any.keptAlert, {
  toWire: (alert) => alertsToWire([alert]),
  over: responseOf(STATE_MANAGER.ListAlerts),
  fromWire: (wire) => alertsFromWire(wire)[0],
});
survives("StateMetrics", any.metrics, {
  toWire: (metrics) => ({ metrics: metricsToWire(metrics) }),
  over: requestOf(MONITORING_SERVER.SendMetrics),
  fromWire: ({ metrics }) => metricsFromWire(metrics, "metrics"),
});

Deno.test("arbitrary bytes of a peer are read, or refused with the path of a field", () => {
  const readers: readonly ((bytes: Uint8Array) => unknown)[] = [
    (bytes) => query.specChangeFromWire(decoded(STATE_MANAGER.UpdateState.requestDeserialize, bytes)),
    (bytes) => query.queryFromWire(decoded(STATE_MANAGER.QueryState.requestDeserialize, bytes)),
    (bytes) => query.historyQueryFromWire(decoded(STATE_MANAGER.GetHistory.requestDeserialize, bytes)),
    (bytes) =>
      subscription.subscriptionFromWire(
        decoded(STATE_MANAGER.SubscribeToStateChanges.requestDeserialize, bytes),
      ),
    (bytes) =>
      subscription.messagesFromWire(
        decoded(STATE_MANAGER.SubscribeToStateChanges.responseDeserialize, bytes),
      ),
    (bytes) =>
      nodeAgent.nodeMessageFromWire(decoded(NODE_AGENT.SubscribeStateDiffs.responseDeserialize, bytes)),
    (bytes) => trigger.triggerFromWire(decoded(STATE_MANAGER.TriggerRecovery.requestDeserialize, bytes)),
    (bytes) =>
      preview.previewSubjectFromWire(decoded(STATE_MANAGER.PlanReconciliation.requestDeserialize, bytes)),
    (bytes) => explanation.explainSubjectFromWire(decoded(STATE_MANAGER.Explain.requestDeserialize, bytes)),
    (bytes) => explanation.explanationFromWire(decoded(STATE_MANAGER.Explain.responseDeserialize, bytes)),
    (bytes) => answerFromWire(decoded(ACTION_CONTROLLER.ExecuteAction.responseDeserialize, bytes)),
  ];
  const valid = fc.oneof(
    any.specChange.map((value) => STATE_MANAGER.UpdateState.requestSerialize(query.specChangeToWire(value))),
    any.nodeMessage.map((value) =>
      NODE_AGENT.SubscribeStateDiffs.responseSerialize(nodeAgent.nodeMessageToWire(value))
    ),
    any.trigger.map((value) => STATE_MANAGER.TriggerRecovery.requestSerialize(trigger.triggerToWire(value))),
    any.explanation.map((value) =>
      STATE_MANAGER.Explain.responseSerialize(explanation.explanationToWire(value))
    ),
    any.message.map((value) =>
      STATE_MANAGER.SubscribeToStateChanges.responseSerialize(subscription.messageToWire(value))
    ),
  );
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });
  const forged = fc.tuple(valid, edits).map(([bytes, changes]) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte;
    return copy;
  });
  fc.assert(
    fc.property(
      fc.oneof(forged, fc.uint8Array({ maxLength: 64 })),
      fc.nat(readers.length - 1),
      (bytes, n) => {
        try {
          readers[n]?.(bytes);
        } catch (error) {
          if (error instanceof Undecodable) return;
          assert.ok(error instanceof StateManagerError && error.failure.kind === "invalid", String(error));
          assert.match(error.failure.field, /^[a-z_]/);
          assert.ok(error.message.length < 1_000, error.message);
        }
      },
    ),
    { numRuns: 4_000 },
  );
});

class Undecodable extends Error {}

function decoded<T>(decode: (bytes: Buffer) => T, bytes: Uint8Array): T {
  try {
    return decode(Buffer.from(bytes));
  } catch (error) {
    throw new Undecodable("not a message", { cause: error });
  }
}

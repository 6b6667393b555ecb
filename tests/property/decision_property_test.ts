import { ok } from "node:assert/strict";
import fc from "fast-check";
import { decide, type Decision, type DecisionInput } from "../../src/reconciliation/decide/decision.ts";
import { isThere } from "../../src/state/diff.ts";
import { nextState } from "../../src/state/machine.ts";
import { situations } from "../support/decision_arbitraries.ts";

const RUNS = { numRuns: 3_000 };

function holds(name: string, check: (input: DecisionInput, decision: Decision) => void): void {
  Deno.test(name, () => {
    fc.assert(fc.property(situations, (input) => check(input, decide(input))), RUNS);
  });
}

holds("decide() only asks for transitions that the machine applies", (input, decision) => {
  if (decision.kind !== "transition") return;
  const result = nextState(input.service.status.state, decision.event);
  ok(result.kind === "applied", `${decision.event} in ${input.service.status.state} is ${result.kind}`);
});

holds("decide() never acts for a plan of another generation", (input, decision) => {
  if (decision.kind !== "run-plan") return;
  ok(decision.record.plan.generation === input.service.metadata.generation);
});

holds("decide() makes no plan and starts no recovery while one is there", (input, decision) => {
  if (input.plan === undefined) return;
  ok(
    ["run-plan", "finish-plan", "fail-plan", "drop-plan", "wait", "block"].includes(decision.kind),
    decision.kind,
  );
});

holds("decide() makes plans only from looks at the present generation, or of strays", (input, decision) => {
  if (decision.kind !== "make-plan") return;
  const isStray = decision.diff === input.stray;
  ok(isStray || decision.diff.observedGeneration >= input.service.metadata.generation);
  ok(isStray || input.node?.isReachable === true);
});

holds("decide() does not start a service whose dependencies are not fulfilled", (input, decision) => {
  if (input.waitingFor.length === 0 || decision.kind !== "transition") return;
  ok(decision.event !== "Start");
});

holds("decide() leaves an isolated service alone, except to stop it or its strays", (input, decision) => {
  const isIsolated = input.service.status.conditions.some(({ type, status }) =>
    type === "Isolated" && status === "True"
  );
  if (!isIsolated || input.plan !== undefined || input.service.spec.state !== "Running") return;
  const isStop = decision.kind === "make-plan" && isThere(decision.diff);
  ok(decision.kind === "idle" || decision.kind === "wait" || isStop, decision.kind);
});

holds("decide() respects the backoff before a recovery", (input, decision) => {
  if (decision.kind === "recover") ok(input.nowMs >= input.retryAtMs);
});

holds("decide() waits only for times that are still to come", (input, decision) => {
  if (decision.kind === "wait") {
    ok(decision.untilMs > input.nowMs, `${decision.why}: ${decision.untilMs} <= ${input.nowMs}`);
  }
});

holds("decide() ends a resource only when nothing is wanted and nothing is left", (input, decision) => {
  if (decision.kind !== "remove") return;
  ok(input.service.spec.state === "Terminating" && input.service.status.state === "Terminating");
  ok(input.node === undefined || input.diff?.actual.replicas === 0);
});

holds(
  "decide() accepts a plan only by a look that is younger than its actions, or an absence",
  (input, decision) => {
    if (decision.kind !== "finish-plan") return;
    const node = decision.record.plan.actions.at(-1)?.node;
    const look = node === input.node?.name ? input.diff : input.stray;
    if (look === undefined) return ok(node !== input.node?.name);
    ok(input.verifyFromSequence !== undefined && look.sequence >= input.verifyFromSequence);
  },
);

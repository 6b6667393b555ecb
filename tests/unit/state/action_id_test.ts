import { deepEqual, equal, ok } from "node:assert/strict";
import { RunIdSource } from "../../../src/platform/process/ids.ts";
import { Executor } from "../../../src/reconciliation/executor.ts";
import { createActionPlan } from "../../../src/reconciliation/planner.ts";
import {
  ACTION_ID_ALPHABET,
  actionIdOf,
  actionOfTry,
  MAX_ACTION_ID_CHARACTERS,
  tryIdOf,
} from "../../../src/state/action_id.ts";
import { answerFromWire } from "../../../src/grpc/wire/action.ts";
import { explainSubjectFromWire } from "../../../src/grpc/wire/explain.ts";
import { contextOf, diffOf } from "../../support/domain.ts";

/** Every id that an action of a real run can be sent under. */
async function idsThatAreSent(): Promise<readonly string[]> {
  const ids = new RunIdSource();
  const plan = createActionPlan(
    diffOf({
      existenceDiff: { desiredExists: true, actualExists: false },
      actual: { replicas: 0, availableReplicas: 0, version: "" },
    }),
    { ...contextOf(), planId: ids.next() },
  );
  const sent: string[] = [];
  const executor = new Executor({
    send: ({ id }) => {
      sent.push(id);
      return Promise.resolve({ kind: "failed", message: "no" });
    },
    pause: () => Promise.resolve(),
    random01: () => 0,
  }, { attempts: 10, backoff: { baseMs: 1, capMs: 1 } });
  await executor.executePlan(plan, {
    fromAction: 0,
    signal: new AbortController().signal,
    canContinue: () => true,
    onSend: () => {},
    onAcknowledged: () => {},
  });
  return sent;
}

Deno.test("every id that is sent is accepted in an answer, and can be explained", async () => {
  const sent = await idsThatAreSent();
  equal(new Set(sent).size, 10);
  for (const actionId of sent) {
    const wire = { actionId, outcome: "ACTION_OUTCOME_DONE", message: "", wasRepeated: false } as const;
    equal(answerFromWire(wire).actionId, actionId);
    const subject = explainSubjectFromWire({
      subject: "planOrActionId",
      planOrActionId: actionId,
      last: 0,
    });
    deepEqual(subject, { kind: "plan", id: actionId });
  }
});

Deno.test("the .proto file publishes the alphabet and the length that are checked", async () => {
  const path = new URL(
    "../../../proto/piccolo/actioncontroller/v1/action_controller.proto",
    import.meta.url,
  );
  const proto = await Deno.readTextFile(path);
  ok(proto.includes(`1 to ${MAX_ACTION_ID_CHARACTERS} characters of ${ACTION_ID_ALPHABET.words}.`));
});

Deno.test("actionOfTry() takes the number of a try away, and nothing else", () => {
  const id = actionIdOf("7h2k9w4mq0xe-1a", 12);
  equal(id, "7h2k9w4mq0xe-1a/12");
  equal(tryIdOf(id, 1), id);
  equal(tryIdOf(id, 2), `${id}.2`);
  for (const number of [1, 2, 10]) equal(actionOfTry(tryIdOf(id, number)), id);
});

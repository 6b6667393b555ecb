/** The rules of docs/protocol.md for an ActionController, each with a trial: what a plan relies on, tried from its side. */
import { status as Status } from "@grpc/grpc-js";
import { ACTION_CONTROLLER } from "../grpc/wire/methods.ts";
import { answerFromWire } from "../grpc/wire/action.ts";
import { messageOf } from "../kit/errors.ts";
import {
  ANSWER_GRACE_MS,
  type ControllerPeer,
  isRejected,
  outcomeName,
  outcomeText,
} from "./controller_peer.ts";
import {
  kindOf,
  MAX_ID_CHARACTERS,
  refusesTerm,
  repetitionProblems,
  triedAbsolute,
  triedInvalid,
  triedUnknownNumber,
  triedUnset,
} from "./controller_trials.ts";
import { torn, unknownField, withBytes } from "./line.ts";
import { failed, notTried, passed, type Rule, verdictOf } from "./rule.ts";

const MAX_MESSAGE_BYTES = 1_024;
const SHORT_DEADLINE_MS = 2_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-";

export const CONTROLLER_RULES = {
  "three-calls": {
    requirement:
      "ExecuteAction, RequestRecovery and RequestLifecycleAction are answered, each with an outcome.",
    reach: "asks",
    run: async (peer) => {
      const outcomes = {
        ExecuteAction: await peer.line.call(ACTION_CONTROLLER.ExecuteAction, peer.scaleRequest()),
        RequestRecovery: await peer.line.call(ACTION_CONTROLLER.RequestRecovery, peer.isolateRequest()),
        RequestLifecycleAction: await peer.stop(),
      };
      return verdictOf(
        Object.entries(outcomes).flatMap(([call, outcome]) =>
          outcome.kind === "answered" || (isRejected(outcome) && outcome.error.code !== Status.UNIMPLEMENTED)
            ? []
            : [`${call}: ${outcomeText(outcome)}`]
        ),
      );
    },
  },
  "names-its-id": {
    requirement: "An answer names the action_id of its request, as it was sent.",
    reach: "asks",
    run: async (peer) => {
      const id = peer.newId();
      const outcome = await peer.stop({ id });
      if (outcome.kind === "failed") return notTried(outcomeText(outcome));
      const { actionId } = outcome.value;
      return actionId === id ? passed() : failed(`"${actionId.slice(0, 140)}" instead of "${id}"`);
    },
  },
  "valid-answer": {
    requirement: "An answer has an outcome (DONE, FAILED, REJECTED), and a message of at most 1,024 bytes.",
    reach: "asks",
    run: async (peer) => {
      const outcome = await peer.stop();
      if (outcome.kind === "failed") return notTried(outcomeText(outcome));
      try {
        answerFromWire(outcome.value);
      } catch (error) {
        return failed(messageOf(error));
      }
      const bytes = new TextEncoder().encode(outcome.value.message).length;
      return bytes <= MAX_MESSAGE_BYTES
        ? passed(outcomeText(outcome))
        : failed(`the message has ${bytes} bytes`);
    },
  },
  "repeated-id": {
    requirement: "A repeated id is answered with the outcome of the first call and was_repeated = true.",
    reach: "asks",
    run: async (peer) => {
      const order = { id: peer.newId(), service: peer.newService() };
      const first = await peer.stop(order);
      if (first.kind === "failed") return notTried(`a status is no outcome: ${outcomeText(first)}`);
      const again = await peer.stop(order);
      return verdictOf([
        ...(first.value.wasRepeated ? ["the first answer says was_repeated"] : []),
        ...repetitionProblems(outcomeName(first.value), again),
      ]);
    },
  },
  "repeated-while-running": {
    requirement:
      "An id that is repeated while its first call runs is carried out once; both get that outcome.",
    reach: "asks",
    run: async (peer) => {
      const order = { id: peer.newId(), service: peer.newService() };
      const both = await Promise.all([peer.stop(order), peer.stop(order)]);
      const [one, other] = both;
      if (both.every((outcome) => outcome.kind === "failed" && isRejected(outcome))) {
        return notTried(`a status is no outcome: ${outcomeText(one)}`);
      }
      if (one.kind === "failed" || other.kind === "failed") {
        return failed(both.map(outcomeText).join(" and "));
      }
      const outcomes = [one, other].map(({ value }) => outcomeName(value));
      const repeated = [one, other].filter(({ value }) => value.wasRepeated).length;
      return verdictOf([
        ...(outcomes[0] === outcomes[1] ? [] : [`the outcomes are ${outcomes.join(" and ")}`]),
        ...(repeated === 1 ? [] : [`${repeated} of the two answers say was_repeated`]),
      ]);
    },
  },
  "one-action-per-id": {
    requirement: "A known id with another action does nothing: it is rejected, or answered as repeated.",
    reach: "asks",
    run: async (peer) => {
      const id = peer.newId();
      const first = await peer.stop({ id });
      if (first.kind === "failed") return notTried(`a status is no outcome: ${outcomeText(first)}`);
      const misused = await peer.stop({ id });
      if (isRejected(misused) || (misused.kind === "answered" && misused.value.wasRepeated)) return passed();
      return failed(`the id of another service's action: ${outcomeText(misused)}`);
    },
  },
  "id-alphabet": {
    requirement: "An id of 128 characters of [A-Za-z0-9._:/-] is accepted.",
    reach: "asks",
    run: async (peer) => {
      const id = `${peer.newId()}${ALPHABET}`.padEnd(MAX_ID_CHARACTERS, "x").slice(0, MAX_ID_CHARACTERS);
      const outcome = await peer.stop({ id });
      const plain = await peer.stop();
      if (outcome.kind === "answered") return passed();
      return plain.kind === "answered" ? failed(outcomeText(outcome)) : notTried(outcomeText(plain));
    },
  },
  "in-time": {
    requirement: "An action is answered within its deadline.",
    reach: "asks",
    run: async (peer) => {
      const { clock } = peer.line.options;
      const fromMs = clock.monotonicMs();
      const outcome = await peer.stop({ deadlineMs: SHORT_DEADLINE_MS });
      const tookMs = Math.round(clock.monotonicMs() - fromMs);
      if (outcome.kind === "answered" || outcome.error.kind !== "timed-out") return passed(`${tookMs} ms`);
      return failed(`no answer ${ANSWER_GRACE_MS} ms after a deadline of ${SHORT_DEADLINE_MS} ms`);
    },
  },
  "unknown-service": {
    requirement: "A stop of a service that does not run is DONE, or rejected; never FAILED, never left open.",
    reach: "asks",
    run: async (peer) => {
      const outcome = await peer.stop();
      const isDone = outcome.kind === "answered" && outcomeName(outcome.value) === "DONE";
      return isDone || isRejected(outcome) ? passed(outcomeText(outcome)) : failed(outcomeText(outcome));
    },
  },
  "unknown-node": {
    requirement: "An action on a node that the controller does not have is not DONE.",
    reach: "asks",
    run: async (peer) => {
      const outcome = await peer.stop({ node: `no-node-${crypto.randomUUID().slice(0, 8)}` });
      if (outcome.kind === "answered") {
        return outcomeName(outcome.value) === "DONE" ? failed("DONE") : passed(outcomeText(outcome));
      }
      return isRejected(outcome) ? passed(outcomeText(outcome)) : failed(outcomeText(outcome));
    },
  },
  "refuses-unset": {
    requirement: "A request without what it needs is refused: no context, no service, no kind, no deadline.",
    reach: "asks",
    run: triedUnset,
  },
  "refuses-unknown-number": {
    requirement: "A number of an enum that the controller does not know is refused, not guessed at.",
    reach: "asks",
    run: triedUnknownNumber,
  },
  "refuses-invalid": {
    requirement: "An id or a name that is not accepted is refused.",
    reach: "asks",
    run: triedInvalid,
  },
  "unknown-fields": {
    requirement: "A field that the controller does not know changes nothing.",
    reach: "asks",
    run: async (peer) => {
      const changed = withBytes(ACTION_CONTROLLER.RequestLifecycleAction, unknownField);
      const plain = await peer.stop();
      const outcome = await peer.line.call(changed, peer.lifecycleRequest());
      return kindOf(outcome) === kindOf(plain)
        ? passed()
        : failed(`${outcomeText(outcome)} instead of ${outcomeText(plain)}`);
    },
  },
  "undecodable": {
    requirement: "Bytes that are no message are answered with an error, and the controller goes on.",
    reach: "asks",
    run: async (peer) => {
      const outcome = await peer.line.call(withBytes(ACTION_CONTROLLER.RequestLifecycleAction, torn), {});
      if (outcome.kind === "answered" && !isRejected(outcome)) return failed(outcomeText(outcome));
      if (outcome.kind === "failed" && outcome.error.kind === "timed-out") return failed("no answer");
      const after = await peer.stop();
      const isSound = after.kind === "answered" || isRejected(after);
      return isSound ? passed(outcomeText(outcome)) : failed(`afterwards: ${outcomeText(after)}`);
    },
  },
  "stale-term": {
    requirement: "A lower term than one that was seen is refused with FAILED_PRECONDITION.",
    reach: "asks",
    run: async (peer) => {
      if (!peer.request.isDisruptive && peer.term === 0n) {
        return notTried(
          "no term is lower than 0: name one with --term, or allow to raise it with --disruptive",
        );
      }
      if (peer.request.isDisruptive) peer.term += 1n;
      const seen = await peer.stop();
      if (seen.kind === "failed" && !isRejected(seen)) return notTried(outcomeText(seen));
      return await refusesTerm(peer, peer.term - 1n);
    },
  },
  "absolute": {
    requirement:
      "`desired` is the state after the action: what is so already is DONE under a new id as well.",
    reach: "changes",
    run: triedAbsolute,
  },
  // First: any other call would tell the term again.
  "keeps-term": {
    requirement: "The highest term survives a restart of the controller.",
    reach: "restart",
    run: (peer) => refusesTerm(peer, peer.term - 1n),
  },
  "keeps-outcomes": {
    requirement: "Outcomes survive a restart of the controller.",
    reach: "restart",
    run: async (peer) => {
      if (peer.restarted === undefined) return notTried("no outcome was known before");
      const { id, service, outcome } = peer.restarted;
      return verdictOf(repetitionProblems(outcome, await peer.stop({ id, service })));
    },
  },
} as const satisfies Readonly<Record<string, Rule<ControllerPeer>>>;

export type ControllerRuleId = keyof typeof CONTROLLER_RULES;

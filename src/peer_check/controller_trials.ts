/** The longer trials of an ActionController; the rules that they belong to are in `controller_rules.ts`. */
import { status as Status } from "@grpc/grpc-js";
import { ACTION_CONTROLLER } from "../grpc/wire/methods.ts";
import {
  type ActionOutcome,
  type ControllerPeer,
  isRejected,
  outcomeName,
  outcomeText,
} from "./controller_peer.ts";
import { enumNumber, refusalText, withBytes } from "./line.ts";
import { failed, notTried, passed, type Trial, verdictOf } from "./rule.ts";

/** Longest id of an action. */
export const MAX_ID_CHARACTERS = 128;

export function repetitionProblems(first: string, again: ActionOutcome): readonly string[] {
  if (again.kind === "failed") return [`the repeated call: ${outcomeText(again)}`];
  return [
    ...(outcomeName(again.value) === first ? [] : [`${outcomeName(again.value)} after ${first}`]),
    ...(again.value.wasRepeated ? [] : ["the repeated answer says was_repeated = false"]),
  ];
}

/** Outcome or status, without its words. */
export function kindOf(outcome: ActionOutcome): string {
  return outcome.kind === "failed" ? String(outcome.error.code) : outcomeName(outcome.value);
}

/** What of these was not refused. */
async function unrefused(
  trials: readonly (readonly [what: string, call: () => Promise<ActionOutcome>])[],
): Promise<Trial> {
  const problems: string[] = [];
  for (const [what, call] of trials) {
    const outcome = await call();
    if (!isRejected(outcome)) problems.push(`${what}: ${outcomeText(outcome)}`);
  }
  return verdictOf(problems);
}

export function triedUnset(peer: ControllerPeer): Promise<Trial> {
  const { ExecuteAction, RequestLifecycleAction, RequestRecovery } = ACTION_CONTROLLER;
  const lifecycle = peer.lifecycleRequest();
  const scale = peer.scaleRequest();
  const isolate = peer.isolateRequest();
  const { line } = peer;
  return unrefused([
    ["no context", () => line.call(RequestLifecycleAction, { ...lifecycle, context: null })],
    [
      "no resource_id",
      () =>
        line.call(RequestLifecycleAction, {
          ...lifecycle,
          context: { ...lifecycle.context, resourceId: null },
        }),
    ],
    ["no deadline_ms", () => peer.stop({ deadlineMs: 0 })],
    ["no node", () => peer.stop({ node: "" })],
    ["no lifecycle action", () => line.call(RequestLifecycleAction, { ...lifecycle, action: 0 })],
    ["no recovery action", () => line.call(RequestRecovery, { ...isolate, action: 0 })],
    ["no kind", () => line.call(ExecuteAction, { ...scale, kind: 0 })],
    ["a scale without desired", () => line.call(ExecuteAction, { ...scale, desired: null })],
  ]);
}

export function triedUnknownNumber(peer: ControllerPeer): Promise<Trial> {
  const unknown = 99;
  const { ExecuteAction, RequestLifecycleAction, RequestRecovery } = ACTION_CONTROLLER;
  const { line } = peer;
  return unrefused([
    ["kind 99", () => line.call(withBytes(ExecuteAction, enumNumber(2, unknown)), peer.scaleRequest())],
    [
      "recovery action 99",
      () => line.call(withBytes(RequestRecovery, enumNumber(3, unknown)), peer.isolateRequest()),
    ],
    [
      "lifecycle action 99",
      () => line.call(withBytes(RequestLifecycleAction, enumNumber(3, unknown)), peer.lifecycleRequest()),
    ],
  ]);
}

export function triedInvalid(peer: ControllerPeer): Promise<Trial> {
  const service = peer.newService();
  const lifecycle = peer.lifecycleRequest();
  const withName = (name: string) => ({
    ...lifecycle,
    context: { ...lifecycle.context, resourceId: { namespace: service.split("/")[0] ?? "", name } },
  });
  const call = (request: typeof lifecycle) =>
    peer.line.call(ACTION_CONTROLLER.RequestLifecycleAction, request);
  return unrefused([
    ["an empty action_id", () => peer.stop({ id: "" })],
    ["an action_id of 129 characters", () => peer.stop({ id: "x".repeat(MAX_ID_CHARACTERS + 1) })],
    ["an action_id with a blank", () => peer.stop({ id: `${peer.newId()} b` })],
    ["the name ../etc", () => call(withName("../etc"))],
    ["a name of 64 characters", () => call(withName("a".repeat(64)))],
    ["the node ../etc", () => peer.stop({ node: "../etc" })],
    ["a container_id that is no name", () => call({ ...lifecycle, containerId: "../etc/passwd" })],
  ]);
}

export async function refusesTerm(peer: ControllerPeer, stale: bigint): Promise<Trial> {
  const outcome = await peer.stop({ term: stale });
  if (outcome.kind === "answered") return failed(`term ${stale} after ${peer.term}: ${outcomeText(outcome)}`);
  const { code, staleTerm } = outcome.error;
  if (code !== Status.FAILED_PRECONDITION) return failed(refusalText(outcome));
  return staleTerm === undefined
    ? failed(`it does not say that it is for the term: ${refusalText(outcome)}`)
    : passed(`term ${stale} after ${peer.term}`);
}

export async function triedAbsolute(peer: ControllerPeer): Promise<Trial> {
  const service = peer.request.service ?? peer.newService();
  const order = { service, replicas: 1 };
  const started = await peer.lifecycle({ ...order, action: "START" });
  if (started.kind === "failed" || outcomeName(started.value) !== "DONE") {
    const named = peer.request.service === undefined
      ? "; --service and --version name one that it can start"
      : "";
    return notTried(`${service} was not started: ${outcomeText(started)}${named}`);
  }
  const steps = [
    ["a second start", await peer.lifecycle({ ...order, action: "START" })],
    [
      "a scale to the same number",
      await peer.line.call(ACTION_CONTROLLER.ExecuteAction, peer.scaleRequest(order)),
    ],
    ["a stop", await peer.stop({ service })],
    ["a second stop", await peer.stop({ service })],
  ] as const;
  return verdictOf(
    steps.flatMap(([what, outcome]) =>
      outcome.kind === "answered" && outcomeName(outcome.value) === "DONE"
        ? []
        : [`${what}: ${outcomeText(outcome)}`]
    ),
  );
}

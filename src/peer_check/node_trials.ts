/** The longer trials of a NodeAgent; the rules that they belong to are in `node_rules.ts`. */
import { status as Status } from "@grpc/grpc-js";
import { CallError } from "../grpc/status.ts";
import { NODE_AGENT } from "../grpc/wire/methods.ts";
import { delay } from "../kit/delay.ts";
import { isRefusal, refusalText } from "./line.ts";
import { CHECK_NAMESPACE, diffsOf, keyOf, type NodePeer, overText, refusedBy } from "./node_peer.ts";
import { failed, notTried, passed, type Trial, verdictOf } from "./rule.ts";

export async function triedNames(peer: NodePeer): Promise<Trial> {
  await using stream = peer.subscribe();
  const snapshot = await peer.snapshot(stream);
  if (typeof snapshot === "string") return notTried(snapshot);
  const names = new Set(
    stream.heard.map(({ message }) =>
      message.diff?.node ?? message.snapshotEnd?.node ?? message.heartbeat?.node ?? ""
    ),
  );
  const { node } = peer.request;
  if (names.size > 1) {
    return failed(`one stream names ${[...names].map((name) => `"${name}"`).join(" and ")}`);
  }
  const [name = ""] = names;
  if (name === "") return failed("the name is empty");
  return node === undefined || node === name
    ? passed(name)
    : failed(`the node calls itself ${name}, not ${node}`);
}

export async function triedHeartbeat(peer: NodePeer): Promise<Trial> {
  const intervalMs = 500;
  const { clock, signal } = peer.line.options;
  await using stream = peer.subscribe({ heartbeatIntervalMs: intervalMs });
  const snapshot = await peer.snapshot(stream);
  if (typeof snapshot === "string") return notTried(snapshot);
  const fromMs = stream.heard[0]?.atMs ?? clock.monotonicMs();
  await delay(clock, 4 * intervalMs, signal);
  const times = [fromMs, ...stream.heard.map(({ atMs }) => atMs), clock.monotonicMs()];
  const silences = times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs));
  const longestMs = Math.round(Math.max(...silences));
  const over = overText(stream);
  if (over !== undefined) return failed(over);
  const text = `the longest silence was ${longestMs} ms with an interval of ${intervalMs} ms`;
  return longestMs < 3 * intervalMs ? passed(text) : failed(text);
}

export async function triedFilter(peer: NodePeer): Promise<Trial> {
  if (peer.request.isDisruptive) {
    for (const service of [peer.newService(), peer.newService()]) await peer.tell(service);
  }
  const all = await peer.newSnapshot();
  if (typeof all === "string") return notTried(all);
  const [one] = all.diffs;
  if (one?.resourceId === null || one === undefined) return notTried("the node has no service");
  const { namespace, name } = one.resourceId;
  const named = await peer.newSnapshot({ resourceFilter: { resourceIds: [{ namespace, name }] } });
  const others = await peer.newSnapshot({ resourceFilter: { namespaces: [`${CHECK_NAMESPACE}-other`] } });
  if (typeof named === "string") return failed(named);
  if (typeof others === "string") return failed(others);
  const [only, ...more] = named.diffs;
  const problems = [
    ...(only !== undefined && more.length === 0 && keyOf(only) === keyOf(one)
      ? []
      : [`the filter for ${keyOf(one)} let ${named.diffs.length} services through`]),
    ...(others.diffs.length === 0
      ? []
      : [`the filter for another namespace let ${others.diffs.length} services through`]),
  ];
  return verdictOf(problems);
}

export async function triedUnknownService(peer: NodePeer): Promise<Trial> {
  const service = peer.newService();
  const outcome = await peer.observe(service);
  if (outcome.kind === "failed") {
    return outcome.error.code === Status.NOT_FOUND ? passed("NOT_FOUND") : failed(refusalText(outcome));
  }
  const { diff } = outcome.value;
  if (diff === null) return failed("an answer without a diff");
  return verdictOf([
    ...(diff.resourceId?.name === service.name ? [] : [`the answer is about ${keyOf(diff)}`]),
    ...(diff.observedGeneration === "0" ? [] : [`observed_generation is ${diff.observedGeneration}`]),
    ...(diff.existenceDiff === null ? [] : ["there is an existence_diff"]),
    ...((diff.actual?.replicas ?? 0) === 0 ? [] : [`${diff.actual?.replicas} replicas run`]),
  ]);
}

export async function triedInvalid(peer: NodePeer): Promise<Trial> {
  const { namespace } = peer.newService();
  const observations = [
    ["GetStateDiff without resource_id", {}],
    ["GetStateDiff with an empty name", { resourceId: { namespace, name: "" } }],
    ["GetStateDiff with the name ../etc", { resourceId: { namespace, name: "../etc" } }],
    ["GetStateDiff with a name of 64 characters", { resourceId: { namespace, name: "a".repeat(64) } }],
  ] as const;
  const subscriptions = [
    ["a heartbeat interval of 1 ms", { heartbeatIntervalMs: 1 }],
    ["a filter of 17 namespaces", {
      resourceFilter: { namespaces: Array.from({ length: 17 }, (_, at) => `${namespace}-${at}`) },
    }],
  ] as const;
  const problems: string[] = [];
  for (const [what, request] of observations) {
    const outcome = await peer.line.call(NODE_AGENT.GetStateDiff, request);
    if (outcome.kind === "answered") problems.push(`${what} was answered`);
    else if (!isRefusal(outcome)) problems.push(`${what}: ${refusalText(outcome)}`);
  }
  for (const [what, parts] of subscriptions) {
    await using stream = peer.subscribe(parts);
    await peer.line.until(() => stream.heard.length > 0 || stream.over !== undefined, peer.request.timeoutMs);
    const error = stream.over?.error;
    if (error instanceof CallError && isRefusal(refusedBy(error))) continue;
    problems.push(`${what}: ${overText(stream) ?? "the subscription was accepted"}`);
  }
  return verdictOf(problems);
}

export async function triedTerm(peer: NodePeer): Promise<Trial> {
  if (!peer.request.isDisruptive && peer.term === 0n) {
    return notTried("no term is lower than 0: name one with --term, or allow to raise it with --disruptive");
  }
  if (peer.request.isDisruptive) peer.term += 1n;
  const seen = await peer.newSnapshot();
  if (typeof seen === "string") return notTried(seen);
  return await refusesTerm(peer, peer.term - 1n);
}

export async function refusesTerm(peer: NodePeer, stale: bigint): Promise<Trial> {
  await using stream = peer.subscribe({ term: stale.toString() });
  await peer.line.until(() => stream.heard.length > 0 || stream.over !== undefined, peer.request.timeoutMs);
  const problems: string[] = [];
  const error = stream.over?.error;
  if (!(error instanceof CallError) || error.code !== Status.FAILED_PRECONDITION) {
    problems.push(`a subscription with term ${stale}: ${overText(stream) ?? "it was accepted"}`);
  }
  if (peer.request.isDisruptive) {
    const outcome = await peer.tell(peer.newService(), { term: stale });
    if (outcome.kind === "answered") problems.push(`a desired state with term ${stale}: it was answered`);
    else if (outcome.error.code !== Status.FAILED_PRECONDITION) {
      problems.push(`a desired state with term ${stale}: ${refusalText(outcome)}`);
    } else if (outcome.error.staleTerm === undefined) {
      problems.push(`a desired state: it does not say that it is for the term: ${refusalText(outcome)}`);
    }
  }
  return verdictOf(problems, `term ${stale} after ${peer.term}`);
}

export async function triedSequence(peer: NodePeer): Promise<Trial> {
  await using stream = peer.subscribe();
  const snapshot = await peer.snapshot(stream);
  if (typeof snapshot === "string") return notTried(snapshot);
  const service = peer.newService();
  const ofIt = () => diffsOf(stream).filter(({ resourceId }) => resourceId?.name === service.name);
  for (const generation of [1, 2, 3]) {
    const problem = await peer.tellAccepted(service, { generation });
    if (problem !== undefined) return notTried(problem);
    if (!await peer.line.until(() => ofIt().length >= generation, peer.request.timeoutMs)) break;
  }
  const sequences = ofIt().map(({ sequence }) => BigInt(sequence));
  if (sequences.length < 2) {
    return notTried(`${sequences.length} diffs came after the desired states that it was told`);
  }
  const isRising = sequences.every((sequence, at) => at === 0 || sequence > (sequences[at - 1] ?? sequence));
  return isRising
    ? passed(`${sequences.length} diffs`)
    : failed(`the sequences were ${sequences.join(", ")}`);
}

export async function triedHeld(peer: NodePeer): Promise<Trial> {
  const cases = [
    ["on hold", { isHeld: true }],
    ["with 0 replicas", {}],
  ] as const;
  const problems: string[] = [];
  for (const [what, told] of cases) {
    const service = peer.newService();
    const problem = await peer.tellAccepted(service, told);
    if (problem !== undefined) return notTried(problem);
    const diff = await peer.diff(service);
    if (typeof diff === "string") return notTried(diff);
    if (diff.existenceDiff?.desiredExists === true) {
      problems.push(`${what}: existence_diff says that it should exist`);
    }
    if (diff.scaleDiff !== null) problems.push(`${what}: there is a scale_diff`);
  }
  return verdictOf(problems);
}

export async function triedInvalidState(peer: NodePeer): Promise<Trial> {
  const term = peer.term.toString();
  const service = peer.newService();
  const state = { generation: "1", revision: "1" };
  const cases = [
    ["no updated_state", { resourceId: service, term }],
    ["no spec", { resourceId: service, updatedState: state, term }],
    ["no resource_id", { updatedState: { ...state, removed: true }, term }],
    ["the name ../etc", {
      resourceId: { namespace: service.namespace, name: "../etc" },
      updatedState: { ...state, removed: true },
      term,
    }],
  ] as const;
  const problems: string[] = [];
  for (const [what, request] of cases) {
    const outcome = await peer.line.call(NODE_AGENT.UpdateResourceState, request);
    if (outcome.kind === "answered") problems.push(`${what}: accepted = ${outcome.value.accepted}`);
    else if (!isRefusal(outcome)) problems.push(`${what}: ${refusalText(outcome)}`);
  }
  return verdictOf(problems);
}

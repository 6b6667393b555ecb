/**
 * Holds the rules of docs/protocol.md against a peer that somebody else wrote (`statemanagerd check-peer`).
 *
 * I1: what the request does not allow is not tried, and the finding says what would allow it.
 * I2: rules are tried one after the other, in the order of their table; those about restarts come last.
 * I3: a rule that cannot be tried because the peer breaks another one is not tried: one fault fails one rule.
 */
import { status as Status } from "@grpc/grpc-js";
import type { CallOutcome } from "../grpc/client/channel.ts";
import { CallError } from "../grpc/status.ts";
import type { Clock } from "../ports/clock.ts";
import type { CheckPeer, PeerCheckRequest, PeerReport, RuleFinding } from "../ports/peer_check.ts";
import { MAX_TERM } from "../records/checks.ts";
import { ControllerPeer, outcomeName } from "./controller_peer.ts";
import { CONTROLLER_RULES } from "./controller_rules.ts";
import { Line, refusalText } from "./line.ts";
import { NodePeer, refusedBy } from "./node_peer.ts";
import { NODE_RULES } from "./node_rules.ts";
import { notTried, passed, type Rule, type RuleReach, type Trial } from "./rule.ts";

/** How the rules meet one kind of peer. */
interface Subject<Peer extends { term: bigint }> {
  readonly peer: Peer;
  readonly line: Line;
  readonly rules: Readonly<Record<string, Rule<Peer>>>;
  /** One call or stream with the term of the check; the error that it ended with, if it did. */
  readonly meet: () => Promise<CallError | undefined>;
  /** A call with which the peer learns no term that it may have forgotten. */
  readonly knock: () => Promise<CallError | undefined>;
  /** Leaves something behind that a restart has to keep. */
  readonly beforeRestart: () => Promise<void>;
  /** Takes back what the check told. */
  readonly leave: () => Promise<void>;
}

export function checkPeerWith({ clock }: { readonly clock: Clock }): CheckPeer {
  return async (request) => {
    const { timeoutMs, signal } = request;
    using line = new Line(request.address, { clock, timeoutMs, signal });
    return request.kind === "node-agent"
      ? await check(nodeSubject(line, request), request)
      : await check(controllerSubject(line, request), request);
  };
}

async function check<Peer extends { term: bigint }>(
  subject: Subject<Peer>,
  request: PeerCheckRequest,
): Promise<PeerReport> {
  const error = await meetWithTerm(subject, request);
  if (error !== undefined && isAway(error)) {
    return { unreachable: error.message, findings: findingsOf(subject, "the peer does not answer") };
  }
  if (error?.code === Status.FAILED_PRECONDITION) {
    const why =
      `the peer refuses term ${subject.peer.term} (${refusalText(refusedBy(error))}): name the term of its ` +
      "State Manager with --term, or allow to raise it with --disruptive";
    return { findings: findingsOf(subject, why) };
  }
  const findings: RuleFinding[] = [];
  let restart: Trial | undefined;
  for (const [rule, { requirement, reach, run }] of Object.entries(subject.rules)) {
    request.signal.throwIfAborted();
    let trial = forbidden(reach, request);
    if (trial === undefined && reach === "restart") {
      restart ??= await awaitRestart(subject, request);
      if (restart.verdict !== "passed") trial = restart;
    }
    findings.push({ rule, requirement, ...(trial ?? await run(subject.peer)) });
  }
  if (request.isDisruptive) await subject.leave();
  return { findings };
}

/** I1. */
function forbidden(reach: RuleReach, { isDisruptive, restartWithinMs }: PeerCheckRequest): Trial | undefined {
  if (reach !== "asks" && !isDisruptive) return notTried("it changes the peer: --disruptive allows that");
  if (reach !== "restart" || restartWithinMs !== undefined) return undefined;
  return notTried("somebody has to restart the peer: --restart-within waits for that");
}

function findingsOf<Peer extends { term: bigint }>(
  { rules }: Subject<Peer>,
  why: string,
): readonly RuleFinding[] {
  return Object.entries(rules).map(([rule, { requirement }]) => ({ rule, requirement, ...notTried(why) }));
}

/** Finds a term that the peer accepts: the one that was given or, where the peer may be changed, a higher one. */
async function meetWithTerm<Peer extends { term: bigint }>(
  { peer, meet }: Subject<Peer>,
  { isDisruptive }: PeerCheckRequest,
): Promise<CallError | undefined> {
  while (true) {
    const error = await meet();
    const isStale = error?.code === Status.FAILED_PRECONDITION;
    if (!isStale || !isDisruptive || peer.term >= MAX_TERM) return error;
    peer.term = peer.term === 0n ? 1n : peer.term * 2n;
  }
}

/** Passed when the peer was away and is back. */
async function awaitRestart<Peer extends { term: bigint }>(
  { line, knock, beforeRestart }: Subject<Peer>,
  { address, restartWithinMs = 0, prompt }: PeerCheckRequest,
): Promise<Trial> {
  await beforeRestart();
  prompt(`Restart the peer at ${address} now, within ${Math.round(restartWithinMs / 1_000)} s.`);
  if (!await line.until(() => !line.isConnected(), restartWithinMs)) {
    return notTried("the peer was not restarted in time");
  }
  const isBack = async () => {
    const error = await knock();
    return error === undefined || !isAway(error);
  };
  return await line.until(isBack, restartWithinMs)
    ? passed()
    : notTried("the peer did not come back in time");
}

function isAway({ kind }: CallError): boolean {
  return kind === "unreachable";
}

function errorOf(outcome: CallOutcome<unknown>): CallError | undefined {
  return outcome.kind === "failed" ? outcome.error : undefined;
}

function nodeSubject(line: Line, request: PeerCheckRequest): Subject<NodePeer> {
  const peer = new NodePeer(line, request);
  return {
    ...{ peer, line },
    rules: NODE_RULES,
    async meet() {
      await using stream = peer.subscribe();
      await line.until(() => stream.heard.length > 0 || stream.over !== undefined, request.timeoutMs);
      const error = stream.over?.error;
      return error instanceof CallError ? error : undefined;
    },
    knock: async () => errorOf(await peer.observe(peer.newService())),
    async beforeRestart() {
      const service = peer.newService();
      const generation = 9;
      peer.term += 1n;
      if (await peer.tellAccepted(service, { generation }) === undefined) {
        peer.restarted = { service, generation };
      }
    },
    leave: () => peer.forgetServices(),
  };
}

function controllerSubject(line: Line, request: PeerCheckRequest): Subject<ControllerPeer> {
  const peer = new ControllerPeer(line, request);
  return {
    ...{ peer, line },
    rules: CONTROLLER_RULES,
    meet: async () => errorOf(await peer.stop()),
    knock: async () => errorOf(await peer.stop({ term: peer.term - 1n })),
    async beforeRestart() {
      const [id, service] = [peer.newId(), peer.newService()];
      peer.term += 1n;
      const answer = await peer.stop({ id, service });
      if (answer.kind === "answered") peer.restarted = { id, service, outcome: outcomeName(answer.value) };
    },
    leave: () => Promise.resolve(),
  };
}

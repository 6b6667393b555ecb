/** The rules of docs/protocol.md for a NodeAgent, each with a trial: what a State Manager relies on, tried from its side. */
import { NODE_AGENT } from "../grpc/wire/methods.ts";
import { nodeMessageFromWire } from "../grpc/wire/node_agent.ts";
import { messageOf } from "../kit/errors.ts";
import { refusalText, torn, unknownField, withBytes } from "./line.ts";
import { diffsOf, keyOf, type NodePeer } from "./node_peer.ts";
import {
  refusesTerm,
  triedFilter,
  triedHeartbeat,
  triedHeld,
  triedInvalid,
  triedInvalidState,
  triedNames,
  triedSequence,
  triedTerm,
  triedUnknownService,
} from "./node_trials.ts";
import { failed, notTried, passed, type Rule, verdictOf } from "./rule.ts";

export const NODE_RULES = {
  "snapshot-first": {
    requirement: "A stream begins with a snapshot that ends with SnapshotEnd.",
    reach: "asks",
    run: async (peer) => {
      const snapshot = await peer.newSnapshot();
      return typeof snapshot === "string" ? failed(snapshot) : passed(`${snapshot.diffs.length} services`);
    },
  },
  "snapshot-count": {
    requirement: "SnapshotEnd says how many diffs the snapshot has.",
    reach: "asks",
    run: async (peer) => {
      const snapshot = await peer.newSnapshot();
      if (typeof snapshot === "string") return notTried(snapshot);
      const { diffs, end } = snapshot;
      return diffs.length === end.count
        ? passed()
        : failed(`count is ${end.count} after ${diffs.length} diffs`);
    },
  },
  "node-name": {
    requirement: "Every message of a stream names the same node.",
    reach: "asks",
    run: triedNames,
  },
  "valid-diffs": {
    requirement: "Every diff has a service, a node, a sequence, `actual`, and numbers within their limits.",
    reach: "asks",
    run: async (peer) => {
      await using stream = peer.subscribe();
      const snapshot = await peer.snapshot(stream);
      if (typeof snapshot === "string") return notTried(snapshot);
      const problems = stream.heard.flatMap(({ message }) => {
        try {
          nodeMessageFromWire(message);
          return [];
        } catch (error) {
          const service = message.payload === "diff" && message.diff ? `${keyOf(message.diff)}: ` : "";
          return [`${service}${messageOf(error)}`];
        }
      });
      return verdictOf(problems.slice(0, 3), `${stream.heard.length} messages`);
    },
  },
  "heartbeat": {
    requirement: "A stream is never silent for three heartbeat intervals.",
    reach: "asks",
    run: triedHeartbeat,
  },
  "resync": {
    requirement: "A new stream begins with a whole snapshot, also while the old one is still open.",
    reach: "asks",
    run: async (peer) => {
      await using first = peer.subscribe();
      const old = await peer.snapshot(first);
      if (typeof old === "string") return notTried(old);
      const again = await peer.newSnapshot();
      if (typeof again === "string") return failed(again);
      const known = new Set(again.diffs.map(keyOf));
      const missing = old.diffs.map(keyOf).filter((key) => !known.has(key));
      return missing.length === 0 ? passed(`${known.size} services`) : failed(
        `${missing.length} services of the first snapshot are missing, ${missing[0]} is one of them`,
      );
    },
  },
  "filter": {
    requirement: "A subscription with a filter reports the services of the filter only.",
    reach: "asks",
    run: triedFilter,
  },
  "unknown-service": {
    requirement:
      "GetStateDiff of a service that the node does not know says that nothing runs, or NOT_FOUND.",
    reach: "asks",
    run: triedUnknownService,
  },
  "refuses-invalid": {
    requirement: "A request with a field that is not accepted is refused, with INVALID_ARGUMENT.",
    reach: "asks",
    run: triedInvalid,
  },
  "unknown-fields": {
    requirement: "A field that the peer does not know changes nothing.",
    reach: "asks",
    run: async (peer) => {
      const service = peer.newService();
      const plain = await peer.observe(service);
      const changed = withBytes(NODE_AGENT.GetStateDiff, unknownField);
      const outcome = await peer.line.call(changed, { resourceId: service });
      if (outcome.kind === plain.kind) return passed();
      return failed(outcome.kind === "failed" ? refusalText(outcome) : "answered only with the field");
    },
  },
  "undecodable": {
    requirement: "Bytes that are no message are answered with an error, and the peer goes on.",
    reach: "asks",
    run: async (peer) => {
      const before = await peer.observe(peer.newService());
      const outcome = await peer.line.call(withBytes(NODE_AGENT.GetStateDiff, torn), {});
      if (outcome.kind === "answered") return failed("answered with a diff");
      if (outcome.error.kind === "timed-out") return failed(`no answer within ${peer.request.timeoutMs} ms`);
      const after = await peer.observe(peer.newService());
      if (after.kind === before.kind) return passed(refusalText(outcome));
      return failed(
        after.kind === "failed" ? `afterwards: ${refusalText(after)}` : "answered only afterwards",
      );
    },
  },
  "stale-term": {
    requirement: "A lower term than one that was seen is refused with FAILED_PRECONDITION.",
    reach: "asks",
    run: triedTerm,
  },
  "told-in-answer": {
    requirement: "GetStateDiff names the generation of the newest desired state.",
    reach: "changes",
    run: async (peer) => {
      const service = peer.newService();
      const problem = await peer.tellAccepted(service, { generation: 7 });
      if (problem !== undefined) return notTried(problem);
      const diff = await peer.diff(service);
      if (typeof diff === "string") return failed(diff);
      const { observedGeneration } = diff;
      return observedGeneration === "7"
        ? passed()
        : failed(`observed_generation is ${observedGeneration} instead of 7`);
    },
  },
  "told-in-stream": {
    requirement: "A new desired state is followed by a diff that names its generation.",
    reach: "changes",
    run: async (peer) => {
      await using stream = peer.subscribe();
      const snapshot = await peer.snapshot(stream);
      if (typeof snapshot === "string") return notTried(snapshot);
      const service = peer.newService();
      const problem = await peer.tellAccepted(service, { generation: 8 });
      if (problem !== undefined) return notTried(problem);
      const isIt = () =>
        diffsOf(stream).some((diff) =>
          diff.resourceId?.name === service.name && diff.observedGeneration === "8"
        );
      const { timeoutMs } = peer.request;
      return await peer.line.until(isIt, timeoutMs)
        ? passed()
        : failed(`no such diff within ${timeoutMs} ms`);
    },
  },
  "told-in-snapshot": {
    requirement: "The snapshot has every service that the node was told of, also when nothing differs.",
    reach: "changes",
    run: async (peer) => {
      const service = peer.newService();
      const problem = await peer.tellAccepted(service);
      if (problem !== undefined) return notTried(problem);
      const snapshot = await peer.newSnapshot();
      if (typeof snapshot === "string") return notTried(snapshot);
      const isThere = snapshot.diffs.some(({ resourceId }) => resourceId?.name === service.name);
      return isThere ? passed() : failed("the service is not in the snapshot");
    },
  },
  "sequence": {
    requirement: "Within a stream each diff of a service has a higher sequence than the one before it.",
    reach: "changes",
    run: triedSequence,
  },
  "absent-service": {
    requirement:
      "A desired service of which nothing runs is an existence_diff, and `actual` has no replicas.",
    reach: "changes",
    run: async (peer) => {
      const service = peer.newService();
      const problem = await peer.tellAccepted(service, { replicas: 1 });
      if (problem !== undefined) return notTried(problem);
      const diff = await peer.diff(service);
      if (typeof diff === "string") return failed(diff);
      const { existenceDiff, actual } = diff;
      if (actual !== null && actual.replicas > 0) {
        return failed(`${actual.replicas} replicas run, without any action`);
      }
      const isRight = existenceDiff?.desiredExists === true && !existenceDiff.actualExists;
      return isRight
        ? passed()
        : failed(existenceDiff === null ? "no existence_diff" : "another existence_diff");
    },
  },
  "held-service": {
    requirement: "A service that is on hold (state Pending), or has 0 replicas, is not missed.",
    reach: "changes",
    run: triedHeld,
  },
  "stale-revision": {
    requirement: "A lower revision than one of the same service is answered accepted = false.",
    reach: "changes",
    run: async (peer) => {
      const service = peer.newService();
      const first = peer.nextRevision(10);
      const problem = await peer.tellAccepted(service, { revision: first });
      if (problem !== undefined) return notTried(problem);
      const lower = await peer.tell(service, { revision: first - 1 });
      if (lower.kind === "failed") return failed(refusalText(lower));
      if (lower.value.accepted) return failed(`accepted revision ${first - 1} after ${first}`);
      const higher = await peer.tellAccepted(service, { revision: first + 1 });
      return higher === undefined ? passed() : failed(`revision ${first + 1}: ${higher}`);
    },
  },
  "revision-reset": {
    requirement: "After a new subscription any revision of a service is accepted once.",
    reach: "changes",
    run: async (peer) => {
      const service = peer.newService();
      const first = peer.nextRevision(10);
      const problem = await peer.tellAccepted(service, { revision: first });
      if (problem !== undefined) return notTried(problem);
      const snapshot = await peer.newSnapshot();
      if (typeof snapshot === "string") return notTried(snapshot);
      const lower = await peer.tellAccepted(service, { revision: first - 5 });
      return lower === undefined ? passed() : failed(`revision ${first - 5} after ${first}: ${lower}`);
    },
  },
  "refuses-invalid-state": {
    requirement: "A desired state without a spec, or of a service without a valid name, is refused.",
    reach: "changes",
    run: triedInvalidState,
  },
  "removed": {
    requirement: "`removed` is accepted, also for a service that the node does not know.",
    reach: "changes",
    run: async (peer) => {
      const problem = await peer.tellAccepted(peer.newService(), { isRemoved: true });
      return problem === undefined ? passed() : failed(problem);
    },
  },
  "keeps-desired": {
    requirement: "Desired states survive a restart of the peer.",
    reach: "restart",
    run: async (peer) => {
      if (peer.restarted === undefined) return notTried("the peer was told nothing before");
      const { service, generation } = peer.restarted;
      const diff = await peer.diff(service);
      if (typeof diff === "string") return failed(diff);
      const { observedGeneration } = diff;
      return observedGeneration === String(generation)
        ? passed()
        : failed(`observed_generation is ${observedGeneration} instead of ${generation}`);
    },
  },
  "keeps-term": {
    requirement: "The highest term survives a restart of the peer.",
    reach: "restart",
    run: (peer) => refusesTerm(peer, peer.term - 1n),
  },
} as const satisfies Readonly<Record<string, Rule<NodePeer>>>;

export type NodeRuleId = keyof typeof NODE_RULES;

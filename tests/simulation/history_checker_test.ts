/** The history checker finds what it is there for: one history for each sentence that breaks it, and none for one that is sound. */
import { deepEqual } from "node:assert/strict";
import type { SubscriptionMessage } from "../../src/manager/serve/subscription.ts";
import type { ServiceState } from "../../src/state/model.ts";
import { serviceOf } from "../support/domain.ts";
import { HistoryChecker } from "../support/history/checker.ts";
import { testEvent } from "../support/cli.ts";

function service(generation: bigint, version = `v${generation}`): ServiceState {
  const made = serviceOf({ id: "vehicle/lidar", generation, spec: { version } });
  return { ...made, metadata: { ...made.metadata, createdAtMs: 1 } };
}

const LIDAR = service(1n).metadata.id;

function change(
  revision: bigint,
  generation: bigint,
  eventType: "SpecChanged" | "StatusObserved" = "SpecChanged",
) {
  const event = testEvent(LIDAR, revision, { eventType });
  return { kind: "change", event, service: service(generation), revision, term: 1n } as const;
}

const COMPLETE = { kind: "snapshot-complete", count: 0, revision: 5n, term: 1n } as const;
const beat = (revision: bigint): SubscriptionMessage => ({
  ...{ kind: "heartbeat", revision, term: 1n, timestampMs: 0, isStale: false, stalenessMs: 0 },
});

/** The sentences that this history breaks. */
function broken(play: (checker: HistoryChecker) => void): readonly string[] {
  const found: string[] = [];
  play(new HistoryChecker((sentence) => void found.push(sentence)));
  return found;
}

/** Somebody follows from revision 5 on. */
function follower(checker: HistoryChecker, messages: readonly SubscriptionMessage[], name = "one") {
  const history = checker.subscriber(name);
  for (const message of [COMPLETE, ...messages]) checker.message(history, "a", message);
  return history;
}

const CASES: Readonly<
  Record<string, readonly [expected: readonly string[], play: (checker: HistoryChecker) => void]>
> = {
  "a sound history": [[], (checker) => {
    follower(checker, [change(6n, 1n), change(7n, 2n), beat(8n)]);
    follower(checker, [change(6n, 1n), change(7n, 2n), beat(8n)], "two");
    checker.acknowledged({ service: service(2n), atMs: 100 });
    checker.compared({ instance: "a", expected: 1n, service: service(2n) });
    checker.read({ instance: "b", atMs: 100, services: [service(1n)], isStale: false, stalenessMs: 50 });
    checker.read({ instance: "b", atMs: 9_000, services: [service(1n)], isStale: true });
    checker.settled([service(2n)]);
  }],
  "a generation that is two specs": [["one-spec-a-generation"], (checker) => {
    checker.read({ instance: "a", atMs: 0, services: [service(2n, "x")], isStale: false, stalenessMs: 0 });
    checker.read({ instance: "b", atMs: 9, services: [service(2n, "y")], isStale: false, stalenessMs: 0 });
  }],
  "a fresh read that misses what was acknowledged": [["bounded-staleness"], (checker) => {
    checker.acknowledged({ service: service(2n), atMs: 100 });
    checker.read({ instance: "b", atMs: 400, services: [service(1n)], isStale: false, stalenessMs: 200 });
  }],
  "a write that was made on another generation": [["compare-and-set"], (checker) => {
    checker.compared({ instance: "a", expected: 1n, service: service(3n) });
  }],
  "a revision that is two events": [["one-history"], (checker) => {
    follower(checker, [change(6n, 1n)]);
    follower(checker, [change(6n, 1n, "StatusObserved")], "two");
  }],
  "a stream that goes back": [["order"], (checker) => {
    follower(checker, [change(7n, 1n), change(6n, 1n)]);
  }],
  "a heartbeat that takes a subscriber back": [["order"], (checker) => {
    follower(checker, [change(7n, 1n), beat(6n)]);
  }],
  "a change that one of two was not told": [["nothing-is-missed"], (checker) => {
    follower(checker, [change(6n, 1n), change(7n, 1n)]);
    follower(checker, [change(7n, 1n)], "two");
    checker.settled([service(1n)]);
  }],
  "a subscriber that knows another state in the end": [["nothing-is-missed"], (checker) => {
    follower(checker, [change(6n, 1n)]);
    checker.settled([service(2n)]);
  }],
  "a service that only a subscriber still knows": [["nothing-is-missed"], (checker) => {
    follower(checker, [change(6n, 1n)]);
    checker.settled([]);
  }],
  "what somebody destroyed is not promised, and what follows is": [["one-spec-a-generation"], (checker) => {
    const read = (generation: bigint, version: string) => {
      const services = [service(generation, version)];
      checker.read({ instance: "a", atMs: 0, services, isStale: false, stalenessMs: 0 });
    };
    read(2n, "x");
    checker.destroyed(LIDAR);
    read(2n, "y");
    read(3n, "z");
    read(3n, "w");
  }],
};

for (const [name, [expected, play]] of Object.entries(CASES)) {
  Deno.test(`the history checker takes ${name} for what it is`, () => deepEqual(broken(play), expected));
}

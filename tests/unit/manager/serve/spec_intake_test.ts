/** Several changes are accepted or refused as a whole, and what only checks asks the same function. */
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { messageOf, StateManagerError } from "../../../../src/kit/errors.ts";
import { Ledger } from "../../../../src/manager/core/ledger.ts";
import type { SpecChange } from "../../../../src/manager/serve/api.ts";
import { SpecIntake } from "../../../../src/manager/serve/spec_intake.ts";
import { CONFIG, MAX_SPEC_BYTES } from "../../../../src/records/spec_limits.ts";
import { DEFAULT_SPEC, type ServiceSpec } from "../../../../src/state/model.ts";
import { idOf } from "../../../support/domain.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

const MAX_SERVICES = 4;

function world() {
  const store = new MemoryStore();
  const clock = new VirtualClock();
  const ledger = new Ledger({ store, clock, log: new MemoryLog() });
  ledger.load();
  const intake = new SpecIntake({ ledger, clock, maxServices: MAX_SERVICES });
  const names = () => [...ledger.ids()];
  return { store, ledger, intake, names };
}

function change(name: string, spec: Partial<ServiceSpec> = {}, expectedGeneration = 0n): SpecChange {
  return {
    ...{ resourceId: idOf(name), spec: { ...DEFAULT_SPEC, version: "1", ...spec }, labels: {} },
    ...{ expectedGeneration, reason: "" },
  };
}

function needs(...names: readonly string[]): Partial<ServiceSpec> {
  return { dependencies: names.map((name) => ({ resourceId: idOf(name), condition: "Running" })) };
}

Deno.test("several changes are one commit, in which each service has a revision of its own", () => {
  const { store, ledger, intake } = world();
  const { commits } = store;
  const steps: number[] = [];
  ledger.onCommitted(({ events, services }) => steps.push(events.length, services.size));
  const outcomes = intake.accept([change("a/a", needs("a/b")), change("a/b")]);
  deepEqual(outcomes.map(({ isChanged }) => isChanged), [true, true]);
  deepEqual(outcomes.map(({ service }) => service.metadata.revision), [1n, 2n]);
  equal(store.commits, commits + 1);
  deepEqual(steps, [2, 2]);
  deepEqual([...store.records.keys()], ["a/a", "a/b"]);
});

const REFUSED: readonly (readonly [what: string, changes: readonly SpecChange[], message: RegExp])[] = [
  [
    "a cycle that only all of them close",
    [change("a/b", needs("a/c")), change("a/c", needs("a/b"))],
    /changes\[0\]\.spec\.dependencies: a\/b: they close a cycle: a\/b -> a\/c -> a\/b/,
  ],
  ["a generation that is stale", [change("a/b"), change("a/a", {}, 7n)], /a\/a: generation 7 is stale/],
  [
    "the end of a service that does not exist",
    [change("a/b"), { resourceId: idOf("a/z"), labels: {}, expectedGeneration: 0n, reason: "" }],
    /a\/z does not exist/,
  ],
  [
    "a service that is given twice",
    [change("a/b"), change("a/b")],
    /changes\[1\]\.resource_id: a\/b is given twice/,
  ],
  [
    "more services than there is room for",
    ["a/b", "a/c", "a/d", "a/e"].map((name) => change(name)),
    /Too many services/,
  ],
];

for (const [what, changes, message] of REFUSED) {
  Deno.test(`${what} is refused, by a check as well, and nothing of the request is in force`, () => {
    const { store, ledger, intake, names } = world();
    intake.accept([change("a/a")]);
    const { commits } = store;
    for (const ask of [() => intake.check(changes), () => intake.accept(changes)]) {
      throws(ask, (error) => error instanceof StateManagerError && message.test(messageOf(error)));
      deepEqual([names(), store.commits, ledger.revision], [["a/a"], commits, 1n]);
    }
  });
}

Deno.test("a cycle that one of them opens is none", () => {
  const { intake } = world();
  intake.accept([change("a/a", needs("a/b")), change("a/b")]);
  const outcomes = intake.accept([change("a/b", needs("a/a")), change("a/a")]);
  deepEqual(outcomes.map(({ isChanged }) => isChanged), [true, true]);
});

Deno.test("a check answers what accepting would, and writes nothing", () => {
  const { store, intake } = world();
  intake.accept([change("a/a"), change("a/b")]);
  const { commits } = store;
  const changes = [change("a/a"), change("a/b", { version: "2" }), change("a/c")];
  const short = (outcomes: ReturnType<SpecIntake["check"]>) =>
    outcomes.map(({ service: { metadata }, isChanged }) => [metadata.id, metadata.generation, isChanged]);
  const checked = short(intake.check(changes));
  equal(store.commits, commits);
  deepEqual(checked, [["a/a", 1n, false], ["a/b", 2n, true], ["a/c", 1n, true]]);
  deepEqual(short(intake.accept(changes)), checked);
});

Deno.test("a spec that is larger than can be shared is refused with its size, although each entry is allowed", () => {
  const { intake } = world();
  const value = "x".repeat(CONFIG.value.maxBytes ?? 0);
  const config = (entries: number) =>
    Object.fromEntries(Array.from({ length: entries }, (_, index) => [`key${index}`, value]));
  intake.accept([change("a/a", { config: config(23) })]);
  ok(24 <= CONFIG.max);
  throws(() => intake.accept([change("a/a", { config: config(24) })]), (error) => {
    match(messageOf(error), new RegExp(`spec: has \\d+ bytes as JSON.*at most ${MAX_SPEC_BYTES} bytes`));
    return true;
  });
});

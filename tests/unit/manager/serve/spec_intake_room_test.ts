import { deepEqual, equal, throws } from "node:assert/strict";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import { Ledger } from "../../../../src/manager/core/ledger.ts";
import { SpecIntake } from "../../../../src/manager/serve/spec_intake.ts";
import { recordDraft } from "../../../../src/reconciliation/apply/transition.ts";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
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
  const create = (name: string) =>
    void intake.accept([{
      ...{ resourceId: idOf(name), spec: { ...DEFAULT_SPEC, version: "1" }, labels: {} },
      ...{ expectedGeneration: 0n, reason: "" },
    }]);
  const end = (name: string) =>
    void ledger.commit({
      ...{ id: idOf(name), record: undefined },
      events: [recordDraft("Terminated", "Operator", { metadata: {} })],
    });
  const isFull = (error: unknown) => error instanceof StateManagerError && error.failure.kind === "limit";
  return { store, ledger, intake, create, end, isFull };
}

Deno.test("one service more than the limit is refused and counted", () => {
  const { intake, create, isFull } = world();
  for (let index = 0; index < MAX_SERVICES; index++) create(`vehicle/s${index}`);
  throws(() => create("vehicle/more"), isFull);
  const [services] = intake.buffers();
  deepEqual([services?.capacity, services?.used, services?.overflows], [MAX_SERVICES, MAX_SERVICES, 1]);
});

Deno.test("services that come and go while the journal cannot be written stay within the limit of services", () => {
  const { store, ledger, intake, create, end, isFull } = world();
  store.failure = new Error("the disk is full");
  for (let index = 0; index < MAX_SERVICES; index++) {
    create(`vehicle/s${index}`);
    end(`vehicle/s${index}`);
  }
  throws(() => create("vehicle/more"), isFull);
  const [, unsaved] = intake.buffers();
  deepEqual([unsaved?.capacity, unsaved?.used], [MAX_SERVICES, MAX_SERVICES]);
  store.failure = undefined;
  ledger.settle();
  create("vehicle/more");
  equal(ledger.size, 1);
});

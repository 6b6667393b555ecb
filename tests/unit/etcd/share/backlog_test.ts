import { deepEqual, equal } from "node:assert/strict";
import { Backlog } from "../../../../src/etcd/share/backlog.ts";
import type { Unit } from "../../../../src/etcd/share/batch.ts";
import type { StateEvent } from "../../../../src/state/event_model.ts";
import { eventOf, idOf } from "../../../support/domain.ts";

const [A, B, C] = [idOf("vehicle/a"), idOf("vehicle/b"), idOf("vehicle/c")];
const NONE = (): readonly StateEvent[] => [];

function event(resourceId: typeof A, revision: number): StateEvent {
  return eventOf({ resourceId, revision: BigInt(revision) });
}

function brief(units: readonly Unit[]): string[] {
  return units.map(({ id, event }) => `${id.slice(-1)}${event?.revision ?? ""}`);
}

Deno.test("events are queued in order, and the cursor follows what was written", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 2n });
  equal(backlog.cursor, 2n);
  backlog.add([event(A, 3), event(B, 4)]);
  backlog.add([event(A, 5)]);
  equal(backlog.size, 3);
  const units = backlog.next(10, NONE);
  deepEqual(brief(units), ["a3", "b4", "a5"]);
  equal(backlog.cursorAfter(units, 2), 4n);
  equal(backlog.cursor, 2n);
  backlog.settle(units, 2);
  equal(backlog.cursor, 4n);
  deepEqual(brief(backlog.next(10, NONE)), ["a5"]);
  deepEqual(brief(backlog.next(0, NONE)), []);
});

Deno.test("states alone come after the events, once each, and do not move the cursor; a state that was written with an event is done", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 0n });
  backlog.addState(A);
  backlog.addState(B);
  backlog.addState(B);
  backlog.add([event(A, 1)]);
  const events = backlog.next(10, NONE);
  deepEqual(brief(events), ["a1"]);
  backlog.settle(events, 1);
  const states = backlog.next(10, NONE);
  deepEqual(brief(states), ["b"]);
  equal(backlog.cursorAfter(states, 1), undefined);
  backlog.settle(states, 1);
  equal(backlog.cursor, 1n);
  equal(backlog.size, 0);
});

Deno.test("on overflow the queue is dropped: each changed service gets the events from the journal, and the cursor moves when all have them", () => {
  const backlog = new Backlog({ capacityEvents: 2, revision: 0n });
  backlog.add([event(A, 1), event(B, 2)]);
  equal(backlog.overflows, 0);
  backlog.add([event(A, 3)]);
  equal(backlog.overflows, 1);
  equal(backlog.isBehind, true);
  equal(backlog.heldAfter, 3n);
  backlog.add([event(C, 4)]);
  equal(backlog.size, 3);
  const journal = new Map([[A, [event(A, 1), event(A, 3)]]]);
  const units = backlog.next(10, (id) => journal.get(id) ?? []);
  deepEqual(brief(units), ["a1", "a3", "b"]);
  equal(backlog.cursorAfter(units, 1), undefined);
  backlog.settle(units, 1);
  equal(backlog.cursor, 0n);
  const again = backlog.next(10, (id) => journal.get(id) ?? []);
  equal(backlog.cursorAfter(again, 3), 3n);
  backlog.settle(again, 3);
  equal(backlog.cursor, 3n);
  equal(backlog.isBehind, false);
  deepEqual(brief(backlog.next(10, NONE)), ["c4"]);
});

Deno.test("services that are behind are returned one by one up to the limit", () => {
  const backlog = new Backlog({ capacityEvents: 1, revision: 0n });
  backlog.add([event(A, 1), event(B, 2), event(C, 3)]);
  const units = backlog.next(2, NONE);
  deepEqual(brief(units), ["a", "b"]);
  equal(backlog.cursorAfter(units, 2), undefined);
  backlog.settle(units, 2);
  deepEqual(brief(backlog.next(2, NONE)), ["c"]);
});

Deno.test("an overflow while a transaction is in flight: services with newer events are behind, not written", () => {
  const backlog = new Backlog({ capacityEvents: 2, revision: 0n });
  backlog.add([event(A, 1), event(B, 2)]);
  const units = backlog.next(10, NONE);
  backlog.add([event(A, 3)]);
  backlog.settle(units, 2);
  equal(backlog.cursor, 2n);
  equal(backlog.isBehind, true);
  deepEqual(brief(backlog.next(10, (id) => id === A ? [event(A, 3)] : [])).includes("a3"), true);
});

Deno.test("a second overflow while services that are behind are written keeps them behind", () => {
  const backlog = new Backlog({ capacityEvents: 1, revision: 0n });
  backlog.add([event(A, 1), event(B, 2)]);
  const units = backlog.next(10, NONE);
  backlog.add([event(A, 3), event(A, 4)]);
  backlog.settle(units, 2);
  equal(backlog.cursor, 0n);
  deepEqual(brief(backlog.next(10, NONE)), ["a"]);
  const rest = backlog.next(10, NONE);
  equal(backlog.cursorAfter(rest, 1), 4n);
  backlog.settle(rest, 1);
  equal(backlog.cursor, 4n);
});

Deno.test("a state that changes while it is written is written again", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 0n });
  backlog.addState(A);
  const units = backlog.next(10, NONE);
  backlog.addState(A);
  backlog.settle(units, 1);
  deepEqual(brief(backlog.next(10, NONE)), ["a"]);
});

Deno.test("moveTo(): events that etcd holds are not written again; events that the queue no longer holds come from the journal", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 10n });
  backlog.add([event(A, 11), event(B, 12)]);
  const asked: bigint[] = [];
  const changed = (cursor: bigint, id: typeof A) => {
    asked.push(cursor);
    return [id];
  };
  backlog.moveTo(11n, (cursor) => changed(cursor, A));
  deepEqual(asked, []);
  deepEqual(brief(backlog.next(10, NONE)), ["b12"]);
  backlog.moveTo(5n, (cursor) => changed(cursor, C));
  deepEqual(asked, [5n]);
  equal(backlog.cursor, 5n);
  const units = backlog.next(10, NONE);
  deepEqual(brief(units), ["c"]);
  backlog.settle(units, 1);
  equal(backlog.cursor, 11n);
  deepEqual(brief(backlog.next(10, NONE)), ["b12"]);
  backlog.moveTo(5n, () => []);
  equal(backlog.cursor, 11n);
});

Deno.test("moveTo() an older cursor: events that the queue has dropped are read from the journal", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 0n });
  backlog.add([event(A, 1), event(B, 2)]);
  backlog.settle(backlog.next(10, NONE), 2);
  equal(backlog.heldAfter, 2n);
  backlog.moveTo(1n, () => [B]);
  deepEqual(brief(backlog.next(10, NONE)), ["b"]);
});

Deno.test("giveUp(): the service is dropped until its next change, the others continue", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 0n });
  backlog.add([event(A, 1), event(B, 2), event(A, 3)]);
  backlog.addState(A);
  backlog.giveUp(A);
  deepEqual(brief(backlog.next(10, NONE)), ["b2"]);
  equal(backlog.size, 1);
});

Deno.test("giveUp() of the last service that is behind moves the cursor to the start of the queue", () => {
  const backlog = new Backlog({ capacityEvents: 1, revision: 0n });
  backlog.add([event(A, 1), event(A, 2)]);
  backlog.giveUp(A);
  equal(backlog.isBehind, false);
  equal(backlog.cursor, 2n);
});

Deno.test("moveTo() the start of the queue reads nothing from the journal", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 10n });
  backlog.add([event(A, 11)]);
  backlog.moveTo(10n, () => [B]);
  deepEqual(brief(backlog.next(10, NONE)), ["a11"]);
});

Deno.test("the last service that is behind counts as written only with all of its events", () => {
  const backlog = new Backlog({ capacityEvents: 1, revision: 0n });
  backlog.add([event(A, 1), event(A, 2)]);
  const units = backlog.next(10, () => [event(A, 1), event(A, 2)]);
  equal(backlog.cursorAfter(units, 1), undefined);
  backlog.settle(units, 1);
  equal(backlog.isBehind, true);
  equal(backlog.cursorAfter(units, 2), 2n);
});

Deno.test("ended services that etcd does not hold are dropped beyond the limit; those that etcd holds are kept", () => {
  const inEtcd = new Set([A]);
  const backlog = new Backlog({
    ...{ capacityEvents: 1, revision: 0n, capacityServices: 2 },
    isGone: (id) => !inEtcd.has(id),
  });
  backlog.add([event(A, 1), event(B, 2)]);
  equal(backlog.size, 2);
  for (let revision = 3; revision < 100; revision += 2) {
    const id = idOf(`vehicle/s${revision}`);
    backlog.add([event(id, revision), event(id, revision + 1)]);
  }
  deepEqual([...new Set(brief(backlog.next(1_000, NONE)))].slice(0, 1), ["a"]);
  const { capacity, used, overflow } = backlog.level("etcd_backlog");
  deepEqual([capacity, used <= capacity, overflow], [3, true, "read-again"]);
});

Deno.test("events of one commit of several services are a group, also after what came before is written", () => {
  const backlog = new Backlog({ capacityEvents: 8, revision: 0n });
  backlog.add([event(A, 1)]);
  backlog.add([event(A, 2), event(B, 3)]);
  backlog.add([event(A, 4), event(A, 5)]);
  backlog.add([event(B, 6), event(C, 7)]);
  const groups = () => backlog.next(10, NONE).map(({ group }) => group);
  deepEqual(groups(), [undefined, 2n, 2n, undefined, undefined, 6n, 6n]);
  backlog.settle(backlog.next(10, NONE), 3);
  deepEqual(groups(), [undefined, undefined, 6n, 6n]);
});

import { deepEqual, equal } from "node:assert/strict";
import { type HeldPlace, Places } from "../../../../src/grpc/server/door/places.ts";
import type { Role } from "../../../../src/ports/caller.ts";

const CAPACITY = 8;

class Room {
  nowMs = 0;
  readonly places = new Places({ capacity: CAPACITY, nowMs: () => this.nowMs });
  readonly evicted: string[] = [];

  /** Enters one millisecond after the one before. */
  enter(name: string, listener = "tcp", role: Role = "observer"): HeldPlace | undefined {
    this.nowMs++;
    return this.places.take({
      ...{ listener, caller: { role, origin: name } },
      evict: () => void this.evicted.push(name),
    });
  }

  /** So many with a call each. */
  busy(count: number, listener = "tcp", role: Role = "observer"): void {
    for (let n = 0; n < count; n++) this.enter(`${listener}-${n}`, listener, role)?.begin();
  }
}

Deno.test("a listener has at most three quarters of the places, and its longest idle connection gives way", () => {
  const room = new Room();
  const places = Array.from({ length: 6 }, (_, n) => room.enter(`c${n}`));
  places[0]?.begin();
  places[1]?.begin();
  places[1]?.end();
  room.enter("new");
  deepEqual(room.evicted, ["c2"]);
});

Deno.test("while every connection of a listener has a call, another one is refused there and let in elsewhere", () => {
  const room = new Room();
  room.busy(6);
  equal(room.enter("new"), undefined);
  equal(room.places.buffers()[0]?.overflows, 1);
  equal(room.enter("other", "unix") === undefined, false);
  deepEqual(room.evicted, []);
});

Deno.test("an operator gets in although all places are taken, by the place of another role", () => {
  const room = new Room();
  room.busy(6, "tcp");
  room.busy(2, "observe");
  equal(room.enter("observer", "third"), undefined);
  equal(room.enter("operator", "unix", "operator") === undefined, false);
  deepEqual(room.evicted, ["tcp-0"]);
});

Deno.test("operators that take all of their own places lock out nobody else", () => {
  const room = new Room();
  room.busy(6, "unix", "operator");
  equal(room.enter("one more", "unix", "operator") === undefined, true);
  equal(room.enter("observer", "tcp") === undefined, false);
});

Deno.test("a connection without a call for too long is closed, one with a call never", () => {
  const room = new Room();
  room.enter("idle");
  room.enter("busy")?.begin();
  room.nowMs = 1_000;
  room.enter("fresh");
  room.places.sweep(500);
  deepEqual(room.evicted, ["idle"]);
});

Deno.test("whoever leaves makes room", () => {
  const room = new Room();
  room.busy(5);
  const last = room.enter("last");
  last?.begin();
  equal(room.enter("new"), undefined);
  last?.leave();
  equal(room.enter("new") === undefined, false);
});

/** As many places as a daemon has by default: the reserve of a role is a sixteenth. */
class Hall extends Room {
  override readonly places = new Places({ capacity: 256, nowMs: () => this.nowMs });
}

Deno.test("calls that last at one listener lock no other role out of it, until that role has its reserve", () => {
  const room = new Hall();
  room.busy(192, "tls", "observer");
  equal(room.enter("one more", "tls", "observer"), undefined);
  room.busy(16, "tls", "controller");
  deepEqual(room.evicted, Array.from({ length: 16 }, (_, n) => `tls-${n}`));
  room.busy(16, "tls", "node-agent");
  equal(room.enter("one more", "tls", "controller"), undefined);
  equal(room.enter("operator", "tls", "operator") !== undefined, true);
});

Deno.test("a role gets nothing of another one that has no more than its reserve", () => {
  const room = new Hall();
  for (const role of ["observer", "controller"] as const) room.busy(16, `a-${role}`, role);
  room.busy(192, "tls", "operator");
  room.busy(32, "unix", "operator");
  equal(room.enter("agent", "other", "node-agent") !== undefined, true);
  deepEqual(room.evicted, ["tls-0"]);
});

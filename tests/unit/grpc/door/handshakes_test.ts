import { deepEqual, equal } from "node:assert/strict";
import { Handshakes } from "../../../../src/grpc/server/door/handshakes.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

class Hall {
  readonly clock = new VirtualClock();
  readonly ended: string[] = [];
  readonly handshakes = new Handshakes({ capacity: 2, clock: this.clock });

  begin(name: string) {
    const stranger = { destroy: () => void this.ended.push(name) };
    this.handshakes.begin(stranger, () => void this.ended.push(`${name} is late`));
    return stranger;
  }
}

Deno.test("with one handshake too many the oldest ends, and one that is over counts no more", () => {
  const hall = new Hall();
  const first = hall.begin("first");
  hall.begin("second");
  equal(hall.handshakes.settle(first), true);
  equal(hall.handshakes.settle(first), false);
  hall.begin("third");
  deepEqual(hall.ended, []);
  hall.begin("fourth");
  deepEqual(hall.ended, ["second"]);
});

Deno.test("a handshake that takes 10 s ends", async () => {
  const hall = new Hall();
  hall.begin("slow");
  await hall.clock.advance(9_999);
  deepEqual(hall.ended, []);
  await hall.clock.advance(1);
  deepEqual(hall.ended, ["slow is late", "slow"]);
});

Deno.test("all end with the server", () => {
  const hall = new Hall();
  hall.begin("a");
  hall.begin("b");
  hall.handshakes.close();
  deepEqual(hall.ended, ["a", "b"]);
});

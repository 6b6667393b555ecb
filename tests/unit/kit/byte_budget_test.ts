import { deepEqual, equal } from "node:assert/strict";
import { ByteBudget, LARGE_BYTES } from "../../../src/kit/byte_budget.ts";

function budget(capacityBytes = 1_000): ByteBudget {
  return new ByteBudget({ name: "client_bytes", capacityBytes });
}

Deno.test("ByteBudget counts what a part takes in the part and in the whole, or nowhere", () => {
  const whole = budget();
  const [one, other] = [whole.part({ capacityBytes: 600 }), whole.part({ capacityBytes: 600 })];
  deepEqual([one.take(600), other.take(400), other.take(1)], [true, true, false]);
  deepEqual([whole.usedBytes, one.usedBytes, other.usedBytes], [1_000, 600, 400]);
  one.give(100);
  deepEqual([other.take(100), one.take(1)], [true, false]);
  deepEqual(whole.buffers()[0]?.overflows, 2);
});

Deno.test("ByteBudget refuses a part what is beyond its share although the whole has room", () => {
  const whole = budget();
  const part = whole.part({ capacityBytes: 500 }).part({ capacityBytes: 900 });
  deepEqual([part.take(501), part.take(500)], [false, true]);
  equal(whole.usedBytes, 500);
});

Deno.test("ByteBudget gives back what a part holds when it is closed, once, and the part takes nothing more", () => {
  const whole = budget();
  const part = whole.part({ capacityBytes: 1_000 });
  part.take(700);
  part.close();
  part.close();
  part.give(700);
  deepEqual([whole.usedBytes, part.take(1)], [0, false]);
});

Deno.test("ByteBudget keeps an eighth of every account for small takes", () => {
  const whole = budget(8 * LARGE_BYTES);
  for (let taken = 0; taken < 7; taken++) equal(whole.take(LARGE_BYTES), true);
  deepEqual([whole.take(LARGE_BYTES), whole.take(LARGE_BYTES - 1)], [false, true]);
});

Deno.test("ByteBudget keeps what is guaranteed for whoever holds nothing yet, however many take all that they can", () => {
  const capacityBytes = 40 * 1_024 * 1_024;
  const callBytes = 12_288;
  const whole = new ByteBudget({ name: "client_bytes", capacityBytes, promisedBytes: capacityBytes / 5 });
  const peer = whole.part({ capacityBytes: capacityBytes * 3 / 4, promisedBytes: capacityBytes / 5 * 3 / 4 });
  const connection = () => peer.part({ capacityBytes, guaranteedBytes: capacityBytes / 5 / 256 });
  const greedy = Array.from({ length: 191 }, connection);
  for (const part of greedy) while (part.take(callBytes));
  const fresh = connection();
  deepEqual([fresh.take(callBytes), fresh.take(callBytes)], [true, true]);
  for (const part of [...greedy, fresh]) part.close();
  equal(whole.usedBytes, 0);
  equal(connection().take(capacityBytes / 2), true);
});

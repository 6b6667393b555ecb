import { equal } from "node:assert/strict";
import { printable } from "../../../../src/web/page/printable.ts";
import { age, bound, bytes, clockTime } from "../../../../src/web/page/times.ts";

Deno.test("control characters and those that turn the direction of text are made visible, others stay", () => {
  equal(printable("a\u0000b\u001b[31mc\u202ed\u2066e"), "a\ufffdb\ufffd[31mc\ufffdd\ufffde");
  equal(printable("Größe 漢字 👍 <b>&"), "Größe 漢字 👍 <b>&");
});

Deno.test("times and amounts are told in their largest unit", () => {
  equal(age(0), "now");
  equal(age(61_000), "1 min");
  equal(age(172_800_000), "2 d");
  equal(bound(5), "\u2264 5 ms");
  equal(bound(5_000), "\u2264 5 s");
  equal(bound(-1), "above the last bound");
  equal(bytes(1_572_864), "1.5 MiB");
  equal(
    clockTime(new Date(2026, 0, 2, 3, 4, 5, 6).getTime(), new Date(2026, 0, 2).getTime()),
    "03:04:05.006",
  );
  equal(
    clockTime(new Date(2026, 0, 2, 3, 4, 5, 6).getTime(), new Date(2026, 0, 3).getTime()),
    "2026-01-02 03:04:05.006",
  );
});

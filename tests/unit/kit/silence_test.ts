import { equal } from "node:assert/strict";
import { Silence } from "../../../src/kit/silence.ts";

const LIMIT_MS = 1_000;

Deno.test("what is not heard for longer than the limit is silent", () => {
  const silence = new Silence(LIMIT_MS, 0);
  for (let nowMs = 250; nowMs <= LIMIT_MS; nowMs += 250) {
    silence.note(nowMs, false);
    equal(silence.isTooLong, false, `after ${nowMs} ms`);
  }
  silence.note(LIMIT_MS + 1, false);
  equal(silence.isTooLong, true);
});

Deno.test("what is heard again is not silent any more", () => {
  const silence = new Silence(LIMIT_MS, 0);
  for (let nowMs = 250; nowMs <= 1_500; nowMs += 250) silence.note(nowMs, false);
  silence.note(1_750, true);
  equal(silence.isTooLong, false);
  silence.note(2_000, false);
  equal(silence.isTooLong, false);
});

Deno.test("a time in which nobody looked is nobody's silence, and what stays silent after it is found", () => {
  const silence = new Silence(LIMIT_MS, 0);
  silence.note(250, false);
  silence.note(60_000, false);
  equal(silence.isTooLong, false, "the process was stopped for a minute");
  silence.note(60_250, false);
  equal(silence.isTooLong, false);
  silence.note(60_501, false);
  equal(silence.isTooLong, true);
});

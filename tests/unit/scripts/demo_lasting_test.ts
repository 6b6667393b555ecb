import { deepEqual, equal } from "node:assert/strict";
import { LastingViolations } from "../../../scripts/demo.d/lasting.ts";

const LATE = "cabin/door: process 7 has no fresh heartbeat";
const LOST = "cabin/door: event Start of revision 3 never reached the subscriber";

Deno.test("a verdict of the demo: one look that finds nothing is enough", () => {
  deepEqual(new LastingViolations(1_000).judge({ violations: [], position: 1n }, 0), []);
});

Deno.test("a verdict of the demo: what one look saw and the next did not is no violation", () => {
  const lasting = new LastingViolations(1_000);
  equal(lasting.judge({ violations: [LATE], position: 1n }, 0), undefined);
  deepEqual(lasting.judge({ violations: [], position: 1n }, 1_500), []);
});

Deno.test("a verdict of the demo: what every look saw for long enough is one, and nothing else", () => {
  const lasting = new LastingViolations(1_000);
  equal(lasting.judge({ violations: [LATE, LOST], position: 1n }, 0), undefined);
  equal(lasting.judge({ violations: [LOST], position: 1n }, 600), undefined);
  deepEqual(lasting.judge({ violations: [LOST, LATE], position: 1n }, 1_000), [LOST]);
});

Deno.test("a verdict of the demo: processes that are late in turn are no violation", () => {
  const lasting = new LastingViolations(1_000);
  for (let look = 0; look < 10; look++) {
    const late = `cabin/door: process ${look} has no fresh heartbeat`;
    equal(lasting.judge({ violations: [late], position: 1n }, look * 500), undefined);
  }
});

Deno.test("a verdict of the demo: while something moves there is none", () => {
  const lasting = new LastingViolations(1_000);
  for (let look = 0; look < 10; look++) {
    equal(lasting.judge({ violations: [LOST], position: BigInt(look) }, look * 500), undefined);
  }
});

/** The table of what a peer controls names tests and metrics that there are. */
import { deepEqual, ok } from "node:assert/strict";
import { BUFFERS } from "../../../scripts/buffers.ts";
import { PEER_LIMITS } from "../../../scripts/peer_limits.ts";

const ROOT = new URL("../../../", import.meta.url);
const METRICS = Deno.readTextFileSync(new URL("src/web/metrics/families.ts", ROOT));

Deno.test("every limit names a test that there is", () => {
  const missing = PEER_LIMITS.filter(({ test: [file, name] }) =>
    !Deno.readTextFileSync(new URL(file, ROOT)).includes(name)
  );
  deepEqual(missing.map(({ what, test }) => [what, ...test]), []);
});

Deno.test("every limit is seen in a metric that there is, in the log, or nowhere", () => {
  for (const { what, seen } of PEER_LIMITS) {
    for (const [metric] of seen.matchAll(/statemanager_\w+/g)) {
      ok(METRICS.includes(`"${metric}"`) || METRICS.includes(metric), `${what}: ${metric}`);
    }
    for (const [, buffer = ""] of seen.matchAll(/buffer="(\w+)"/g)) {
      ok(Object.hasOwn(BUFFERS, buffer), `${what}: ${buffer}`);
    }
  }
});

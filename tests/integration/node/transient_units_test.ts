/** Processes as units, in a machine that systemd has booted: the cases run inside of it, where the driver sees what systemd sees. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Machine } from "../../support/packaging/booted.ts";
import { missingBoot } from "../../support/packaging/root_image.ts";
import { testIf } from "../../support/require.ts";

const ROOT = new URL("../../../", import.meta.url).pathname.replace(/\/$/, "");
const CASES = "/src/tests/support/node/transient_cases.ts";

testIf("the process driver with units keeps its promises under a real systemd", missingBoot(), async () => {
  const cache = Deno.env.get("DENO_DIR") ?? join(ROOT, ".deno/cache");
  const shared = { [ROOT]: "/src", [cache]: "/cache", [Deno.execPath()]: "/opt/deno" };
  await using machine = await Machine.boot({ shared });
  await machine.enableLimits();
  const words = ["-A", "--no-check", "--cached-only", "--unstable-net", "--config=/src/deno.json"];
  const { code, stdout, stderr } = await machine.run(
    ...["env", "DENO_DIR=/cache", "/opt/deno", "test", ...words, CASES] as const,
  );
  console.log(stdout);
  assert.equal(code, 0, `${stdout}\n${stderr}`);
});

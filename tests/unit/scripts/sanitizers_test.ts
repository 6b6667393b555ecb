import assert from "node:assert/strict";
import { TEST_FLAGS } from "../../../scripts/testing/suites.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** Runs one test with the flags that `scripts/test` gives to every suite. */
function runTest(body: string): { readonly success: boolean; readonly output: string } {
  using dir = new TempDir();
  const file = dir.write(
    "leak_test.ts",
    `Deno.test("it", async () => { await Promise.resolve(); ${body} });\n`,
  );
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-config", "--no-lock", ...TEST_FLAGS, file],
    cwd: dir.path,
    env: { NO_COLOR: "1" },
  }).outputSync();
  const decoder = new TextDecoder();
  return { success, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

Deno.test("the flags of scripts/test: a test that leaks a timer fails", () => {
  const { success, output } = runTest("setTimeout(() => {}, 60_000);");
  assert.equal(success, false);
  assert.match(output, /Leaks detected/);
});

Deno.test("the flags of scripts/test: a test that leaks a listener fails", () => {
  const { success, output } = runTest('Deno.listen({ hostname: "127.0.0.1", port: 0 });');
  assert.equal(success, false);
  assert.match(output, /Leaks detected/);
});

Deno.test("the flags of scripts/test: a test that cleans up passes", () => {
  const { success, output } = runTest('Deno.listen({ hostname: "127.0.0.1", port: 0 }).close();');
  assert.ok(success, output);
});

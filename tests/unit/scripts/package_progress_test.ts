import assert from "node:assert/strict";
import { builtFrom } from "../../../scripts/package.d/layout.ts";
import { Progress } from "../../../scripts/package.d/progress.ts";
import { TempDir } from "../../support/temp_dir.ts";

async function told(isTerminal: boolean): Promise<string> {
  let nowMs = 0;
  let text = "";
  const progress = new Progress({ isTerminal, write: (more) => void (text += more), nowMs: () => nowMs });
  nowMs = 2_000;
  const result = await progress.step("packing deb", () => {
    nowMs = 33_400;
    return Promise.resolve("done");
  });
  assert.equal(result, "done");
  await assert.rejects(progress.step("packing tar", () => Promise.reject(new Error("no room"))), /no room/);
  return text;
}

Deno.test("in a pipe each step is a line once it is over, also one that failed", async () => {
  assert.equal(await told(false), "scripts/package: packing deb: 31 s\nscripts/package: packing tar: 0 s\n");
});

Deno.test("on a terminal the line is drawn anew, and is gone when the step is over", async () => {
  assert.equal(
    await told(true),
    "\r\x1b[Kpacking deb ... 0 s (2 s in all)\r\x1b[Kscripts/package: packing deb: 31 s\n" +
      "\r\x1b[Kpacking tar ... 0 s (33 s in all)\r\x1b[Kscripts/package: packing tar: 0 s\n",
  );
});

Deno.test("what was built says of which commit it is; what does not is built again", () => {
  using dir = new TempDir();
  assert.equal(builtFrom(dir.path, "x86_64"), undefined);
  dir.write("x86_64/MANIFEST.json", "{}");
  assert.equal(builtFrom(dir.path, "x86_64"), undefined);
  dir.write("x86_64/MANIFEST.json", JSON.stringify({ commit: "c0ffee" }));
  assert.equal(builtFrom(dir.path, "x86_64"), "c0ffee");
});

import assert from "node:assert/strict";
import { TempDir } from "../../support/temp_dir.ts";

const root = new URL("../../../", import.meta.url).pathname;

/** A tree with the project's own deno.json and rules, and one module in it. */
function lintTree(path: string, source: string): { readonly success: boolean; readonly output: string } {
  using dir = new TempDir();
  dir.write("deno.json", Deno.readTextFileSync(`${root}deno.json`));
  for (const { name } of Deno.readDirSync(`${root}scripts/lint_layers`)) {
    dir.write(`scripts/lint_layers/${name}`, Deno.readTextFileSync(`${root}scripts/lint_layers/${name}`));
  }
  dir.write(path, source);
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["lint", path],
    cwd: dir.path,
    env: { NO_COLOR: "1" },
  }).outputSync();
  const decoder = new TextDecoder();
  return { success, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

Deno.test("deno lint runs the rule statemanager/layers", () => {
  const { success, output } = lintTree(
    "src/state/model.ts",
    'export type { Clock } from "../ports/clock.ts";\n',
  );
  assert.equal(success, false);
  assert.match(output, /statemanager\/layers/);
});

Deno.test("deno lint runs the rule statemanager/pure", () => {
  const { success, output } = lintTree(
    "src/state/model.ts",
    "export const now: () => number = () => Date.now();\n",
  );
  assert.equal(success, false);
  assert.match(output, /statemanager\/pure/);
});

Deno.test("deno lint accepts a legal module with the same settings", () => {
  const { success, output } = lintTree("src/state/model.ts", "export const one = 1;\n");
  assert.ok(success, output);
});

import assert from "node:assert/strict";
import { withPlainNames } from "../../../scripts/build.d/plain_names.ts";

function file(name: string, text: string) {
  return { name, text };
}

Deno.test("files are named by what they are, and numbered in the order in which they are named", () => {
  const made = withPlainNames([
    file("chunk-AAAAAAAA.js", "export{a};"),
    file("chunk-BBBBBBBB.js", 'import{a}from"./chunk-AAAAAAAA.js";'),
    file("get-CCCCCCCC.js", 'import"./chunk-AAAAAAAA.js";say("./other.js")'),
    file("get-DDDDDDDD.js", ""),
    file("main.js", 'import"./chunk-BBBBBBBB.js";import("./get-CCCCCCCC.js");import("./get-DDDDDDDD.js");'),
  ], "main.js");
  assert.deepEqual(made, [
    file("chunk-1.js", 'import{a}from"./chunk-2.js";'),
    file("chunk-2.js", "export{a};"),
    file("get-2.js", ""),
    file("get.js", 'import"./chunk-2.js";say("./other.js")'),
    file("main.js", 'import"./chunk-1.js";import("./get.js");import("./get-2.js");'),
  ]);
});

Deno.test("the bundler's digests make no difference", () => {
  const make = (one: string, two: string) =>
    withPlainNames([
      file(`chunk-${one}.js`, ""),
      file(`chunk-${two}.js`, `import"./chunk-${one}.js";`),
      file("main.js", `import"./chunk-${one}.js";import"./chunk-${two}.js";`),
    ], "main.js");
  assert.deepEqual(make("AAAAAAAA", "BBBBBBBB"), make("ZZZZZZZZ", "CCCCCCCC"));
});

Deno.test("a file that nothing imports is not shipped unseen", () => {
  const files = [file("chunk-AAAAAAAA.js", ""), file("main.js", "")];
  assert.throws(() => withPlainNames(files, "main.js"), /no file of the bundle imports chunk-AAAAAAAA.js/);
});

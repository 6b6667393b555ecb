import { deepEqual, equal, throws } from "node:assert/strict";
import { withLazyImports } from "../../../scripts/build.d/lazy_imports.ts";
import { TempDir } from "../../support/temp_dir.ts";

const OURS = { name: "ours.js", text: "var a=1,b=2;export{a as one,b};" };
/** As the bundler makes it of a package of CommonJS that is loaded by import(). */
const PACKAGE = {
  name: "package.js",
  text:
    'var f=r=>{let m;return()=>(m||(m={exports:{}},r(m.exports,m)),m.exports)};var a=f(e=>{e.parse=t=>t+"!";e.level=7});export default a();',
};

/** The text of `main.js`, beside the other two. */
function lazy(text: string): string {
  const files = withLazyImports([OURS, PACKAGE, { name: "main.js", text }]);
  deepEqual(files.slice(0, 2), [OURS, PACKAGE]);
  return files[2]?.text ?? "";
}

Deno.test("nothing that is loaded later is named so that it would be read at every start", () => {
  equal(lazy('let{one:x}=await import("./ours.js");'), 'let{one:x}=await import((0,"./ours.js"));');
  equal(
    lazy('(await import("./ours.js")).b;import"./ours.js";'),
    '(await import((0,"./ours.js"))).b;import"./ours.js";',
  );
});

Deno.test("a package of CommonJS that is loaded later gives its exports by name, and all of them as default", async () => {
  using dir = new TempDir();
  const text = lazy(
    'let{parse:p,default:d}=await import("./package.js");export const said=[p("a"),(await import("./package.js")).level,d.level];',
  );
  dir.write("package.js", PACKAGE.text);
  const { said } = await import(`file://${dir.write("main.js", text)}`);
  deepEqual(said, ["a!", 7, 7]);
});

Deno.test("what is taken of a file that does not have it fails the build, as does what cannot be told", () => {
  throws(
    () => lazy('let{one:x,two:y}=await import("./ours.js");'),
    /main\.js takes two of ours\.js, which has none/,
  );
  throws(() => lazy('(await import("./ours.js")).a;'), /main\.js takes a of ours\.js/);
  throws(
    () => lazy('import("./ours.js").then(m=>m.one);'),
    /main\.js has an import\(\) of which the build cannot tell/,
  );
});

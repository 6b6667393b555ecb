import assert from "node:assert/strict";
import { compileAhead } from "../../../scripts/build.d/compiled_ahead.ts";

const HELPER = "export var c=(f)=>{var m;return()=>(m||f((m={exports:{}}).exports,m),m.exports)};";

/** What becomes of each text; names are those of the files. */
function after(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const given = Object.entries(files).map(([name, text]) => ({ name, text }));
  return Object.fromEntries(compileAhead(given).map(({ name, text }) => [name, text]));
}

Deno.test("a module that runs when its file does is put in parentheses, and those that it needs at once", () => {
  const text =
    'import{c}from"./helper.js";var a=c((e,m)=>{m.exports=b()+1});var b=c((e,m)=>{m.exports=1});x(a());';
  assert.deepEqual(after({ "helper.js": HELPER, "main.js": text }), {
    "helper.js": HELPER,
    "main.js": text.replace("c((e,m)=>{m.exports=b()+1})", "c(((e,m)=>{m.exports=b()+1}))")
      .replace("c((e,m)=>{m.exports=1})", "c(((e,m)=>{m.exports=1}))"),
  });
});

Deno.test("a module that is asked for later, or never, stays as it is", () => {
  const later = "var c=f=>f,a=c((e,m)=>{m.exports=()=>b()}),b=c((e,m)=>{}),d=c(e=>{b()});export const f=a();";
  assert.equal(
    after({ "main.js": later })["main.js"],
    later.replace("c((e,m)=>{m.exports=()=>b()})", "c(((e,m)=>{m.exports=()=>b()}))"),
  );
});

Deno.test("a module is found in another file, under the name that it has there", () => {
  const shared = "var c=f=>f,q=c((e,m)=>{}),r=c((e,m)=>{});export{q as a,r as b};";
  const done = after({ "shared.js": shared, "main.js": 'import{a as z}from"./shared.js";z();' });
  assert.equal(done["shared.js"], shared.replace("q=c((e,m)=>{})", "q=c(((e,m)=>{}))"));
});

Deno.test("what is made of it does the same", async () => {
  const text =
    `${HELPER}var a=c((e,m)=>{m.exports=b()+1}),b=c((e,m)=>{m.exports=d()*2}),d=c((e,m)=>{m.exports=20});` +
    "export const found=a();";
  const { "main.js": done = "" } = after({ "main.js": text });
  assert.notEqual(done, text);
  const { found } = await import(`data:text/javascript,${encodeURIComponent(done)}`);
  assert.equal(found, 41);
});

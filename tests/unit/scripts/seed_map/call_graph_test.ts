import assert from "node:assert/strict";
import { CallGraph } from "../../../../scripts/seed_map/call_graph.ts";
import { findSymbol } from "../../../../scripts/seed_map/symbols.ts";
import { nameOfUnit } from "../../../../scripts/seed_map/units.ts";
import { programOf } from "./memory_program.ts";

/** Who uses `symbol` of `/part.ts`, in a program of these files. */
function users(
  sources: Readonly<Record<string, string>>,
  symbol: string,
  isOutside: (path: string) => boolean = () => false,
): readonly string[] {
  const program = programOf(sources);
  const found = findSymbol(program, "/part.ts", symbol);
  assert.ok(found !== undefined, `/part.ts has no ${symbol}`);
  return new CallGraph(program, { entry: "/main.ts", isOutside }).usersOf(found).map(nameOfUnit);
}

Deno.test("a function is called by those that are reached from the entry", () => {
  const part = "export function run() {} export function other() { run(); }";
  const sources = {
    "/main.ts": 'import { main } from "./middle.ts"; main();',
    "/middle.ts": 'import { run } from "./part.ts"; export function main() { helper(); } ' +
      "function helper() { run(); } function unused() { run(); } const alsoUnused = () => run();",
    "/part.ts": part,
  };
  assert.deepEqual(users(sources, "run()"), ["helper()"]);
  assert.deepEqual(users({ ...sources, "/main.ts": 'import "./middle.ts";' }, "run()"), []);
});

Deno.test("a function that only tests call has no caller", () => {
  const sources = {
    "/main.ts": 'import { used } from "./part.ts"; used();',
    "/part.ts": "export function used() {} export function tested() {}",
    "/part_test.ts": 'import { tested, used } from "./part.ts"; tested(); used();',
  };
  assert.deepEqual(users(sources, "used()"), ["the module"]);
  assert.deepEqual(users(sources, "tested()"), []);
});

Deno.test("a function that calls nobody but itself has no caller, and neither have two that only call each other", () => {
  const sources = {
    "/main.ts": 'import "./part.ts";',
    "/part.ts": "export function self() { self(); } " +
      "export function ping() { pong(); } export function pong() { ping(); }",
  };
  for (const symbol of ["self()", "ping()", "pong()"]) assert.deepEqual(users(sources, symbol), []);
});

Deno.test("naming it in a type, an import or an export is no call; handing it on is one", () => {
  const sources = {
    "/main.ts": 'import { main } from "./middle.ts"; main();',
    "/middle.ts": 'import { named, given } from "./part.ts"; export { named } from "./part.ts"; ' +
      "type Named = typeof named; export function main(value?: Named) { take(given); } " +
      "function take(work: () => void) {}",
    "/part.ts": "export function named() {} export function given() {}",
  };
  assert.deepEqual(users(sources, "named()"), []);
  assert.deepEqual(users(sources, "given()"), ["main()"]);
});

Deno.test("a call through an interface counts for a class that implements it and is used, and for no other", () => {
  const part = "export interface Port { send(): void } " +
    "export class Used implements Port { send() {} } export class Unused implements Port { send() {} } " +
    "export class Alike { send() {} }";
  const sources = {
    "/main.ts": 'import { Used, Alike, type Port } from "./part.ts"; ' +
      "function main(port: Port) { port.send(); } main(new Used()); new Alike();",
    "/part.ts": part,
  };
  assert.deepEqual(users(sources, "Used.send()"), ["main()"]);
  assert.deepEqual(users(sources, "Unused.send()"), []);
  assert.deepEqual(users(sources, "Alike.send()"), []);
});

Deno.test("a call of a base class's method counts for the class that overrides it", () => {
  const sources = {
    "/main.ts": 'import { Derived } from "./part.ts"; new Derived().run();',
    "/part.ts": "class Base { run() { this.step(); } step() {} } " +
      "export class Derived extends Base { override step() {} }",
  };
  assert.deepEqual(users(sources, "Derived.step()"), ["Base.run()"]);
});

Deno.test("what a class does while it is made counts as soon as the class is used", () => {
  const sources = {
    "/main.ts": 'import { Thing } from "./part.ts"; new Thing();',
    "/part.ts":
      "export class Thing { readonly one = first(); constructor() { second(); } lazy() { third(); } } " +
      "export function first() { return 1; } export function second() {} export function third() {}",
  };
  assert.deepEqual(users(sources, "first()"), ["Thing.one"]);
  assert.deepEqual(users(sources, "second()"), ["new Thing()"]);
  assert.deepEqual(users(sources, "third()"), []);
});

Deno.test("a module that is loaded when it is needed is reached", () => {
  const sources = {
    "/main.ts": 'async function main() { const { run } = await import("./part.ts"); run(); } main();',
    "/part.ts": "export function run() {}",
  };
  assert.deepEqual(users(sources, "run()"), ["main()"]);
});

Deno.test("a field is used where it is read, by name or taken apart, and not where it is set", () => {
  const main = (body: string) => ({
    "/main.ts":
      `import type { Plan } from "./part.ts"; function main(plan: Plan) { ${body} } main({ size: 1 });`,
    "/part.ts": "export interface Plan { size: number }",
  });
  assert.deepEqual(users(main("plan.size + 1;"), "Plan.size"), ["main()"]);
  assert.deepEqual(users(main("const { size } = plan; size;"), "Plan.size"), ["main()"]);
  assert.deepEqual(users(main("plan.size = 2;"), "Plan.size"), []);
});

Deno.test("files that are outside are not looked into", () => {
  const sources = {
    "/main.ts": 'import { record } from "./recorder.ts"; record();',
    "/recorder.ts": 'import { run } from "./part.ts"; export function record() { run(); }',
    "/part.ts": "export function run() {}",
  };
  assert.deepEqual(users(sources, "run()"), ["record()"]);
  assert.deepEqual(users(sources, "run()", (path) => path === "/recorder.ts"), []);
});

Deno.test("who is nearest to the entry comes first", () => {
  const sources = {
    "/main.ts": 'import { far } from "./far.ts"; import { run } from "./part.ts"; far(); run();',
    "/far.ts":
      'import { run } from "./part.ts"; export function far() { further(); } function further() { run(); }',
    "/part.ts": "export function run() {}",
  };
  assert.deepEqual(users(sources, "run()"), ["the module", "further()"]);
});

import assert from "node:assert/strict";
import { findSymbol, kindOf } from "../../../../scripts/seed_map/symbols.ts";
import { programOf } from "./memory_program.ts";

const program = programOf({
  "/main.ts": 'import "./part.ts";',
  "/part.ts": 'export { moved } from "./other.ts"; export function run() {} export const value = 1; ' +
    "export class Thing { size = 1; grow() {} get width() { return 1; } } export interface Plan { id: string } " +
    'export const PHASES = ["Up", "Down"] as const; export type Phase = typeof PHASES[number]; function hidden() {}',
  "/other.ts": "export function moved() {}",
  "/alone.ts": "export function alone() {}",
});
const isFound = (text: string, path = "/part.ts") => findSymbol(program, path, text) !== undefined;

Deno.test("findSymbol() finds what is as it is called", () => {
  const right = ["run()", "moved()", "Thing.grow()", "Thing.size", "Thing.width", "Plan.id", "Plan", "Phase"];
  for (const text of [...right, 'Phase "Up"']) assert.ok(isFound(text), text);
});

Deno.test("findSymbol() finds nothing that is something else, is missing or is not exported", () => {
  const wrong = [
    "value()",
    "Thing.size()",
    "Thing.grow",
    "Plan.name",
    "run",
    "hidden()",
    "Gone",
    'Phase "Sideways"',
  ];
  for (const text of wrong) assert.ok(!isFound(text), text);
});

Deno.test("findSymbol() finds nothing in a file that is no part of the program", () => {
  assert.ok(!isFound("alone()", "/alone.ts"));
});

Deno.test("kindOf() tells what a row names", () => {
  const texts = ["run()", "A.run()", "A.field", 'A "Up"', "A", "A B"];
  assert.deepEqual(texts.map(kindOf), ["function", "method", "field", "member", "type", undefined]);
});

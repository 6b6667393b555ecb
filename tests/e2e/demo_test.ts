import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

interface Verdict {
  readonly ok: boolean;
  readonly violations: readonly string[];
  readonly services: number;
  readonly faults: readonly {
    readonly name: string;
    readonly recoveredMs: number;
    readonly actions: readonly string[];
  }[];
}

Deno.test("the demo breaks a vehicle in ten ways and every service ends as it is wanted", async () => {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [join(ROOT, "scripts", "demo"), "--check"],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const story = new TextDecoder().decode(stderr);
  const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "";
  equal(code, 0, `${story}\n${last}`);
  const verdict: Verdict = JSON.parse(last);
  deepEqual(verdict.violations, []);
  equal(verdict.ok, true);
  ok(verdict.services >= 10);
  deepEqual(verdict.faults.map((fault) => fault.name), [
    "crash",
    "freeze",
    "crash-on-start",
    "bad-config",
    "scale-up",
    "scale-down",
    "rollout",
    "node-away",
    "node-back",
    "manager-kill",
  ]);
  for (const { name, actions } of verdict.faults) {
    ok(actions.length > 0, `${name} was recovered without an action`);
  }
});

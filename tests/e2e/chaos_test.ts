import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { missingEtcd } from "../support/etcd/available.ts";
import { missingPodman } from "../support/podman/podman.ts";
import { testIf } from "../support/require.ts";

const SCRIPT = join(import.meta.dirname ?? ".", "..", "..", "scripts", "chaos");

interface Verdict {
  readonly ok: boolean;
  readonly seed: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly changes: { readonly api: number; readonly etcd: number; readonly events: number };
  readonly clients?: { readonly reads: number; readonly messages: number; readonly resumed: number } & {
    readonly acknowledged: number;
  };
  readonly violations: number;
  readonly first: readonly string[];
}

async function runChaos(...args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [SCRIPT, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const RUNS: readonly (readonly [what: string, args: readonly string[]])[] = [
  ["one instance, three members", ["--seed", "1"]],
  ["two instances, one member", ["--seed", "2", "--members", "1", "--ha"]],
];

for (const [what, args] of RUNS) {
  testIf(`15 seconds of chaos around etcd break nothing that must hold: ${what}`, missingEtcd(), async () => {
    const { code, stdout, stderr } = await runChaos("etcd", "--seconds", "15", ...args);
    const last = stdout.trim().split("\n").at(-1) ?? "";
    equal(code, 0, `${stderr}\n${last}`);
    const verdict: Verdict = JSON.parse(last);
    deepEqual(verdict.first, []);
    deepEqual({ ok: verdict.ok, violations: verdict.violations }, { ok: true, violations: 0 });
    ok(Object.keys(verdict.faults).length >= 5, `only ${Object.keys(verdict.faults)}`);
    const { clients } = verdict;
    equal(clients !== undefined, args.includes("--ha"));
    if (clients !== undefined) {
      ok(
        clients.reads > 50 && clients.messages > 50 && clients.resumed > 5 && clients.acknowledged > 5,
        last,
      );
    }
    ok(verdict.changes.api > 5 && verdict.changes.etcd > 5 && verdict.changes.events > 50, last);
  });
}

testIf(
  "kills of containers, podman, nodes and the State Manager break nothing that must hold",
  missingPodman(),
  async () => {
    const { code, stdout, stderr } = await runChaos("node", "--runs", "2", "--seed", "2");
    const last = stdout.trim().split("\n").at(-1) ?? "";
    equal(code, 0, `${stderr}\n${last}`);
    const verdict: Pick<Verdict, "ok" | "first" | "faults"> & { readonly runs: number } = JSON.parse(last);
    deepEqual([verdict.ok, verdict.first, verdict.runs], [true, [], 2]);
    ok("embedded" in verdict.faults && "served" in verdict.faults, last);
  },
);

Deno.test("scripts/chaos prints its help, and refuses unknown arguments", async () => {
  const help = await runChaos("--help");
  equal(help.code, 0);
  for (
    const option of [
      "--minutes",
      "--seconds",
      "--seed",
      "--members",
      "--ha",
      "--daemons",
      "--only",
      "--restore",
      "--log",
    ]
  ) {
    ok(help.stdout.includes(option), option);
  }
  const ofNode = await runChaos("node", "--help");
  equal(ofNode.code, 0);
  for (const option of ["--runs", "--seed", "--minutes"]) ok(ofNode.stdout.includes(option), option);
  const unknown = await runChaos("meteor");
  deepEqual({ code: unknown.code, stdout: unknown.stdout }, { code: 2, stdout: "" });
  const members = await runChaos("etcd", "--members", "2");
  equal(members.code, 2);
  ok(members.stderr.includes("--members 2"), members.stderr);
});

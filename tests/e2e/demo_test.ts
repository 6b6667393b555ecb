import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { missingSystemd } from "../../scripts/demo.d/runtime/own_units.ts";
import { checkVerdict } from "../support/demo_verdict.ts";
import { missingPodman } from "../support/podman/podman.ts";
import { testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

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

const THREE_RESTARTS = ["RECOVERY_RESTART", "RECOVERY_RESTART", "RECOVERY_RESTART"];

/** What the State Manager said last. */
function newestLines(logs: TempDir): string {
  const names = [...Deno.readDirSync(logs.path)].map(({ name }) => name).filter((name) =>
    name.endsWith(".log")
  );
  return names.flatMap((name) => Deno.readTextFileSync(logs.file(name)).split("\n").slice(-60)).join("\n");
}

function kindsOf(actions: readonly string[]): string[] {
  return actions.map((action) => action.split(" ")[0] ?? action);
}

/** The last line on standard output; fails with the story when the demo did. */
async function playDemo(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [join(ROOT, "scripts", "demo"), ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "";
  equal(code, 0, `${new TextDecoder().decode(stderr)}\n${last}`);
  return last;
}

testIf(
  "the demo breaks containers of podman, and podman, and every one is as wanted",
  missingPodman(),
  async () => {
    checkVerdict(JSON.parse(await playDemo("--runtime", "podman", "--check")), ["runtime-kill"]);
  },
);

testIf("the demo leaves containers up, and one that is killed comes back", missingPodman(), async () => {
  const verdict = JSON.parse(await playDemo("--hold", "--runtime", "podman", "--check"));
  deepEqual([verdict.ok, verdict.runtime, verdict.services], [true, "podman", 2]);
});

testIf(
  "the demo says in one sentence that it can have no units here",
  await missingSystemd() === undefined ? "units can be had here" : undefined,
  async () => {
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: [join(ROOT, "scripts", "demo"), "--runtime", "systemd", "--check"],
      stdin: "null",
    }).output();
    const story = new TextDecoder().decode(stderr);
    equal(code, 2, story);
    const { ok: isOk, error } = JSON.parse(new TextDecoder().decode(stdout));
    equal(isOk, false);
    ok(story.endsWith(`scripts/demo: ${error}\n`) && !error.includes("\n"), story);
    match(error, /^--runtime systemd: (systemd is not process 1|only root may)/);
  },
);

Deno.test("the demo breaks a vehicle in sixteen ways and every service ends in its desired state", async () => {
  using logs = new TempDir();
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [join(ROOT, "scripts", "demo"), "--check", "--log", logs.path],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const story = new TextDecoder().decode(stderr);
  const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "";
  // The verdict comes last: where only the end of a report is kept, it is what is needed.
  equal(code, 0, `${newestLines(logs)}\n${story}\n${last}`);
  const verdict: Verdict = JSON.parse(last);
  deepEqual(verdict.violations, []);
  equal(verdict.ok, true);
  ok(verdict.services >= 200);
  deepEqual(verdict.faults.map((fault) => fault.name), [
    "crash",
    "freeze",
    "crash-loop",
    "flapping",
    "crash-on-start",
    "unstable-version",
    "bad-config",
    "scale-up",
    "scale-down",
    "rollout",
    "node-away",
    "node-back",
    "controller-away",
    "dependency",
    "manager-kill",
    "storm",
  ]);
  for (const { name, actions } of verdict.faults) {
    ok(actions.length > 0, `${name} was recovered without an action`);
  }
  const kinds = new Map(verdict.faults.map(({ name, actions }) => [name, kindsOf(actions)]));
  deepEqual(kinds.get("crash-loop"), [...THREE_RESTARTS, "RECOVERY_RECREATE"]);
  equal(kinds.get("crash-on-start")?.at(-1), "RECOVERY_ROLLBACK_VERSION");
  equal(kinds.get("unstable-version")?.at(-1), "RECOVERY_ROLLBACK_VERSION");
  equal(kinds.get("bad-config")?.at(-1), "RECOVERY_RESET_CONFIG");
  deepEqual(kinds.get("controller-away"), ["RECOVERY_RESTART", "RECOVERY_RESTART"]);
  // Where the computer has other work, a node may be silent for long enough to count as lost.
  deepEqual(kinds.get("storm")?.filter((kind) => kind !== "RECOVERY_RELOCATE"), ["START"]);
});

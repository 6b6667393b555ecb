/** What docs/node.md tells a newcomer with podman to type, typed: from nothing to a container that is kept alive. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { missingPodman, Podman } from "../support/podman/podman.ts";
import { testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const HEADING = "## From nothing to a supervised container";

/** The blocks of shell lines below the heading. */
function blocks(): readonly string[] {
  const text = Deno.readTextFileSync(join(ROOT, "docs/node.md"));
  const [, section = ""] = text.split(`${HEADING}\n`);
  const [own = ""] = section.split("\n## ");
  return [...own.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines = ""]) => lines);
}

testIf("six lines take a newcomer with podman to a container that comes back", missingPodman(), async () => {
  const [setUp = "", proof = ""] = blocks();
  assert.equal(setUp.trim().split("\n").length, 6);
  await using podman = await Podman.start();
  using dir = new TempDir();
  podman.writeCommand(dir.path);
  // They are typed in a checkout; here the directory is another one, and the machine may be busy.
  const here = (text: string) =>
    text.replaceAll("scripts/deno", `${ROOT}/scripts/deno`).replaceAll(" main.ts", ` ${ROOT}/main.ts`)
      .replaceAll("apply -f -", "apply -f - --timeout 60s").replaceAll(" get", " get --timeout 60s");
  const untilOne = "until podman ps -q | grep -q .; do sleep 0.2; done";
  const script =
    `trap 'kill $(jobs -p); exit 1' TERM\n${here(setUp)}\n${untilOne}\nsleep 2\npodman ps -q >before\n${
      here(proof)
    }\n${untilOne}\n` +
    "podman ps -q >after\nkill $(jobs -p)\nwait\n";
  const { stdout, stderr } = await new Deno.Command("timeout", {
    args: ["--foreground", "150", "bash", "-c", script],
    cwd: dir.path,
    env: { PATH: `${dir.path}:${Deno.env.get("PATH") ?? ""}` },
    stdin: "null",
  }).output();
  const told = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const [before, after] = ["before", "after"].map((name) => Deno.readTextFileSync(dir.file(name)).trim());
  assert.match(before ?? "", /^[0-9a-f]{12}$/, told);
  assert.match(after ?? "", /^[0-9a-f]{12}$/, told);
  assert.notEqual(after, before, told);
});

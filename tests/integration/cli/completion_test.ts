/** The scripts of `completion`, in the shells that they are for. */
import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { ORIGINS } from "../../support/program/under_test.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** What each shell offers after `statemanagerd get --sel`. */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  bash: [
    "-c",
    'source <(statemanagerd completion bash); COMP_WORDS=(statemanagerd get --sel); COMP_CWORD=2; _statemanagerd; echo "${COMPREPLY[@]}"',
  ],
  zsh: [
    "-fc",
    "compdef() { }; source <(statemanagerd completion zsh); compadd() { shift; echo $@ }; words=(statemanagerd get --sel); CURRENT=3; _statemanagerd",
  ],
  fish: ["-Nc", 'statemanagerd completion fish | source; complete -C "statemanagerd get --sel"'],
};

for (const [shell, args] of Object.entries(SHELLS)) {
  testIf(`${shell} completes the command line by the script for it`, missingProgram(shell), async () => {
    for (const { words, env } of ORIGINS) {
      using dir = new TempDir();
      const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
      Deno.chmodSync(dir.write("statemanagerd", `#!/bin/sh\nexec ${quoted} "$@"\n`), 0o755);
      const path = [dir.path, Deno.env.get("PATH") ?? ""].join(delimiter);
      const { stdout, stderr } = await new Deno.Command(shell, {
        args: [...args],
        env: { ...env, PATH: path, HOME: dir.path, STATEMANAGER_ADDRESS: `unix:${dir.file("none")}` },
      }).output();
      assert.equal(new TextDecoder().decode(stdout).trim(), "--selector", new TextDecoder().decode(stderr));
    }
  });
}

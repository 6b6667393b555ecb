/** What a person sees on a terminal, whatever the environment is like: what the program says, and nothing of the runtime under it. */
import assert from "node:assert/strict";
import { missingTerminal } from "../../support/program/terminal.ts";
import { ORIGINS, ProgramUnderTest } from "../../support/program/under_test.ts";
import { testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

const missing = missingTerminal();

/** The places where a runtime keeps its caches: not set, not there, no directory, not writable even for root. */
function cachePlaces(dir: TempDir): readonly Readonly<Record<string, string>>[] {
  return [
    {},
    { DENO_DIR: dir.file("new", "cache") },
    { DENO_DIR: dir.write("file", "") },
    { DENO_DIR: "/proc/cache" },
    { HOME: "/nonexistent" },
    { HOME: "/proc", XDG_CACHE_HOME: "/proc" },
  ];
}

for (const origin of ORIGINS) {
  const program = new ProgramUnderTest(origin, { isTerminal: true });

  testIf(`on a terminal the ${origin.name} says nothing of caches, wherever they are`, missing, async () => {
    using dir = new TempDir();
    // What the source itself is run from is no matter of this test.
    const places = cachePlaces(dir).filter((place) => !("DENO_DIR" in place && "DENO_DIR" in origin.env));
    const looks = [{ TERM: "dumb" }, { TERM: "" }, { NO_COLOR: "1" }, { COLUMNS: "20" }];
    await Promise.all([...places, ...looks].map(async (env) => {
      const { exitCode, stdout, stderr } = await program.run(["version"], { env });
      assert.deepEqual([exitCode, stderr], [0, ""], JSON.stringify(env));
      assert.match(stdout, /^statemanagerd \d+\.\d+\.\d+ \(.*\)\n$/);
    }));
  });

  testIf(`on a terminal the ${origin.name} paints, unless that is not wanted`, missing, async () => {
    using dir = new TempDir();
    const argv = ["doctor", "--config", dir.write("config.yaml", `state_dir: ${dir.file("state")}\n`)];
    const [painted, ...plain] = await Promise.all(
      [{}, { NO_COLOR: "1" }, { TERM: "dumb" }].map((env) => program.run(argv, { env })),
    );
    assert.match(painted?.rawStdout ?? "", /\[32mok/);
    for (const { rawStdout, stdout } of plain) assert.equal(rawStdout, stdout);
  });
}

/** What a process may still write to is asked of real ones: what was given back is gone for as long as a process lives. */
import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import { TempDir } from "../../../support/temp_dir.ts";

const MODULE = new URL("../../../../src/platform/process/write_access.ts", import.meta.url).href;

/** Runs it with these permissions; resolves to which of `asked` may be written to after `kept` was. */
async function left(
  dir: TempDir,
  { flags, kept, asked }: {
    readonly flags: readonly string[];
    readonly kept: readonly string[];
    readonly asked: readonly string[];
  },
): Promise<readonly string[]> {
  const program = dir.write(
    "program.ts",
    `import { limitWrites, mayWrite } from ${JSON.stringify(MODULE)};
    limitWrites(${JSON.stringify(kept)});
    limitWrites(["/"]);
    for (const path of ["/", "/etc"]) Deno.permissions.requestSync({ name: "write", path });
    Deno.permissions.requestSync({ name: "write" });
    console.log(JSON.stringify(${JSON.stringify(asked)}.filter(mayWrite)));`,
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-config", "--no-prompt", "--allow-read", ...flags, program],
  }).output();
  const text = new TextDecoder();
  deepEqual([code, text.decode(stderr)], [0, ""]);
  return JSON.parse(text.decode(stdout));
}

Deno.test("what is kept is left, with what is below it, and nothing else ever again", async () => {
  using dir = new TempDir();
  const [state, socket] = [dir.file("state"), dir.file("socket")];
  const asked = ["/", "/etc", dir.path, `${state}-other`, state, join(state, "journal.db"), socket];
  deepEqual(await left(dir, { flags: ["--allow-write=/"], kept: [state, socket], asked }), asked.slice(4));
  deepEqual(await left(dir, { flags: ["--allow-write=/"], kept: [], asked }), []);
});

Deno.test("a place that is reached by a symbolic link is kept under both names, also before it is made", async () => {
  using dir = new TempDir();
  Deno.mkdirSync(dir.file("disk"));
  Deno.symlinkSync(dir.file("disk"), dir.file("link"));
  const asked = [dir.file("link", "deep/state"), dir.file("disk", "deep/state"), dir.file("disk")];
  deepEqual(
    await left(dir, { flags: ["--allow-write=/"], kept: [dir.file("link", "deep/state")], asked }),
    asked.slice(0, 2),
  );
});

Deno.test("whoever starts the program decides: less than everything stays what it is, and all without a path as well", async () => {
  using dir = new TempDir();
  const asked = [dir.file("a"), dir.file("b")];
  deepEqual(await left(dir, { flags: [`--allow-write=${dir.file("a")}`], kept: [dir.file("b")], asked }), [
    dir.file("a"),
  ]);
  deepEqual(await left(dir, { flags: ["--allow-write"], kept: [], asked }), asked);
});

Deno.test("programs and native code are given back where the configuration has no use for them, and kept where it has", async () => {
  using dir = new TempDir();
  const program = (isNeeded: boolean) =>
    dir.write(
      `programs-${isNeeded}.ts`,
      `import { limitPrograms } from ${JSON.stringify(MODULE)};
      limitPrograms({ isNeeded: ${isNeeded} });
      const names = ["run", "ffi"];
      for (const name of names) Deno.permissions.requestSync({ name });
      console.log(JSON.stringify(names.map((name) => Deno.permissions.querySync({ name }).state === "granted")));`,
    );
  const run = async (isNeeded: boolean, flag: string) => {
    const args = ["run", "--quiet", "--no-config", "--no-prompt", flag, program(isNeeded)];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    return JSON.parse(new TextDecoder().decode(stdout));
  };
  deepEqual(await run(false, "--allow-all"), [false, false]);
  deepEqual(await run(true, "--allow-all"), [true, true]);
  deepEqual(await run(false, "--allow-read"), [false, false]);
});

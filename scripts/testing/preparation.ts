/** What comes before the first test: the types of all files are checked at once, and what several files of a suite need is fetched. */
import { join } from "node:path";
import { runToEnd } from "./run_files.ts";
import { PREPARE } from "./suites.ts";

const decoder = new TextDecoder();

/** What is wrong with the types of these files and of all that they import; undefined when nothing is. */
export async function wrongTypes(root: string, targets: readonly string[]): Promise<string | undefined> {
  const { success, stderr } = await runToEnd(Deno.execPath(), {
    args: ["check", "--quiet", "--frozen", ...targets],
    cwd: root,
    env: Deno.stderr.isTerminal() ? {} : { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  });
  return success ? undefined : decoder.decode(stderr).trimEnd();
}

/**
 * Runs the program that prepares the suite, if it has one. Never rejects: where something cannot be had, the tests that need it say
 * so, or fail.
 */
export async function prepare(root: string, suite: string): Promise<void> {
  const program = join(root, "tests", suite, PREPARE);
  try {
    Deno.statSync(program);
  } catch {
    return;
  }
  await runToEnd(Deno.execPath(), {
    args: ["run", "--quiet", "--frozen", "--no-check", "--allow-all", program],
    cwd: root,
    stdout: "null",
    stderr: "null",
  });
}

/**
 * Tests that need something this machine may not have. Where it is missing the test is skipped and its name says why, so that
 * the summary of `scripts/test` can show the reason; a skip without a reason fails the run.
 */

/** Defines the test, or skips it when `missing` says what is not there. */
export function testIf(
  name: string,
  missing: string | undefined,
  fn: (context: Deno.TestContext) => void | Promise<void>,
): void {
  if (missing === undefined) Deno.test(name, fn);
  else Deno.test({ name: `${name} (skipped: ${missing})`, ignore: true, fn });
}

/** What to give to `testIf` for a program that must be on PATH: undefined when it is there. */
export function missingProgram(program: string): string | undefined {
  try {
    const { success } = new Deno.Command("sh", {
      args: ["-c", 'command -v "$1"', "sh", program],
      stdout: "null",
      stderr: "null",
    }).outputSync();
    return success ? undefined : `${program} is not on PATH`;
  } catch {
    return `${program} is not on PATH`;
  }
}

/** Whether tests can watch the system calls of a program. */
import { missingProgram } from "../../support/require.ts";

/** Why not, for `testIf`. */
export function missingTrace(): string | undefined {
  const missing = missingProgram("strace");
  if (missing !== undefined) return missing;
  const { success } = new Deno.Command("strace", {
    args: ["-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "true"],
    stdout: "null",
    stderr: "null",
  }).outputSync();
  return success ? undefined : "strace may not trace here";
}

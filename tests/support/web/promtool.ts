/** promtool of Debian's package `prometheus`, where it is on PATH or named by PROMTOOL. */
import { missingProgram } from "../require.ts";

const PROGRAM = Deno.env.get("PROMTOOL") ?? "promtool";

export const missingPromtool: string | undefined = missingProgram(PROGRAM);

/** Runs it; throws what it says when it does not succeed. */
export async function promtool(
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): Promise<string> {
  const process = new Deno.Command(PROGRAM, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(options.input ?? ""));
  await writer.close();
  const { success, stdout, stderr } = await process.output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  if (!success) throw new Error(`promtool ${args.join(" ")}: ${said}`);
  return said;
}

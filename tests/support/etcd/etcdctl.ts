/** Runs etcdctl and etcdutl for tests: arguments in, output out. The caller chooses endpoints and user. */
import { join } from "node:path";
import { cleanEnv } from "./etcd_process.ts";

export interface ToolResult {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  /** The directory with the programs. */
  readonly programs: string;
  /** Given on standard input, such as a value too long for an argument. */
  readonly input?: string;
}

/** Runs one command to its end; rejects only when the program cannot be started. */
export async function runTool(
  tool: "etcdctl" | "etcdutl",
  args: readonly string[],
  options: ToolOptions,
): Promise<ToolResult> {
  const child = new Deno.Command(join(options.programs, tool), {
    args: [...args],
    clearEnv: true,
    env: cleanEnv(),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [output] = await Promise.all([child.output(), write(child.stdin, options.input ?? "")]);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { success: output.success, stdout: text(output.stdout), stderr: text(output.stderr) };
}

/** The output of a command, without etcdctl's log lines about retries. */
export function failureOf(result: ToolResult): string {
  const lines = result.stderr.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
  return lines.join("; ");
}

async function write(stdin: WritableStream<Uint8Array>, input: string): Promise<void> {
  const writer = stdin.getWriter();
  try {
    if (input !== "") await writer.write(new TextEncoder().encode(input));
    await writer.close();
  } catch (error) {
    // A command that fails early does not read its input; what it said is the result.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Markdown as `deno fmt` leaves it, so that what a script writes and the format check agree. */
import { join } from "node:path";

const ROOT = join(import.meta.dirname ?? ".", "..");

/** Formats it with the settings of this project. Rejects when the formatter fails. */
export async function formatMarkdown(markdown: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext=md", "-"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("deno fmt failed");
  return new TextDecoder().decode(stdout);
}

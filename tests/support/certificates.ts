/** The certificates of a laboratory, by scripts/certs, for one test. */
import { join } from "node:path";
import { readTls, type TlsFiles, type TlsMaterial } from "../../src/grpc/tls.ts";

const SCRIPT = join(import.meta.dirname ?? ".", "..", "..", "scripts", "certs");

/** Makes them in a directory; those that are there stay. */
export async function makeLaboratory(
  dir: string,
  { days = 365, nodes = [] }: { readonly days?: number; readonly nodes?: readonly string[] } = {},
): Promise<void> {
  const { success, stderr } = await new Deno.Command("bash", {
    args: [SCRIPT, ...nodes.flatMap((node) => ["--node", node]), dir],
    env: { CERTS_DAYS: String(days) },
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

export function filesOf(dir: string, name: string): TlsFiles {
  return {
    caFile: join(dir, "ca.pem"),
    certFile: join(dir, `${name}.pem`),
    keyFile: join(dir, `${name}.key`),
  };
}

export function materialOf(dir: string, name: string): TlsMaterial {
  return readTls(filesOf(dir, name));
}

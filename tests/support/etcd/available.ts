/**
 * Whether a real etcd can be had here, for `testIf`, and where its programs are. `scripts/etcd get` is asked once a process and
 * version; the first time on a machine it may have to build, which it says on standard error.
 */
import { join } from "node:path";

const SCRIPT = join(import.meta.dirname ?? ".", "..", "..", "..", "scripts", "etcd");

/** Another version than the pinned one for a whole run of the tests, such as 3.4.x; empty or not set: the pinned one. */
export const VERSION_ENV = "TEST_ETCD_VERSION";

type Found =
  | { readonly kind: "found"; readonly dir: string; readonly version: string }
  | { readonly kind: "missing"; readonly reason: string };

const found = new Map<string, Found>();

/** The directory with etcd and etcdctl, and the version of etcd; throws with the reason when there is none. */
export function etcdPrograms(version = ""): { readonly dir: string; readonly version: string } {
  const result = find(version);
  if (result.kind === "missing") throw new Error(result.reason);
  return result;
}

/** What to give to `testIf`: undefined when there is an etcd (of this version), else why not. */
export function missingEtcd(version = ""): string | undefined {
  const result = find(version);
  return result.kind === "missing" ? result.reason : undefined;
}

/** What to give to `testIf` for `fsyncDelayMs`: undefined when strace is there and may trace, else why not. */
export function missingSlowDisk(): string | undefined {
  try {
    const { success } = new Deno.Command("strace", {
      args: ["-f", "-e", "trace=fsync", "-o", "/dev/null", "true"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).outputSync();
    return success ? undefined : "strace may not trace here";
  } catch {
    return "strace is not on PATH";
  }
}

function find(version: string): Found {
  const wanted = version === "" ? Deno.env.get(VERSION_ENV) ?? "" : version;
  let result = found.get(wanted);
  if (result === undefined) {
    result = ask(wanted);
    found.set(wanted, result);
  }
  return result;
}

function ask(wanted: string): Found {
  const { success, stdout, stderr } = new Deno.Command(SCRIPT, {
    args: ["get", ...wanted === "" ? [] : ["--version", wanted]],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).outputSync();
  const said = new TextDecoder().decode(stderr).trim();
  // A cache hit is not printed in every run.
  if (!said.endsWith(")") || !said.includes("from the cache")) console.error(said);
  if (!success) {
    const last = said.split("\n").at(-1) ?? "";
    return { kind: "missing", reason: last.replace("scripts/etcd: ", "") };
  }
  const dir = new TextDecoder().decode(stdout).trim();
  const { stdout: banner } = new Deno.Command(join(dir, "etcd"), { args: ["--version"], stdin: "null" })
    .outputSync();
  const version = /^etcd Version: (\S+)/.exec(new TextDecoder().decode(banner))?.[1] ?? "";
  return { kind: "found", dir, version };
}

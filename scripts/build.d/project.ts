/**
 * What is to be built, read from its one home each: version, permissions and flags of the daemon from `deno.json`, the pinned
 * runtime from `scripts/deno`, commit and time from git.
 */
import { join } from "node:path";
import manifest from "../../deno.json" with { type: "json" };
import type { Arch } from "./arguments.ts";
import { BuildError, run } from "./command.ts";

export const ROOT: string = join(import.meta.dirname ?? ".", "..", "..");
export const VERSION: string = manifest.version;

/** Pinned digests of one architecture's Deno. */
export interface Pin {
  readonly version: string;
  readonly platform: string;
  readonly wheelSha256: string;
  readonly programSha256: string;
}

/** The pin of `scripts/deno`, which stays the only place that knows it. */
export function pinOf(arch: Arch, script: string = Deno.readTextFileSync(join(ROOT, "scripts/deno"))): Pin {
  const version = /^VERSION=(\S+)$/m.exec(script)?.[1];
  const block = new RegExp(`^  ${arch}\\b[^)]*\\)\\n([\\s\\S]*?);;`, "m").exec(script)?.[1] ?? "";
  const value = (name: string) => new RegExp(`\\b${name}=(\\S+)`).exec(block)?.[1];
  const [platform, wheelSha256, programSha256] = ["PLATFORM", "WHEEL_SHA256", "PROGRAM_SHA256"].map(value);
  if (!version || !platform || !wheelSha256 || !programSha256) {
    throw new BuildError(`scripts/deno has no pin for ${arch} that this script can read`);
  }
  return { version, platform, wheelSha256, programSha256 };
}

/** Where everything that the project fetches is kept. */
export function cacheDir(): string {
  return join(ROOT, ".deno");
}

export interface Revision {
  /** Full hash, with "-dirty" when tracked files differ from it; "unknown" outside git. */
  readonly commit: string;
  /** `SOURCE_DATE_EPOCH`: seconds, of the commit where it is not given. */
  readonly epochSeconds: number;
}

export function revisionOf(): Revision {
  const git = (...words: string[]): string | undefined => {
    const { code, stdout } = run(["git", "-C", ROOT, ...words]);
    return code === 0 ? new TextDecoder().decode(stdout).trim() : undefined;
  };
  const head = git("rev-parse", "HEAD");
  const changed = git("status", "--porcelain", "--untracked-files=no");
  const commitTime = git("log", "-1", "--format=%ct");
  const epoch = Deno.env.get("SOURCE_DATE_EPOCH") ?? commitTime ?? "0";
  if (!/^\d{1,10}$/.test(epoch)) {
    throw new BuildError(`SOURCE_DATE_EPOCH must be a number of seconds, not ${JSON.stringify(epoch)}`);
  }
  return {
    commit: head === undefined ? "unknown" : changed === "" ? head : `${head}-dirty`,
    epochSeconds: Number(epoch),
  };
}

type Permission = boolean | readonly string[];

/** Both at once: only what one of them has. */
function union(sets: readonly (Permission | undefined)[]): Permission {
  if (sets.includes(true)) return true;
  return [...new Set(sets.flatMap((set) => Array.isArray(set) ? set : []))].toSorted();
}

/**
 * The daemon's V8 and other flags (docs/adr/0008) as the task `start` has them, and the permissions of daemon and command line
 * together: it is one program, and every command of it finds what it needs.
 */
export function runtimeFlags(): readonly string[] {
  const words = manifest.tasks.start.command.split(/\s+/);
  const flags = words.filter((word) => word.startsWith("--"));
  if (!flags.some((flag) => flag.startsWith("--v8-flags="))) {
    throw new BuildError("the task start in deno.json has no --v8-flags");
  }
  const sets: readonly Readonly<Record<string, Permission>>[] = Object.values(manifest.permissions);
  const names = [...new Set(sets.flatMap((set) => Object.keys(set)))].toSorted();
  const permissions = names.flatMap((name) => {
    const all = union(sets.map((set) => set[name]));
    if (all === true) return [`--allow-${name}`];
    return Array.isArray(all) && all.length > 0 ? [`--allow-${name}=${all.join(",")}`] : [];
  });
  return [...flags, "--no-prompt", ...permissions];
}

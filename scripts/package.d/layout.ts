/** What scripts/build made for one architecture, and whether it can be packed. */
import { join } from "node:path";
import { BuildError, sha256 } from "../build.d/command.ts";
import manifest from "../../deno.json" with { type: "json" };

export const TARGETS = {
  x86_64: { debian: "amd64", elfMachine: 62 },
  aarch64: { debian: "arm64", elfMachine: 183 },
} as const;
export type Target = keyof typeof TARGETS;

export interface Layout {
  readonly dir: string;
  readonly target: Target;
  /** Semver. */
  readonly version: string;
  /** Newest glibc that one of its programs asks for, such as "2.27". */
  readonly glibc: string;
}

/** What the pinned Deno is built for; a program whose file asks for less is not promised to run on less. */
const LEAST_GLIBC = "2.27";

/** Reads and checks it. Throws a `BuildError` that says what is wrong. */
export function readLayout(from: string, target: Target): Layout {
  const dir = join(from, target);
  const program = join(dir, "usr/bin/statemanagerd");
  if (!exists(program)) {
    throw new BuildError(`there is no ${program}: run scripts/build --target ${target} first`);
  }
  checkSums(dir);
  let glibc = LEAST_GLIBC;
  for (const path of [program, join(dir, "usr/lib/statemanager/deno")].filter(exists)) {
    const bytes = Deno.readFileSync(path);
    if (!isElf(bytes)) continue;
    if (new DataView(bytes.buffer).getUint16(18, true) !== TARGETS[target].elfMachine) {
      throw new BuildError(`${path} is no program for ${target}`);
    }
    for (const needed of glibcVersions(bytes)) if (minorOf(needed) > minorOf(glibc)) glibc = needed;
  }
  return { dir, target, version: versionOf(dir), glibc };
}

/** The build's own list, so that a file which was changed or cut off afterwards is not packed. */
function checkSums(dir: string): void {
  const sums = join(dir, "SHA256SUMS");
  if (!exists(sums)) return;
  for (const line of Deno.readTextFileSync(sums).split("\n")) {
    const [, wanted, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (wanted === undefined || name === undefined) continue;
    const path = join(dir, name);
    if (!exists(path) || sha256(Deno.readFileSync(path)) !== wanted) {
      throw new BuildError(`${path} is not what ${sums} says: build it again`);
    }
  }
}

function isElf(bytes: Uint8Array<ArrayBuffer>): boolean {
  return bytes.length >= 20 && new DataView(bytes.buffer).getUint32(0) === 0x7f454c46;
}

/** The versions of glibc that the program's symbols name. */
function glibcVersions(bytes: Uint8Array): ReadonlySet<string> {
  const marker = new TextEncoder().encode("GLIBC_2.");
  const found = new Set<string>();
  for (let at = indexOf(bytes, marker, 0); at >= 0; at = indexOf(bytes, marker, at + 1)) {
    const text = new TextDecoder().decode(bytes.subarray(at, at + 16));
    const minor = /^GLIBC_2\.(\d{1,2})(?:\.\d+)?\0/.exec(text)?.[1];
    if (minor !== undefined) found.add(`2.${minor}`);
  }
  return found;
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

function minorOf(glibc: string): number {
  return Number(glibc.split(".")[1]);
}

/** The commit that it was built from; undefined = nothing is there, or nothing that says so. */
export function builtFrom(from: string, target: Target): string | undefined {
  const path = join(from, target, "MANIFEST.json");
  if (!exists(path)) return undefined;
  const { commit } = JSON.parse(Deno.readTextFileSync(path));
  return typeof commit === "string" ? commit : undefined;
}

/** The version that was built, where the build says it. */
function versionOf(dir: string): string {
  const path = join(dir, "MANIFEST.json");
  const { version } = exists(path) ? JSON.parse(Deno.readTextFileSync(path)) : manifest;
  return typeof version === "string" ? version : manifest.version;
}

export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

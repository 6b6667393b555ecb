/** The pinned Deno of an architecture, and the launcher that runs the bundle on it. */
import { basename, join } from "node:path";
import type { Arch } from "./arguments.ts";
import { ENTRY } from "./bundle_files.ts";
import { sha256 } from "./command.ts";
import { BUNDLE } from "./layout.ts";
import { pinOf, runtimeFlags } from "./project.ts";
import { checkDigest, programFromWheel } from "./wheel.ts";

/** The program; fetched where it is not there yet, and checked either way. */
export async function pinnedDeno(arch: Arch): Promise<Uint8Array<ArrayBuffer>> {
  const { version, programSha256, ...pin } = pinOf(arch);
  const path = arch === Deno.build.arch ? Deno.execPath() : await programFromWheel({
    ...{ ...pin, version, programSha256, distribution: "deno" },
    member: `deno-${version}.data/scripts/deno`,
    keptAs: `deno-${version}-${arch}`,
  });
  const program = await Deno.readFile(path);
  checkDigest(path, { found: sha256(program), expected: programSha256 });
  return program;
}

/**
 * Nothing is fetched at run time, and nothing is written for the runtime's sake: not even root can make a folder of this DENO_DIR. On a
 * terminal, and only there, the runtime complains of every cache that it cannot open, there or elsewhere; what else it has to say stays.
 */
const ENV = ["DENO_NO_UPDATE_CHECK=1", "DENO_NO_PROMPT=1", "DENO_LOG=error,deno::cache::cache_db=off"];
export const NO_DIR = "/dev/null";

const RUN = ["run", "--quiet", "--no-config", "--no-check", "--cached-only", "--no-lock"];

/** The launcher's assignments; its caller may give a DENO_DIR. */
export function launcherEnv(denoDir: string = NO_DIR): readonly string[] {
  return [...ENV, `DENO_DIR=${denoDir}`];
}

/** What the launcher gives to Deno: the arguments of the program follow. */
export function launcherWords(program: string): readonly string[] {
  return [...RUN, ...runtimeFlags(), program];
}

/** A bundle as the launcher would run it, on the Deno that runs this: what asks a program that is emulated. */
export function nativeWords(bundle: string): readonly string[] {
  return ["env", ...launcherEnv(), Deno.execPath(), ...launcherWords(join(bundle, ENTRY))];
}

/** Finds its parts by its own place, so that it also runs where it was only unpacked. */
export function launcherOf(): string {
  const flags = runtimeFlags().map((flag) => `  ${flag} \\\n`).join("");
  const others = runtimeFlags().filter((flag) => !flag.startsWith("--allow-")).join(" ");
  return `#!/bin/sh
# Runs the State Manager on the Deno that it was built with.
self=$0
[ ! -L "$self" ] || self=$(readlink -f "$self")
case $self in */*) ;; *) self=./$self ;; esac
lib=\${self%/*}/../lib/statemanager
# What the runtime compiled it keeps for the next command of this session, in memory and where nobody else can write: root must not run
# what another user left. Elsewhere nothing is written for its sake, nothing is fetched at run time, and it does not complain of that.
kept=${NO_DIR}
case \${XDG_RUNTIME_DIR:-} in
  /run/user/*/*) ;;
  /run/user/[0-9]*) [ ! -O "$XDG_RUNTIME_DIR" ] || kept=$XDG_RUNTIME_DIR/statemanager ;;
esac
export ${ENV.join(" ")} DENO_DIR="\${DENO_DIR:-$kept}"
# A node that runs processes itself starts programs and reads /proc: the runtime gives that only with everything. See docs/node.md.
# It is the launcher's variable: the program would take it for a setting.
allowed=\${STATEMANAGER_ALLOW:-}
unset STATEMANAGER_ALLOW
case "$allowed \${1:-}" in
  "programs run" | "programs node")
    exec "$lib/deno" ${RUN.join(" ")} --allow-all ${others} "$lib/${basename(BUNDLE)}/${ENTRY}" "$@"
    ;;
esac
# Of what may be written the program gives back what its configuration or its command does not need.
exec "$lib/deno" ${RUN.join(" ")} \\
${flags}  "$lib/${basename(BUNDLE)}/${ENTRY}" "$@"
`;
}

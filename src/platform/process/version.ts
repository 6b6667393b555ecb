/** Name and version of the program; the version number is defined in `deno.json` only. */
import manifest from "../../../deno.json" with { type: "json" };

export const PROGRAM = "statemanagerd";

/** Version of the program (semver). */
export const VERSION: string = manifest.version;

/** scripts/build replaces "unknown" by the commit; it searches for this exact text, which must occur once in the program. */
const COMMIT_MARK = "@commit:unknown";

/** The commit that the program was built from; "unknown" from source. */
export const COMMIT: string = COMMIT_MARK.slice("@commit:".length);

/** What `version --json` prints. */
export interface VersionFacts {
  readonly version: string;
  readonly commit: string;
  readonly deno: string;
  readonly v8: string;
  /** Architecture and system, as Deno names them. */
  readonly target: string;
}

/** The facts that identify a build. */
export function versionFacts(): VersionFacts {
  const { deno, v8 } = Deno.version;
  return { version: VERSION, commit: COMMIT, deno, v8, target: Deno.build.target };
}

/** One line: the program, its version, and its runtime. */
export function describeVersion(): string {
  const { deno, v8, target } = versionFacts();
  return `${PROGRAM} ${VERSION} (Deno ${deno}, V8 ${v8}, ${target})`;
}

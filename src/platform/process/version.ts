/** What this program is called and which version it is; the number has one home, `deno.json`. */
import manifest from "../../../deno.json" with { type: "json" };

export const PROGRAM = "statemanagerd";

/** Version of the program (semver). */
export const VERSION: string = manifest.version;

/** scripts/build puts the commit in the place of "unknown", by this very text; it must be in the program once. */
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

/** What a program needs to tell builds apart. */
export function versionFacts(): VersionFacts {
  const { deno, v8 } = Deno.version;
  return { version: VERSION, commit: COMMIT, deno, v8, target: Deno.build.target };
}

/** One line for people: the program, its version, and the runtime it runs on. */
export function describeVersion(): string {
  const { deno, v8, target } = versionFacts();
  return `${PROGRAM} ${VERSION} (Deno ${deno}, V8 ${v8}, ${target})`;
}

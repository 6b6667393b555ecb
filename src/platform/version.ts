/** What this program is called and which version it is; the number has one home, `deno.json`. */
import manifest from "../../deno.json" with { type: "json" };

export const PROGRAM = "statemanagerd";

/** Version of the program (semver). */
export const VERSION: string = manifest.version;

/** One line for people: the program, its version, and the runtime it runs on. */
export function describeVersion(): string {
  return `${PROGRAM} ${VERSION} (Deno ${Deno.version.deno}, V8 ${Deno.version.v8}, ${Deno.build.target})`;
}

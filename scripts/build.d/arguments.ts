/** The command line of `scripts/build`. */
import { parseArgs } from "node:util";
import { BuildError } from "./command.ts";

export const ARCHES = ["x86_64", "aarch64"] as const;
export type Arch = typeof ARCHES[number];

export const RUNTIMES = ["compiled", "bundled"] as const;
export type RuntimeKind = typeof RUNTIMES[number];

export interface Arguments {
  readonly target: Arch;
  readonly runtime: RuntimeKind;
  readonly out?: string;
}

/** What Deno calls the architecture. */
export function tripleOf(arch: Arch): string {
  return `${arch}-unknown-linux-gnu`;
}

function oneOf<T extends string>(value: string, { name, from }: { name: string; from: readonly T[] }): T {
  const found = from.find((each) => each === value);
  if (found === undefined) throw new BuildError(`--${name} is one of ${from.join(", ")}; it is "${value}"`);
  return found;
}

/** Throws a BuildError with the reason. */
export function readArguments(args: readonly string[], host: string = Deno.build.arch): Arguments {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        target: { type: "string", default: host },
        runtime: { type: "string", default: "compiled" },
        out: { type: "string" },
      },
    }));
  } catch (error) {
    throw new BuildError(`${error instanceof Error ? error.message : error} (try --help)`);
  }
  return {
    target: oneOf(values.target, { name: "target", from: ARCHES }),
    runtime: oneOf(values.runtime, { name: "runtime", from: RUNTIMES }),
    ...(values.out === undefined ? {} : { out: values.out }),
  };
}

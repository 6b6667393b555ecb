/** The command line of `scripts/build`. */
import { parseArgs } from "node:util";
import { BuildError } from "./command.ts";

export const ARCHES = ["x86_64", "aarch64"] as const;
export type Arch = typeof ARCHES[number];

/** `any`: compiled, or bundled where Deno's compile runtime cannot be had. */
export const RUNTIMES = ["compiled", "bundled", "any"] as const;
export type RuntimeKind = typeof RUNTIMES[number];

export type Arguments =
  | { readonly kind: "build"; readonly target: Arch; readonly runtime: RuntimeKind; readonly out?: string }
  /** Whether what `deno compile` makes works. */
  | { readonly kind: "check-compile"; readonly targets: readonly Arch[] }
  /** Whether what was built works: `OUT/<target>`. */
  | { readonly kind: "smoke"; readonly dir: string };

/** What Deno calls the architecture. */
export function tripleOf(arch: Arch): string {
  return `${arch}-unknown-linux-gnu`;
}

/** Throws a BuildError when it is none of them. */
export function oneOf<T extends string>(
  value: string,
  { name, from }: { name: string; from: readonly T[] },
): T {
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
        target: { type: "string" },
        runtime: { type: "string" },
        out: { type: "string" },
        "check-compile": { type: "boolean", default: false },
        smoke: { type: "string" },
      },
    }));
  } catch (error) {
    throw new BuildError(`${error instanceof Error ? error.message : error} (try --help)`);
  }
  const { target, runtime, out, smoke } = values;
  const kinds = [
    ...values["check-compile"] ? ["--check-compile"] : [],
    ...smoke === undefined ? [] : ["--smoke"],
  ];
  const [kind, second] = kinds;
  if (second !== undefined) {
    throw new BuildError(`${kind} and ${second} are two different things (try --help)`);
  }
  if (kind !== undefined && (runtime !== undefined || out !== undefined)) {
    throw new BuildError(`--runtime and --out are for building, not for ${kind} (try --help)`);
  }
  const arch = target === undefined ? undefined : oneOf(target, { name: "target", from: ARCHES });
  if (smoke !== undefined) {
    if (arch !== undefined) {
      throw new BuildError("--smoke reads the target from the MANIFEST.json in DIR (try --help)");
    }
    return { kind: "smoke", dir: smoke };
  }
  if (kind !== undefined) return { kind: "check-compile", targets: arch === undefined ? ARCHES : [arch] };
  return {
    kind: "build",
    target: arch ?? oneOf(host, { name: "target", from: ARCHES }),
    runtime: oneOf(runtime ?? "compiled", { name: "runtime", from: RUNTIMES }),
    ...(out === undefined ? {} : { out }),
  };
}

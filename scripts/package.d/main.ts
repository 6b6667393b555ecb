/** scripts/package: arguments, and one package after the other. The help is in scripts/package. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeDeb } from "./deb.ts";
import { BuildError, sha256 } from "../build.d/command.ts";
import { revisionOf, ROOT } from "../build.d/project.ts";
import { readLayout, type Target, TARGETS } from "./layout.ts";
import { makeTarball } from "./tarball.ts";

/** RFC 2606 keeps `.invalid` free: whoever ships the package puts a real address there. */
const NO_MAINTAINER = "PICCOLO State Manager maintainers <maintainers@statemanager.invalid>";

interface Options {
  readonly target: Target;
  readonly from: string;
  readonly out: string;
  readonly kinds: readonly ("deb" | "tar")[];
}

function isTarget(text: string): text is Target {
  return Object.hasOwn(TARGETS, text);
}

/** Throws a `TypeError` for what is not an option. */
function readOptions(args: readonly string[]): Options {
  const { values: { target, from, out, only } } = parseArgs({
    args: [...args],
    options: {
      target: { type: "string", default: Deno.build.arch },
      from: { type: "string", default: join(ROOT, "build") },
      out: { type: "string", default: join(ROOT, "build/packages") },
      only: { type: "string" },
    },
  });
  if (!isTarget(target)) throw new TypeError(`--target must be ${Object.keys(TARGETS).join(" or ")}`);
  if (only !== undefined && only !== "deb" && only !== "tar") {
    throw new TypeError("--only must be deb or tar");
  }
  return {
    target,
    from: resolve(from),
    out: resolve(out),
    kinds: only === undefined ? ["deb", "tar"] : [only],
  };
}

function makePackages({ target, from, out, kinds }: Options): void {
  const layout = readLayout(from, target);
  const { epochSeconds: epoch } = revisionOf();
  const maintainer = Deno.env.get("MAINTAINER") ?? NO_MAINTAINER;
  Deno.mkdirSync(out, { recursive: true });
  for (const kind of kinds) {
    const work = Deno.makeTempDirSync({ prefix: "statemanager-package-" });
    try {
      const options = { layout, epoch, out, work };
      const path = kind === "deb" ? makeDeb({ ...options, maintainer }) : makeTarball(options);
      const bytes = Deno.readFileSync(path);
      console.log(`${sha256(bytes)}  ${bytes.length}  ${path}`);
    } finally {
      Deno.removeSync(work, { recursive: true });
    }
  }
}

function main(args: readonly string[]): number {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`scripts/package: ${error.message}; see scripts/package --help`);
    return 2;
  }
  try {
    makePackages(options);
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(`scripts/package: ${error.message}`);
    return 1;
  }
}

Deno.exit(main(Deno.args));

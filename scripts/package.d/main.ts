/** scripts/package: arguments, and one package after the other. The help is in scripts/package. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { BuildError } from "../build.d/command.ts";
import { revisionOf, ROOT } from "../build.d/project.ts";
import { builtFrom, type Layout, readLayout, type Target, TARGETS } from "./layout.ts";
import type { PackJob, PackResult } from "./pack_worker.ts";
import { Progress } from "./progress.ts";

/** RFC 2606 keeps `.invalid` free: whoever ships the package puts a real address there. */
const NO_MAINTAINER = "PICCOLO State Manager maintainers <maintainers@statemanager.invalid>";

const BUILD = join(ROOT, "build");

interface Options {
  readonly target: Target;
  /** Not set = it is built where that is needed. */
  readonly from?: string;
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
      from: { type: "string" },
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
    ...(from !== undefined && { from: resolve(from) }),
    out: resolve(out),
    kinds: only === undefined ? ["deb", "tar"] : [only],
  };
}

/** What is packed: of the directory that was named, else of `build/`, where it is made unless it is there and of this commit. */
async function layoutOf({ target, from }: Options, progress: Progress): Promise<Layout> {
  if (from !== undefined) return readLayout(from, target);
  const { commit } = revisionOf();
  if (builtFrom(BUILD, target) !== commit || commit.endsWith("-dirty")) {
    await progress.step(`building for ${target}`, () => build(target));
  }
  return readLayout(BUILD, target);
}

async function build(target: Target): Promise<void> {
  const { code, stderr } = await new Deno.Command(join(ROOT, "scripts/build"), {
    args: ["--target", target, "--runtime", "any"],
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
  }).output();
  const said = new TextDecoder().decode(stderr);
  if (code !== 0) throw new BuildError(said.trim());
  const bundled = said.split("\n").find((line) => line.includes("is bundled with Deno instead"));
  if (bundled !== undefined) console.error(bundled);
}

function pack(job: PackJob): Promise<PackResult> {
  const worker = new Worker(new URL("pack_worker.ts", import.meta.url), { workerData: job });
  const { promise, resolve, reject } = Promise.withResolvers<PackResult>();
  worker.once("message", resolve);
  worker.once("error", reject);
  return promise.finally(() => worker.terminate());
}

/** All kinds at once: each packer uses one processor. */
async function makePackages(options: Options): Promise<void> {
  const { out, kinds } = options;
  const progress = new Progress({
    isTerminal: Deno.stderr.isTerminal(),
    write: (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
    nowMs: () => performance.now(),
  });
  const layout = await layoutOf(options, progress);
  const { epochSeconds: epoch } = revisionOf();
  const maintainer = Deno.env.get("MAINTAINER") ?? NO_MAINTAINER;
  Deno.mkdirSync(out, { recursive: true });
  const packed = await progress.step(
    `packing ${kinds.join(" and ")}`,
    () => Promise.all(kinds.map((kind) => pack({ kind, layout, epoch, out, maintainer }))),
  );
  for (const result of packed) {
    if (!result.ok) throw new BuildError(result.problem);
    console.log(`${result.sha256}  ${result.bytes}  ${result.path}`);
  }
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`scripts/package: ${error.message}; see scripts/package --help`);
    return 2;
  }
  try {
    await makePackages(options);
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(`scripts/package: ${error.message}`);
    return 1;
  }
}

Deno.exit(await main(Deno.args));

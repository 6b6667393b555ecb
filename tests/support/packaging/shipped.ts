/**
 * The program as it is shipped, from this checkout: what `scripts/build --runtime bundled` makes for this machine.
 *
 * I1  It is built once for each state of the checkout, whoever asks for it: all tests of a run share it, and the next run does.
 */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { revisionOf, ROOT } from "../../../scripts/build.d/project.ts";

const KEPT = join(ROOT, ".deno", "built");
const LOCK = "lock";
const REPORT = "report.json";
/** Everything that goes into it. */
const SOURCES = [
  "LICENSE",
  "deno.json",
  "deno.lock",
  "main.ts",
  "scripts/build",
  "scripts/build.d",
  "scripts/deno",
]
  .concat("src");

export interface Shipped {
  /** What scripts/build was given as `--out`. */
  readonly out: string;
  /** The tree of this machine's architecture below it. */
  readonly dir: string;
  /** The launcher. */
  readonly program: string;
  /** Digest of all files together. */
  readonly sha256: string;
}

/** Resolves once it is built. Rejects with what scripts/build said where it cannot be. */
export async function shipped(): Promise<Shipped> {
  const out = join(KEPT, stateOfCheckout());
  const known = find(out);
  if (known !== undefined) return known;
  Deno.mkdirSync(KEPT, { recursive: true });
  // Who comes second waits, and finds what the first has built (I1).
  using lock = Deno.openSync(join(KEPT, LOCK), { create: true, write: true });
  await lock.lock(true);
  return find(out) ?? await buildAt(out);
}

async function buildAt(out: string): Promise<Shipped> {
  const fresh = Deno.makeTempDirSync({ dir: KEPT, prefix: "building-" });
  try {
    const text = await build(fresh);
    Deno.writeTextFileSync(join(fresh, REPORT), text);
    for (const { name } of Deno.readDirSync(KEPT)) {
      if (name !== LOCK && name !== basename(fresh)) Deno.removeSync(join(KEPT, name), { recursive: true });
    }
    Deno.renameSync(fresh, out);
    return told(out, text);
  } catch (error) {
    Deno.removeSync(fresh, { recursive: true });
    throw error;
  }
}

/** Undefined = it is not built yet. */
function find(out: string): Shipped | undefined {
  try {
    return told(out, Deno.readTextFileSync(join(out, REPORT)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function told(out: string, report: string): Shipped {
  const dir = join(out, Deno.build.arch);
  return { out, dir, program: join(dir, "usr/bin/statemanagerd"), sha256: JSON.parse(report).sha256 };
}

/** Resolves to the last line that scripts/build prints. */
export async function build(out: string): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [join(ROOT, "scripts/build"), "--runtime", "bundled", "--out", out],
    env: { STATEMANAGER_DENO: Deno.execPath(), NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (code !== 0) throw new Error(`scripts/build failed: ${text.decode(stderr)}`);
  return text.decode(stdout).trim().split("\n").at(-1) ?? "";
}

function stateOfCheckout(): string {
  const digest = createHash("sha256").update(JSON.stringify(revisionOf()));
  for (const path of SOURCES.flatMap((name) => filesAt(join(ROOT, name)))) {
    digest.update(`${path}\0`).update(Deno.readFileSync(path));
  }
  return digest.digest("hex").slice(0, 16);
}

function filesAt(path: string): readonly string[] {
  if (!Deno.statSync(path).isDirectory) return [path];
  const names = [...Deno.readDirSync(path)].map(({ name }) => name).toSorted();
  return names.flatMap((name) => filesAt(join(path, name)));
}

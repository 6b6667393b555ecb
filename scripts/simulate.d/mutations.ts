/**
 * Does the simulation find what it is there to find? Each deliberate bug is put into a copy of the sources, and seeds are run over it
 * until an invariant fails.
 *
 * I1: the tree is never changed: the copy is in a directory of its own, which is removed at the end.
 * I2: a seed that fails without the bug as well has not found it; the next ones are tried.
 */
import { join } from "node:path";
import { generate } from "../../tests/support/simulation/generate.ts";
import { simulate } from "../../tests/support/simulation/simulate.ts";
import { mutate, type Mutation, readMutations } from "../../tests/support/simulation/mutations.ts";
import type { Arguments } from "./arguments.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const COPIED = ["src", "tests/support", "scripts/simulate.d", "deno.json", "deno.lock", "proto"] as const;
/** A bug may make a run endless. All seeds take a minute of one processor, which others may want as well. */
const LIMIT_MS = 1_800_000;

interface Found {
  readonly seed: number;
  readonly invariant: string;
}

/** The exit code. */
export async function runMutations(args: Arguments): Promise<number> {
  const all = readMutations(join(ROOT, "tests/simulation/mutations"))
    .filter(({ name }) => name.includes(args.only));
  const missed: string[] = [];
  const waiting = [...all];
  const work = async () => {
    for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
      const found = await runOne(mutation, args);
      if (found === undefined) missed.push(mutation.name);
      const result = found === undefined ? "NOT FOUND" : `seed ${found.seed}, ${found.invariant}`;
      console.error(`${mutation.name.padEnd(44)} ${result}`);
    }
  };
  await Promise.all(Array.from({ length: args.jobs }, work));
  const found = all.length - missed.length;
  console.log(JSON.stringify({ ok: missed.length === 0, mutations: all.length, found, missed }));
  return missed.length === 0 ? 0 : 1;
}

async function runOne(mutation: Mutation, args: Arguments): Promise<Found | undefined> {
  const directory = await Deno.makeTempDir({ prefix: "simulate-" });
  try {
    for (const path of COPIED) await copy(join(ROOT, path), join(directory, path));
    const path = join(directory, mutation.file);
    await Deno.writeTextFile(path, mutate(await Deno.readTextFile(path), mutation));
    const endSeed = args.from + args.seeds;
    for (let from = args.from; from < endSeed;) {
      const output = await runSeeds(directory, from, endSeed - from);
      const found = foundIn(output);
      if (found === undefined && !output.includes('"ok":true')) {
        console.error(`${mutation.name}: the mutated program does not run, or not to its end`);
      }
      if (found === undefined) return undefined;
      // I2
      if ((await simulate(generate(found.seed))).violations.length === 0) return found;
      console.error(`${mutation.name}: seed ${found.seed} fails without it as well`);
      from = found.seed + 1;
    }
    return undefined;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** What `scripts/simulate` of that directory prints on standard output. */
async function runSeeds(directory: string, from: number, seeds: number): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-check", "--allow-all", "scripts/simulate.d/main.ts"],
      ...["--seeds", String(seeds), "--from", String(from), "--no-shrink", "--json", "--jobs", "1"],
    ],
    cwd: directory,
    stdout: "piped",
    stderr: "null",
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const { stdout } = await command.output();
  return new TextDecoder().decode(stdout);
}

/** From the first line that tells of a violation. */
function foundIn(output: string): Found | undefined {
  const match = /"seed":(\d+),.*?"invariant":"([^"]+)"/.exec(output);
  const [, seed, invariant] = match ?? [];
  return seed === undefined || invariant === undefined ? undefined : { seed: Number(seed), invariant };
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) {
    await Deno.mkdir(join(to, ".."), { recursive: true });
    return await Deno.copyFile(from, to);
  }
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}

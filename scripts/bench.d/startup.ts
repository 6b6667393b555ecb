/**
 * How long a start takes and how much memory it leaves, of the bundled program behind its launcher beside bare ones on the same Deno with
 * the same flags (the launcher is a shell script, which is not emulated):
 *
 * empty    a program with nothing in it
 * bare     an echo server of grpc-js over the same HTTP/2
 * loaded   the same with a service loaded by proto-loader, and SQLite
 * call     one call of grpc-js to the daemon, and its answer
 * ours     `version`; `get` that is answered by a daemon; the daemon until it is ready; each without a cache of the runtime's own,
 *          as commands run where nothing is compiled, and with the one that the first start filled, as the daemon does under the unit
 * pullpiri the daemon with `pullpiri.enabled`, whose peers are not there
 *
 * All in turn, each right after empty programs that do not count, so that what else the machine does meets all of them.
 * First = until the first byte of the answer is there.
 * Met = the daemon is ready in at most 1.5 times what `bare` takes, with at most 1.25 times its memory, and `get` takes at most 1.3
 * times what `empty` does; all with the cache.
 */
import { dirname, join } from "node:path";
import { ARCHES } from "../build.d/arguments.ts";
import { makeBundle } from "../build.d/bundle.ts";
import { ENTRY, writeBundle } from "../build.d/bundle_files.ts";
import { run } from "../build.d/command.ts";
import { runnerFor } from "../build.d/emulation.ts";
import { BUNDLE, LIB, PROGRAM } from "../build.d/layout.ts";
import { ROOT } from "../build.d/project.ts";
import { launcherOf, launcherWords, NO_DIR, pinnedDeno } from "../build.d/runtime.ts";
import { readOptions, wholeOption } from "../options.ts";
import { median, pause, rounded, spread } from "./support/figures.ts";
import { readMemory } from "./support/memory.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP = `usage: scripts/bench startup [--runs N] [--target x86_64|aarch64]
  --runs N   1 to 100, 15 by default
  --target   another architecture is emulated: its figures say nothing of the target, their ratios little
Last line: median milliseconds and MiB of each. Takes a minute. Returns 0 only when the targets are met.`;

const options = readOptions(HELP, {
  runs: { type: "string", default: "15" },
  target: { type: "string", default: Deno.build.arch },
});
const RUNS = wholeOption(options.runs, { name: "runs", min: 1, max: 100 });
const TARGET = ARCHES.find((arch) => arch === options.target);
const TARGETS = { ready: 1.5, memory: 1.25, get: 1.3 };
const SETTLE_MS = 1_000;
const WAKE_MS = 60;

/** Nobody is at port 9 of this machine. */
const PULLPIRI = [
  ...["enabled=true", "settings=/dev/null", "listen=127.0.0.1:0", "fault_listen=127.0.0.1:0"],
  ...["store=127.0.0.1:9", "action_controller=127.0.0.1:9", "policy_manager=127.0.0.1:9"],
];

interface Place {
  /** The words that run a file on the runtime. */
  readonly runtime: (file: string) => readonly string[];
  readonly cache: string;
  /** The words that start the program. */
  readonly ours: readonly string[];
  readonly state: string;
  readonly bare: string;
  readonly loaded: string;
  readonly empty: string;
  readonly call: string;
}

async function prepare(workspace: Workspace): Promise<Place | string> {
  if (TARGET === undefined) return `--target ${options.target}: one of ${ARCHES.join(", ")}`;
  const runner = runnerFor(TARGET);
  if (runner.kind === "missing") return runner.reason;
  const dir = workspace.makeDir("programs");
  const tree = join(dir, "tree");
  const [deno, bundle] = [join(tree, LIB, "deno"), join(tree, BUNDLE)];
  for (const path of [bundle, join(tree, dirname(PROGRAM))]) await Deno.mkdir(path, { recursive: true });
  await Deno.writeFile(deno, await pinnedDeno(TARGET), { mode: 0o755 });
  await Deno.writeTextFile(join(tree, PROGRAM), launcherOf(), { mode: 0o755 });
  await writeBundle(bundle, (await makeBundle("unknown")).files);
  const bundled = (name: string, source: string) => {
    const file = join(dir, name);
    const words = [
      Deno.execPath(),
      "bundle",
      "--quiet",
      "--minify",
      "--platform=deno",
      "--output",
      file,
      source,
    ];
    const { code, stderr } = run(words, { cwd: ROOT });
    if (code !== 0) throw new Error(stderr);
    return file;
  };
  await Deno.writeTextFile(join(dir, "empty.js"), "");
  const runtime = (file: string) => [...runner.words, deno, ...launcherWords(file)];
  return {
    runtime,
    cache: workspace.makeDir("cache"),
    ours: runner.kind === "native" ? [join(tree, PROGRAM)] : runtime(join(bundle, ENTRY)),
    state: workspace.makeDir("state"),
    bare: bundled("bare.js", "tests/support/http2/echo_server.ts"),
    loaded: bundled("loaded.js", "scripts/bench.d/support/bare_loaded_server.ts"),
    empty: join(dir, "empty.js"),
    call: bundled("call.js", "scripts/bench.d/support/bare_call.ts"),
  };
}

function command(words: readonly string[], cache: string): Deno.Command {
  const [program = "", ...args] = words;
  const env = { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  return new Deno.Command(program, { args, env, stdin: "null", stdout: "piped", stderr: "piped" });
}

/** A processor that has slept starts the next programs more slowly: none that counts is to be among them. */
async function wake(place: Place): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < WAKE_MS) await command(place.runtime(place.empty), place.cache).output();
}

/** Milliseconds from start to the first byte of the answer, and to the end. */
async function timesOf(
  place: Place,
  words: readonly string[],
  cache = place.cache,
): Promise<{ readonly firstMs: number; readonly endMs: number }> {
  await wake(place);
  const began = performance.now();
  const child = command(words, cache).spawn();
  let firstMs = NaN;
  let said = "";
  const read = async (from: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of from) {
      if (said === "") firstMs = performance.now() - began;
      said += decoder.decode(bytes, { stream: true });
    }
  };
  // That there is no service is said beside the answer.
  await Promise.all([read(child.stdout), read(child.stderr)]);
  const { code } = await child.status;
  const endMs = performance.now() - began;
  if (code !== 0) throw new Error(`${words.join(" ")}: ${said}`);
  return { firstMs, endMs };
}

async function timeOf(place: Place, words: readonly string[], cache = place.cache): Promise<number> {
  return (await timesOf(place, words, cache)).endMs;
}

interface Served {
  readonly readyMs: number;
  readonly mib: number;
}

/** Starts a server, waits for the first text that says it is ready, does something with it, and ends it. */
async function serve(
  place: Place,
  words: readonly string[],
  { from, ready, cache, use }: {
    readonly from: "stdout" | "stderr";
    readonly ready: RegExp;
    readonly cache: string;
    readonly use?: (said: string) => Promise<void>;
  },
): Promise<Served> {
  await wake(place);
  const began = performance.now();
  const child = command(words, cache).spawn();
  const rest = from === "stdout" ? child.stderr : child.stdout;
  const ignored = rest.pipeTo(new WritableStream());
  let said = "";
  let readyMs = NaN;
  const reader = child[from].pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    said += part.value;
    if (!ready.test(said)) continue;
    readyMs = performance.now() - began;
    break;
  }
  if (Number.isNaN(readyMs)) throw new Error(`${words.join(" ")} was never ready: ${said}`);
  await pause(SETTLE_MS);
  const { rss } = await readMemory(child.pid);
  await use?.(said);
  child.kill("SIGTERM");
  while (!(await reader.read()).done);
  await Promise.all([child.status, ignored]);
  return { readyMs, mib: rss };
}

type Row =
  | "empty"
  | "bare"
  | "loaded"
  | "call"
  | "getFirst"
  | "getFirstUncached"
  | "pullpiri"
  | Ours
  | `${Ours}Uncached`;
type Ours = "version" | "get" | "daemon";

async function measure(place: Place) {
  const ms: Record<Row, number[]> = {
    ...{ empty: [], bare: [], loaded: [], version: [], get: [], daemon: [], pullpiri: [] },
    ...{ call: [], getFirst: [], getFirstUncached: [] },
    ...{ versionUncached: [], getUncached: [], daemonUncached: [] },
  };
  const mib: Record<string, number[]> = {
    bare: [],
    loaded: [],
    daemon: [],
    daemonUncached: [],
    pullpiri: [],
  };
  const note = (row: Row, { readyMs, mib: rss }: Served) => {
    ms[row].push(readyMs);
    mib[row]?.push(rss);
  };
  const echo = { from: "stdout", ready: /^\d+$/m, cache: place.cache } as const;
  const daemon = { from: "stderr", ready: /"Ready"/ } as const;
  const words = ["run", "--config", "/dev/null", "--set", "listen=127.0.0.1:0", "--set"];
  const runWords = [...place.ours, ...words, `state_dir=${place.state}`];
  const withPullpiri = [...runWords, ...PULLPIRI.flatMap((setting) => ["--set", `pullpiri.${setting}`])];
  const get = async (said: string) => {
    const [, address = ""] = /"addresses":\["([^"]+)"/.exec(said) ?? [];
    const getWords = [...place.ours, "get", "--address", address, "--timeout", "2m"];
    ms.call.push(await timeOf(place, [...place.runtime(place.call), address]));
    const cached = await timesOf(place, getWords);
    ms.get.push(cached.endMs);
    ms.getFirst.push(cached.firstMs);
    const uncached = await timesOf(place, getWords, NO_DIR);
    ms.getUncached.push(uncached.endMs);
    ms.getFirstUncached.push(uncached.firstMs);
  };
  // The first round fills the cache, and does not count.
  for (let round = 0; round <= RUNS; round++) {
    ms.empty.push(await timeOf(place, place.runtime(place.empty)));
    note("bare", await serve(place, place.runtime(place.bare), echo));
    note("loaded", await serve(place, place.runtime(place.loaded), echo));
    ms.version.push(await timeOf(place, [...place.ours, "version"]));
    ms.versionUncached.push(await timeOf(place, [...place.ours, "version"], NO_DIR));
    note("daemonUncached", await serve(place, runWords, { ...daemon, cache: NO_DIR }));
    note("daemon", await serve(place, runWords, { ...daemon, cache: place.cache, use: get }));
    note("pullpiri", await serve(place, withPullpiri, { ...daemon, cache: place.cache }));
    if (round === 0) {
      for (const values of [...Object.values(ms), ...Object.values(mib)]) values.length = 0;
    }
    console.error(`round ${round} of ${RUNS}`);
  }
  return { ms, mib };
}

using workspace = new Workspace("startup");
const place = await prepare(workspace);
if (typeof place === "string") {
  console.error(`scripts/bench startup: ${place}`);
  Deno.exit(2);
}
const { ms, mib } = await measure(place);
const medians = (rows: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(Object.entries(rows).map(([row, values]) => [row, rounded(median(values))]));
const ratios = {
  ready: rounded(median(ms.daemon) / median(ms.bare), 2),
  readyToLoaded: rounded(median(ms.daemon) / median(ms.loaded), 2),
  memory: rounded(median(mib["daemon"] ?? []) / median(mib["bare"] ?? []), 2),
  memoryToLoaded: rounded(median(mib["daemon"] ?? []) / median(mib["loaded"] ?? []), 2),
  get: rounded(median(ms.get) / median(ms.empty), 2),
  getFirstToEmpty: rounded(median(ms.getFirst) / median(ms.empty), 2),
  getFirstToCall: rounded(median(ms.getFirst) / median(ms.call), 2),
  pullpiri: rounded(median(ms.pullpiri) / median(ms.daemon), 2),
  pullpiriMemory: rounded(median(mib["pullpiri"] ?? []) / median(mib["daemon"] ?? []), 2),
};
const met = ratios.ready <= TARGETS.ready && ratios.memory <= TARGETS.memory && ratios.get <= TARGETS.get;
console.log(JSON.stringify({
  name: "startup",
  target: TARGET,
  isEmulated: TARGET !== Deno.build.arch,
  runs: RUNS,
  ms: medians(ms),
  mib: medians(mib),
  spread: rounded(spread(ms.daemon), 2),
  ratios,
  targets: TARGETS,
  met,
}));
workspace[Symbol.dispose]();
Deno.exit(met ? 0 : 1);

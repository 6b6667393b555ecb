/** The program behind `scripts/gate`, which explains it. */
import { join } from "node:path";

const root = join(import.meta.dirname ?? ".", "..");
const ARGUMENTS = ["--no-tests", "--coverage", "--write-docs"];
const isColour = Deno.stderr.isTerminal() && !Deno.env.has("NO_COLOR");

function exists(path: string): boolean {
  try {
    Deno.statSync(join(root, path));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** One check: a program and its arguments. */
interface Stage {
  readonly name: string;
  readonly command: readonly string[];
}

const deno = Deno.execPath();
const run = [deno, "run", "--quiet", "--allow-all"];

/** Scripts that write a part of the docs, or with --check compare it. */
const DOCS_SCRIPTS = [
  "scripts/docs.ts",
  "scripts/cli_docs.ts",
  "scripts/seed_map.ts",
  "scripts/structure.ts",
]
  .filter(exists);

const DOCS_STAGES: readonly Stage[] = DOCS_SCRIPTS.map((script) => ({
  name: `docs: ${script.slice("scripts/".length, -".ts".length)}`,
  command: [...run, script, "--check"],
}));

/** What takes longest comes first: as many run at once as there are cores. */
const STAGES: readonly Stage[] = [
  {
    name: "types",
    command: [deno, "check", "--quiet", "--frozen", ...["main.ts", "src", "tests", "scripts"].filter(exists)],
  },
  ...DOCS_STAGES.filter(({ name }) => name === "docs: seed_map"),
  { name: "lint", command: [deno, "lint", "--quiet"] },
  { name: "format", command: [deno, "fmt", "--check"] },
  { name: "generated", command: ["bash", "scripts/generate", "--check"] },
  ...DOCS_STAGES.filter(({ name }) => name !== "docs: seed_map"),
];

function say(name: string, ok: boolean, startedMs: number): void {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const word = isColour ? `\x1b[${ok ? 32 : 31}m${ok ? "ok" : "FAILED"}\x1b[0m` : ok ? "ok" : "FAILED";
  console.error(`${name.padEnd(16)} ${word} (${seconds} s)`);
}

async function runStage({ name, command }: Stage): Promise<boolean> {
  const started = performance.now();
  const [program = "", ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: root,
    stdin: "null",
    env: isColour ? {} : { NO_COLOR: "1" },
  }).output();
  say(name, success, started);
  if (!success) {
    const decoder = new TextDecoder();
    console.error((decoder.decode(stdout) + decoder.decode(stderr)).trimEnd());
  }
  return success;
}

/** All of them, so that one run shows everything there is to mend. */
async function runStages(): Promise<boolean> {
  const waiting = [...STAGES];
  const failed: string[] = [];
  const work = async () => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
      if (!await runStage(stage)) failed.push(stage.name);
    }
  };
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
  return failed.length === 0;
}

async function runTests(args: readonly string[]): Promise<boolean> {
  const started = performance.now();
  const { success } = await new Deno.Command("bash", {
    args: ["scripts/test", ...args],
    cwd: root,
    stdin: "null",
  })
    .spawn().status;
  say("tests", success, started);
  return success;
}

const unknown = Deno.args.find((arg) => !ARGUMENTS.includes(arg));
if (unknown !== undefined) {
  console.error(`scripts/gate: unknown argument: ${unknown} (try --help)`);
  Deno.exit(2);
}

let ok = true;
if (Deno.args.includes("--write-docs")) {
  for (const script of DOCS_SCRIPTS) ok = await runStage({ name: script, command: [...run, script] }) && ok;
} else {
  ok = await runStages();
  const isCi = (Deno.env.get("CI") ?? "") !== "";
  if (!Deno.args.includes("--no-tests") && (ok || isCi)) {
    // The stage before has checked the types.
    ok = await runTests(["--no-check", ...Deno.args.includes("--coverage") ? ["--coverage"] : []]) && ok;
  }
}
Deno.exit(ok ? 0 : 1);

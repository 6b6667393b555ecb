/**
 * The program that a test of the command line runs: from source and as it is shipped, its output in pipes and on terminals.
 *
 * I1  Nothing of this process's environment reaches it but what a test gives it, and what the source needs to be run.
 * I2  Whatever it writes to standard error is ours: a line of the runtime fails the test.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { messageOf } from "../../../src/kit/errors.ts";
import { shipped } from "../packaging/shipped.ts";
import { type ProgramWords, SOURCE_WORDS } from "../program.ts";
import { testIf } from "../require.ts";
import { TempDir } from "../temp_dir.ts";
import { missingTerminal, onTerminals } from "./terminal.ts";

/** Where the program comes from, and who runs it. */
export interface Origin {
  readonly name: string;
  readonly words: ProgramWords;
  /** The user, where it is another than that of the tests. */
  readonly uid?: number;
  /** What it cannot do without. */
  readonly env: Readonly<Record<string, string>>;
}

const SOURCE: Origin = {
  name: "source",
  words: SOURCE_WORDS,
  env: fromHere("DENO_DIR", "DENO_COVERAGE_DIR"),
};
const SHIPPED = await shipped();
const BUNDLE: Origin = { name: "bundle", words: [SHIPPED.program], env: {} };
export const ORIGINS: readonly Origin[] = [SOURCE, BUNDLE];

function fromHere(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => [name, Deno.env.get(name) ?? ""]).filter(([, value]) => value !== ""),
  );
}

export interface CommandOptions {
  /** What it reads; not set = nothing comes, and nothing ends. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program, one way of it. */
export class ProgramUnderTest {
  readonly name: string;
  readonly origin: Origin;
  readonly isTerminal: boolean;

  constructor(origin: Origin, options: { readonly isTerminal: boolean }) {
    this.origin = origin;
    this.isTerminal = options.isTerminal;
    this.name = `${origin.name}, ${options.isTerminal ? "terminal" : "pipe"}`;
  }

  /** In a pipe the bundle has a cache as under the unit, which spares half of the time; on a terminal none, as a person has none. */
  start(argv: readonly string[], options: CommandOptions = {}): RunningCommand {
    const cache = this.isTerminal || this.origin !== BUNDLE ? {} : { DENO_DIR: join(SHIPPED.out, "cache") };
    return new RunningCommand(this, [...this.origin.words, ...argv], {
      ...options,
      env: { ...cache, ...options.env },
    });
  }

  run(argv: readonly string[], options: CommandOptions = {}): Promise<RunningCommand> {
    return this.start(argv, options).done();
  }
}

const TERMINAL_ENV = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", TERM: "xterm-256color" };
const missingTerminals = missingTerminal();

/**
 * Defines the test for every program, all of them at once: most of the time each waits for a process. `missing` as for `testIf`. Where no
 * terminal can be made the test is done without, and again as one that is skipped for that reason.
 */
export function testPrograms(
  name: string,
  fn: (program: ProgramUnderTest) => Promise<void>,
  options: { readonly missing?: string | undefined; readonly origins?: readonly Origin[] } = {},
): void {
  const { origins = ORIGINS } = options;
  const [piped, others] = [false, true].map((isTerminal) =>
    origins.map((origin) => new ProgramUnderTest(origin, { isTerminal }))
  );
  const isEverywhere = missingTerminals === undefined;
  const programs = [...piped ?? [], ...isEverywhere ? others ?? [] : []];
  testIf(name, options.missing, () => forEach(programs, fn));
  if (!isEverywhere) testIf(`${name}, on a terminal`, missingTerminals, () => {});
}

/** The same for tests that start processes of their own. */
export function testOrigins(name: string, fn: (origin: Origin) => Promise<void>): void {
  Deno.test(name, () => forEach(ORIGINS, fn));
}

/** What goes wrong says with which of them it did. */
async function forEach<T extends { readonly name: string }>(
  all: readonly T[],
  fn: (one: T) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(all.map(async (one) => {
    try {
      await fn(one);
    } catch (cause) {
      throw new Error(`With the program as "${one.name}": ${messageOf(cause)}`, { cause });
    }
  }));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** Lines that the program writes to standard error: those of the commands, and those of the daemon's log. */
const OURS =
  /^(error: (?!Uncaught)| {7}\S|exported: |left out: |note: |warning: |There (?:are|is) no |No service |Nothing (?:happened|differs)\.$|The node |Connection lost: |Events |Changes were lost )|^\{"time":|^\d\d:\d\d:\d\d\.\d{3} (DEBUG|INFO |WARN |ERROR) /;
// deno-lint-ignore no-control-regex -- colours of a terminal begin with it
const COLOURS = /\x1b\[[0-9;]*m/g;
// deno-lint-ignore no-control-regex -- so begins a line of progress, and so it is taken away again
const PROGRESS = /(?:\r\x1b\[K[^\r\n]*)+\r\x1b\[K/g;

/** One command, from its start to its end; a test that is given up ends it. */
export class RunningCommand implements AsyncDisposable {
  exitCode: number | undefined;
  readonly #dir = new TempDir("statemanager-command-");
  readonly #out: string;
  readonly #child: Deno.ChildProcess;
  readonly #isTerminal: boolean;
  readonly #read: Promise<unknown>;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  #isRunning = true;
  readonly #piped = { stdout: "", stderr: "" };
  #last: string | undefined;

  constructor({ origin, isTerminal }: ProgramUnderTest, words: readonly string[], options: CommandOptions) {
    const { stdin, env } = options;
    this.#isTerminal = isTerminal;
    this.#out = this.#dir.write("stdout", "");
    const typed = stdin === undefined ? {} : { stdin: this.#dir.write("stdin", stdin) };
    const [program = "", ...args] = isTerminal ? onTerminals(words, { stdout: this.#out, ...typed }) : words;
    this.#child = new Deno.Command(program, {
      args,
      clearEnv: true,
      env: { ...TERMINAL_ENV, ...origin.env, ...env },
      ...{ stdin: "piped", stdout: "piped", stderr: "piped" } as const,
    }).spawn();
    void this.#child.status.then(() => this.#isRunning = false);
    this.#stdin = this.#child.stdin.getWriter();
    if (!isTerminal && stdin !== undefined) {
      // A command that does not read to the end is free not to.
      this.#stdin.write(new TextEncoder().encode(stdin)).then(() => this.#stdin.close()).catch(() => {});
    }
    this.#read = Promise.all([this.#collect("stdout"), this.#collect("stderr")]);
  }

  get stdout(): string {
    return this.rawStdout.replaceAll(COLOURS, "");
  }

  /** With colours. */
  get rawStdout(): string {
    return this.#isTerminal ? this.#last ?? Deno.readTextFileSync(this.#out) : this.#piped.stdout;
  }

  get stderr(): string {
    const text = this.#isTerminal ? this.#piped.stdout : this.#piped.stderr;
    return text.replaceAll(COLOURS, "").replaceAll(PROGRESS, "");
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Ctrl-C. */
  async interrupt(): Promise<this> {
    if (this.#isTerminal) await this.#stdin.write(new Uint8Array([3]));
    else this.#child.kill("SIGINT");
    return await this.done();
  }

  async done(): Promise<this> {
    const { code } = await this.#child.status;
    await this.#read;
    await this.#stdin.close().catch(() => {});
    this.#last = this.rawStdout;
    this.#dir[Symbol.dispose]();
    this.exitCode = code;
    for (const line of this.stderr.split("\n")) assert.ok(line === "" || OURS.test(line), this.stderr);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.exitCode !== undefined) return;
    if (this.#isRunning) this.#child.kill("SIGTERM");
    await this.#child.status;
    await this.#read;
    await this.#stdin.close().catch(() => {});
    this.#dir[Symbol.dispose]();
  }

  async #collect(from: "stdout" | "stderr"): Promise<void> {
    for await (const text of this.#child[from].pipeThrough(new TextDecoderStream())) {
      this.#piped[from] += text;
    }
  }
}

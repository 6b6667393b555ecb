/** One run of the fuzzer, from its seed to its figures. */
import { join } from "node:path";
import { caseText, type FuzzCase } from "../../tests/support/fuzz/corpus.ts";
import { FuzzedNode } from "../../tests/support/fuzz/fuzzed_node.ts";
import { GoodClients } from "../../tests/support/fuzz/good_clients.ts";
import { Random } from "../../tests/support/fuzz/random.ts";
import { makeText, readText, TEXT_KINDS, warningsOfProcess } from "../../tests/support/fuzz/texts.ts";
import { framesIn, sendWire } from "../../tests/support/fuzz/wire_case.ts";
import { makeWire, WIRE_KINDS } from "../../tests/support/fuzz/wire_makers.ts";
import { Instance } from "../../tests/support/instances/instance.ts";

export interface FuzzOptions {
  readonly ms: number;
  readonly seed: number;
  readonly jobs: number;
  /** Empty = all. */
  readonly kinds: readonly string[];
  readonly findingsDir: string;
}

export interface FuzzOutcome {
  readonly ok: boolean;
  readonly [figure: string]: unknown;
}

const MEMORY_LIMIT_MIB = 288;
const MEMORY_SLACK_MIB = 64;
/** Findings that are told. */
const MOST_FINDINGS = 20;
const SAMPLE_MS = 500;
const UNDISTURBED_MS = 4_000;
/** How long the daemon may say nothing before a connection is over: where it may have swallowed the end, not for long. */
const QUIET_MS = { "frames": 500, "hpack": 500, "grpc framing": 2_000, "calls": 10_000 } as const;
/** Texts between two connections of a job. */
const TEXTS_AT_ONCE = 40;
/** What the daemon says only when it is at fault itself. */
const FAULTS = /Request failed|internal error|Cannot continue|Uncaught|panicked/;

class Run {
  readonly findings: string[] = [];
  readonly counts = { frames: 0, calls: 0, connections: 0, texts: 0 };
  readonly statuses = new Map<number, number>();
  readonly #options: FuzzOptions;

  constructor(options: FuzzOptions) {
    this.#options = options;
  }

  find(made: FuzzCase, problems: readonly string[]): void {
    if (problems.length === 0) return;
    const n = this.findings.length;
    this.findings.push(`${made.kind}: ${[...new Set(problems)].join("; ").slice(0, 1_000)}`);
    if (n >= MOST_FINDINGS) return;
    const path = join(this.#options.findingsDir, `fuzz-${this.#options.seed}-${n}.json`);
    Deno.writeTextFileSync(path, caseText(made));
    console.error(`${path}: ${this.findings.at(-1)}`);
  }

  async wire(address: string, random: Random): Promise<void> {
    const kinds = WIRE_KINDS.filter((kind) => this.#wants(kind));
    if (kinds.length === 0) return;
    const kind = random.pick(kinds);
    const { bytes, calls } = makeWire(random, kind);
    const { statuses, problems } = await sendWire(address, bytes, { calls, quietMs: QUIET_MS[kind] });
    this.counts.frames += framesIn(bytes);
    this.counts.connections++;
    for (const [code, count] of statuses) {
      this.counts.calls += count;
      this.statuses.set(code, (this.statuses.get(code) ?? 0) + count);
    }
    this.find({ kind, what: "found by the fuzzer", bytes, calls }, problems);
  }

  texts(random: Random): void {
    const kinds = TEXT_KINDS.filter((kind) => this.#wants(kind));
    if (kinds.length === 0) return;
    for (let n = 0; n < TEXTS_AT_ONCE; n++) {
      const kind = random.pick(kinds);
      const bytes = makeText(random, kind);
      this.counts.texts++;
      this.find({ kind, what: "found by the fuzzer", bytes }, readText(kind, bytes));
    }
  }

  #wants(kind: FuzzCase["kind"]): boolean {
    const { kinds } = this.#options;
    return kinds.length === 0 || kinds.includes(kind);
  }
}

function memoryMib(pid: number, line: "VmRSS" | "VmHWM"): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Math.round(Number(new RegExp(`${line}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024);
}

export async function fuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const run = new Run(options);
  const faults: string[] = [];
  using warnings = warningsOfProcess();
  let logBytes = 0;
  await using node = await FuzzedNode.start(new Random(options.seed + 1));
  await using instance = new Instance({ nodes: [{ name: "front", address: node.address }] }, {
    deadlineMs: 60_000,
    onLine: (line) => {
      logBytes += line.length + 1;
      if (FAULTS.test(line)) faults.push(line.slice(0, 500));
    },
  });
  const address = await instance.start();
  const { pid } = instance;
  using good = new GoodClients([{ name: "loopback", address }]);
  await new Promise((resolve) => setTimeout(resolve, UNDISTURBED_MS));
  const undisturbed = await good.take();
  const until = performance.now() + options.ms;
  let peakMib = 0;
  const sampler = setInterval(() => {
    try {
      peakMib = Math.max(peakMib, memoryMib(pid, "VmRSS"));
    } catch {
      // It is gone: told below.
    }
  }, SAMPLE_MS);
  const job = async (index: number) => {
    const random = new Random(options.seed * 1_000 + index);
    while (performance.now() < until && instance.isRunning) {
      await run.wire(address, random);
      run.texts(random);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, (_, index) => job(index)));
  clearInterval(sampler);
  const isAlive = instance.isRunning && instance.pid === pid;
  const highMib = isAlive ? memoryMib(pid, "VmHWM") : peakMib;
  const disturbed = await good.take();
  const isWithin = highMib <= MEMORY_LIMIT_MIB + MEMORY_SLACK_MIB;
  const ok = run.findings.length === 0 && warnings.texts.length === 0 && faults.length === 0 && isAlive &&
    isWithin &&
    disturbed.failures.length === 0;
  return {
    ok,
    seed: options.seed,
    ...run.counts,
    statuses: Object.fromEntries([...run.statuses].toSorted(([a], [b]) => a - b)),
    node: { streams: node.streams, messages: node.sent },
    ...{ isAlive, highMib, logBytes },
    good: { undisturbed, disturbed },
    findings: run.findings.slice(0, MOST_FINDINGS),
    faults: faults.slice(0, MOST_FINDINGS),
    warnings: warnings.texts.slice(0, MOST_FINDINGS),
  };
}

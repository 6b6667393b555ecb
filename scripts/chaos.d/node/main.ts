/** Seeded runs of random kills over real containers. See scripts/chaos node --help. */
import { missingPodman } from "../../../tests/support/podman/podman.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { readOptions, wholeOption } from "../../options.ts";
import { Interrupted, Workspace } from "../../workspace.d/workspace.ts";
import { Rig } from "./rig.ts";
import { runSeed } from "./run.ts";

const HELP = `usage: scripts/chaos node [--runs N] [--seed N] [--minutes N]
  Seeded random kills over real containers: of their main processes, of podman's service, of a node and of the State Manager, one
  run after the other, in turn with the node embedded in the State Manager and with one of its own.
  --runs N     how many: 1 to 100000 (default 10)
  --seed N     of the first one; each further one has the next number (default 1)
  --minutes N  begin no run after that time (default: no limit)
  --help       this text

After each run every workload is as it is wanted, in one copy, all the time no replica lived twice, no action was carried out twice,
nothing of what has ended is left in podman, and after its deletion nothing runs. The last line on standard output is one JSON line:
{"ok":BOOL,"runs":N,"firstSeed":N,"faults":{NAME:N},"violations":N,"first":[...],...}. Returns 0 only without a violation. A run is
repeated by its seed: it chooses the same faults, the machine their moments. As root, with podman; leaves nothing behind.`;

const options = readOptions(HELP, {
  runs: { type: "string", default: "10" },
  seed: { type: "string", default: "1" },
  minutes: { type: "string", default: "100000" },
});
const RUNS = wholeOption(options.runs, { name: "runs", min: 1, max: 100_000 });
const SEED = wholeOption(options.seed, { name: "seed", min: 0, max: 2 ** 31 });
const MINUTES = wholeOption(options.minutes, { name: "minutes", min: 1, max: 100_000 });
/** A new podman from time to time: its store grows with every container that there ever was. */
const RUNS_PER_RIG = 25;
const LIFETIME_S = 7_200;

async function main(): Promise<number> {
  const missing = missingPodman();
  if (missing !== undefined) {
    console.error(`scripts/chaos node: ${missing}`);
    return 1;
  }
  installHttp2();
  const interrupt = new AbortController();
  using _workspace = new Workspace("chaos", (reason) => interrupt.abort(reason));
  const beganMs = performance.now();
  const violations: string[] = [];
  const faults: Record<string, number> = {};
  let runs = 0;
  const isTimeLeft = () => performance.now() - beganMs < MINUTES * 60_000;
  try {
    while (runs < RUNS && isTimeLeft()) {
      await using rig = await Rig.start({ lifetimeS: LIFETIME_S });
      const end = Math.min(RUNS, runs + RUNS_PER_RIG);
      for (; runs < end && isTimeLeft(); runs++) {
        const seed = SEED + runs;
        const result = await runSeed(rig, seed, interrupt.signal);
        violations.push(...result.violations);
        for (const fault of result.faults) faults[fault] = (faults[fault] ?? 0) + 1;
        console.error(`seed ${seed}: ${result.faults.join("; ")}`);
        for (const violation of result.violations) console.error(`VIOLATION ${violation}`);
      }
    }
  } catch (error) {
    const cause: unknown = interrupt.signal.aborted ? interrupt.signal.reason : error;
    if (cause instanceof Interrupted) return cause.exitCode;
    const message = cause instanceof Error ? cause.message : String(cause);
    console.error(`VIOLATION ${message}`);
    violations.push(message);
  }
  console.log(JSON.stringify({
    ok: violations.length === 0,
    ...{ runs, firstSeed: SEED, faults },
    violations: violations.length,
    first: violations.slice(0, 10),
    tookMs: Math.round(performance.now() - beganMs),
  }));
  return violations.length === 0 ? 0 : 1;
}

Deno.exit(await main());

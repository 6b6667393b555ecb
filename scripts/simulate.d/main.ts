/** `scripts/simulate`: runs seeds or a schedule, and shortens what fails. */
import { Digest } from "../../tests/support/simulation/digest.ts";
import { generate } from "../../tests/support/simulation/generate.ts";
import type { Schedule, SimulationResult } from "../../tests/support/simulation/model.ts";
import { readSchedule } from "../../tests/support/simulation/read_schedule.ts";
import { shrink } from "../../tests/support/simulation/shrink.ts";
import { simulate } from "../../tests/support/simulation/simulate.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { runMutations } from "./mutations.ts";
import { runAll } from "./run_all.ts";

const PROGRESS_EVERY_MS = 10_000;
/** With the run that is under way when it is over, shortening ends within a minute. */
const SHRINK_MS = 45_000;
/** Violations of a seed that are shown. */
const SHOWN = 5;

function say(text: string): void {
  console.error(text);
}

async function readText(file: string): Promise<string> {
  return file === "-" ? await new Response(Deno.stdin.readable).text() : await Deno.readTextFile(file);
}

function* schedules(args: Arguments): Iterable<Schedule> {
  const { mode, steps } = args;
  for (let seed = args.from; seed < args.from + args.seeds; seed++) {
    yield generate(seed, {
      ...(mode === undefined ? {} : { mode }),
      ...(steps === undefined ? {} : { steps }),
    });
  }
}

async function tell(schedule: Schedule, result: SimulationResult, args: Arguments): Promise<void> {
  const { seed, mode } = schedule;
  say(`seed ${seed} (${mode}) fails:`);
  for (const { invariant, atMs, what } of result.violations.slice(0, SHOWN)) {
    say(`  ${invariant} at ${atMs} ms: ${what}`);
    if (args.isJson) console.log(JSON.stringify({ seed, mode, invariant, atMs, what }));
  }
  const [first] = result.violations;
  if (!args.isShrinking || first === undefined) return;
  const short = await shrink(schedule, first.invariant, { run: simulate, maxMs: SHRINK_MS });
  const { length } = short.schedule.events;
  say(`  ${length} of ${schedule.events.length} entries are enough for ${first.invariant}:`);
  if (short.isCutShort) say("  (Shortening ended early: fewer entries may be enough.)");
  say(JSON.stringify(short.schedule));
}

async function run(args: Arguments): Promise<number> {
  const startedAtMs = performance.now();
  const digest = new Digest();
  let [seeds, violations, virtualMs, toldAtMs] = [0, 0, 0, startedAtMs];
  const all = args.schedule === undefined ? schedules(args) : [readSchedule(await readText(args.schedule))];
  for await (const { schedule, result } of runAll(all, args.jobs)) {
    seeds += 1;
    virtualMs += result.virtualMs;
    digest.add(result.digest);
    if (result.violations.length > 0) {
      violations += 1;
      await tell(schedule, result, violations > 1 ? { ...args, isShrinking: false } : args);
      if (!args.isKeepingGoing) break;
    }
    if (performance.now() - toldAtMs > PROGRESS_EVERY_MS) {
      toldAtMs = performance.now();
      say(`${seeds} seeds, ${violations} failed`);
    }
  }
  const hours = virtualMs / 3_600_000;
  const seconds = (performance.now() - startedAtMs) / 1_000;
  console.log(JSON.stringify({
    ok: violations === 0,
    seeds,
    violations,
    simulatedHours: Number(hours.toFixed(2)),
    hoursPerSecond: Number((hours / seconds).toFixed(3)),
    digest: digest.value,
  }));
  return violations === 0 ? 0 : 1;
}

try {
  const args = readArguments(Deno.args);
  Deno.exit(args.isMutating ? await runMutations(args) : await run(args));
} catch (error) {
  say(`scripts/simulate: ${error instanceof Error ? error.message : String(error)}`);
  Deno.exit(2);
}

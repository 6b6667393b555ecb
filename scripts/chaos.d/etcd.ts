/** The chaos around etcd. See scripts/chaos, which alone calls this, makes DIR and clears away whatever is left of it. */
import { installHttp2 } from "../../src/http2/face/install.ts";
import { delay } from "../../src/kit/delay.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { Changes } from "./changes.ts";
import { ETCD_LANE, makeSpace } from "./etcd_faults.ts";
import { Dice, runLane } from "./fault.ts";
import { Load } from "./load.ts";
import { type ChaosOptions, readOptions } from "./options.ts";
import { DAEMON_LANE, NETWORK_LANE, VANDAL_LANE, VEHICLE_LANE } from "./other_faults.ts";
import { Story } from "./story.ts";
import { judge } from "./verdict.ts";
import { startWorld } from "./world.ts";

const LANES = [ETCD_LANE, NETWORK_LANE, DAEMON_LANE, VEHICLE_LANE, VANDAL_LANE];

async function run(options: ChaosOptions, story: Story, interrupt: AbortSignal): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  interrupt.addEventListener("abort", end);
  await using world = await startWorld(options, story, over.signal);
  const changes = new Changes();
  const load = new Load(world, changes);
  void delay(new SystemClock(), options.durationMs, over.signal).then(end);
  const work = [
    load.run(new Dice(options.seed)),
    ...LANES.map((lane, index) => runLane(lane, world, new Dice(options.seed * 31 + index + 1))),
  ];
  try {
    // The first that cannot go on ends the others, each of which heals what it broke.
    await Promise.all(work.map((one) =>
      one.catch((error) => {
        end();
        throw error;
      })
    ));
  } finally {
    end();
    await Promise.allSettled(work);
  }
  interrupt.throwIfAborted();
  await makeSpace(world);
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  interrupt.addEventListener("abort", () => reject(interrupt.reason));
  await Promise.race([judge(world, { changes, load }), interrupted]);
  if (options.logDir !== undefined) keepLogs(world.group.vehicle.dir, options.logDir);
  const count = {
    api: changes.acknowledged("api").length,
    etcd: changes.acknowledged("etcd").length,
    events: world.recorder.events,
  };
  const { violations, faults } = story;
  console.log(JSON.stringify({
    ok: violations.length === 0,
    seed: options.seed,
    minutes: Math.round(options.durationMs / 600) / 100,
    members: options.members,
    daemons: options.daemons,
    faults: Object.fromEntries(faults),
    changes: count,
    actions: world.group.vehicle.executions().length,
    violations: violations.length,
    first: violations.slice(0, 10),
    tookMs: story.elapsedMs,
  }));
}

function keepLogs(dir: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const { name } of Deno.readDirSync(`${dir}/log`)) {
    Deno.copyFileSync(`${dir}/log/${name}`, `${to}/${name}`);
  }
  for (const { name } of Deno.readDirSync(dir)) {
    if (name.endsWith(".jsonl")) Deno.copyFileSync(`${dir}/${name}`, `${to}/${name}`);
  }
}

async function main(): Promise<number> {
  let options: ChaosOptions;
  try {
    options = readOptions(Deno.args, [
      ...new Set(LANES.flatMap(({ faults }) => faults.map(({ name }) => name))),
    ]);
  } catch (error) {
    console.error(
      `scripts/chaos: ${error instanceof Error ? error.message : error}; see scripts/chaos --help`,
    );
    return 2;
  }
  installHttp2();
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(name, () => interrupt.abort(new Error(`ended by ${name}`)));
  }
  const story = new Story();
  story.say(`seed ${options.seed}`);
  try {
    await run(options, story, interrupt.signal);
    return story.violations.length === 0 ? 0 : 1;
  } catch (error) {
    // What else goes wrong while everything is taken down is a consequence.
    const cause = interrupt.signal.aborted ? interrupt.signal.reason : error;
    console.error(`scripts/chaos:`, cause);
    const message = cause instanceof Error ? cause.message : String(cause);
    console.log(
      JSON.stringify({ ok: false, seed: options.seed, error: message, violations: story.violations.length }),
    );
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main());

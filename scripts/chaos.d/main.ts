/** The chaos around etcd. See scripts/chaos. */
import { delay } from "../../src/kit/delay.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { Interrupted, Workspace } from "../workspace.d/workspace.ts";
import { Changes } from "./changes.ts";
import { ETCD_LANE, makeSpace } from "./etcd_faults.ts";
import { Dice } from "./dice.ts";
import { runLane } from "./fault.ts";
import { Load } from "./load.ts";
import { type ChaosOptions, chaosOptions } from "./options.ts";
import { DAEMON_LANE, NETWORK_LANE, VANDAL_LANE, VEHICLE_LANE } from "./other_faults.ts";
import { Story } from "./story.ts";
import { judge } from "./verdict.ts";
import { startWorld } from "./world.ts";

const LANES = [ETCD_LANE, NETWORK_LANE, DAEMON_LANE, VEHICLE_LANE, VANDAL_LANE];

async function run(
  options: ChaosOptions,
  { story, dir, interrupt }: {
    readonly story: Story;
    readonly dir: string;
    readonly interrupt: AbortSignal;
  },
): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  interrupt.addEventListener("abort", end);
  await using world = await startWorld(options, { story, dir, signal: over.signal });
  using _logs = { [Symbol.dispose]: () => world.group.vehicle.keepLogs(options.logDir) };
  const changes = new Changes();
  const load = new Load(world, changes);
  void delay(new SystemClock(), options.durationMs, over.signal).then(end);
  const watching = world.clients?.run(options.seed, over.signal) ?? Promise.resolve();
  watching.catch(end);
  using _clients = { [Symbol.dispose]: () => world.clients?.end() };
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
  world.clients?.end();
  await watching;
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
    ...(world.clients && { clients: world.clients.counts }),
    actions: world.group.vehicle.executions().length,
    violations: violations.length,
    first: violations.slice(0, 10),
    tookMs: story.elapsedMs,
  }));
}

async function main(): Promise<number> {
  const options = chaosOptions([...new Set(LANES.flatMap(({ faults }) => faults.map(({ name }) => name)))]);
  const interrupt = new AbortController();
  using workspace = new Workspace("chaos", (reason) => interrupt.abort(reason));
  const story = new Story();
  story.say(`seed ${options.seed}`);
  try {
    await run(options, { story, dir: workspace.makeDir("vehicle"), interrupt: interrupt.signal });
    return story.violations.length === 0 ? 0 : 1;
  } catch (error) {
    // What else goes wrong while everything is taken down is a consequence.
    const cause: unknown = interrupt.signal.aborted ? interrupt.signal.reason : error;
    console.error(`scripts/chaos:`, cause);
    const message = cause instanceof Error ? cause.message : String(cause);
    console.log(
      JSON.stringify({ ok: false, seed: options.seed, error: message, violations: story.violations.length }),
    );
    return cause instanceof Interrupted ? cause.exitCode : 1;
  }
}

Deno.exit(await main());

/** Everything that a fault can touch, and what everybody needs: the story, the seed, the time that is left. */
import { Keys } from "../../src/etcd/share/keys.ts";
import { EtcdWatcher } from "../../src/etcd/watcher.ts";
import { delay } from "../../src/kit/delay.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { missingSlowDisk } from "../../tests/support/etcd/available.ts";
import { type Group, newGroup } from "../../tests/support/instances/group.ts";
import { SILENT } from "../../tests/support/silent_log.ts";
import { Clients } from "./clients.ts";
import { newInstance } from "./instance.ts";
import type { ChaosOptions } from "./options.ts";
import { Recorder } from "./recorder.ts";
import { NODES } from "./services.ts";
import type { Story } from "./story.ts";

/** Small enough to be filled in seconds, large enough for the history between two compactions. */
const QUOTA_BYTES = 96 * 1024 * 1024;

export interface World extends AsyncDisposable {
  readonly options: ChaosOptions;
  readonly story: Story;
  /** Aborted = no new fault, and the current ones come to an end. */
  readonly signal: AbortSignal;
  readonly group: Group;
  readonly recorder: Recorder;
  /** Of several instances; undefined where there is one, or etcd may lose what it acknowledged. */
  readonly clients: Clients | undefined;
  readonly keys: Keys;
  readonly canSlowDisk: boolean;
  /** Resolves after the time, or when the chaos is over. */
  rest(ms: number): Promise<void>;
}

export async function startWorld(
  options: ChaosOptions,
  { story, dir, signal }: { readonly story: Story; readonly dir: string; readonly signal: AbortSignal },
): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const { isHa, isLossy, members } = options;
  const group = stack.use(
    await newGroup({
      names: ["alpha", "beta", "gamma"].slice(0, options.daemons),
      // Otherwise there is no fsync that could be slow.
      etcd: { members, quotaBytes: QUOTA_BYTES, extraArgs: ["--unsafe-no-fsync=false"] },
      vehicle: { nodes: NODES, dir },
      newInstance: (name, at) => newInstance(name, { ...at, isHa, story }),
    }),
  );
  story.say(
    `etcd ${group.etcd.version}: ${members} members are healthy; the nodes and the ActionController are up`,
  );
  const keys = new Keys();
  const recorder = new Recorder({ keys, story, isLossy });
  const watching = { kv: group.client, clock: new SystemClock(), random01: () => Math.random(), log: SILENT };
  const watcher = stack.use(new EtcdWatcher(watching));
  watcher.watchPrefix(keys.allEvents, recorder);
  const clients = isHa && !isLossy ? new Clients({ members: group.members, keys, story }) : undefined;
  if (clients !== undefined) watcher.watchPrefix(keys.services, clients);
  for (const { manager } of group.members) await manager.start();
  story.say(`${group.members.length} State Manager(s) serve`);
  const all = stack.move();
  return {
    ...{
      options,
      story,
      signal,
      group,
      recorder,
      clients,
      keys,
      canSlowDisk: missingSlowDisk() === undefined,
    },
    rest: (ms) => delay(new SystemClock(), ms, signal),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

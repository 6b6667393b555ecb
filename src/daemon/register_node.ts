/**
 * Registers a node in etcd, so that the State Managers find it: `nodes/<node>` holds its address. The entry stays when the node ends, because
 * a node that is away for a moment still belongs to the vehicle; it is for an operator to delete.
 */
import { newClient } from "../etcd/client.ts";
import { clientConfig } from "../etcd/client/files.ts";
import { Keys } from "../etcd/share/keys.ts";
import { Backoff } from "../kit/backoff.ts";
import { delay } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { Config } from "../platform/config/config.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

/** How often the entry is looked at: somebody may have deleted it, or etcd been restored to an older state. */
const LOOK_MS = 30_000;
const RETRY = { baseMs: 500, capMs: 30_000 };

/** Registers now and again whenever it is not there; without etcd in the configuration it does nothing. */
export function registerNode(
  { etcd, node }: Pick<Config, "etcd" | "node">,
  { address, clock, log }: { readonly address: string; readonly clock: Clock; readonly log: Log },
): AsyncDisposable {
  if (etcd.endpoints.length === 0) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const client = newClient(clientConfig(etcd, { clock, log, callTimeoutMs: etcd.callTimeoutMs }));
  const key = `${new Keys(etcd.prefix).nodes}${node.name}`;
  const value = JSON.stringify({ v: 1, address: node.advertise === "" ? address : node.advertise });
  const ending = new AbortController();
  const keep = async (): Promise<void> => {
    // The jitter of one node is of no use to anybody: there is no herd.
    const backoff = new Backoff(() => 1, RETRY);
    let isReported = false;
    while (!ending.signal.aborted) {
      try {
        if (await client.get(key) !== value) {
          if (!await client.put(key, value)) throw new Error("etcd did not store it");
          log.info("Registered in etcd", { key, value });
        }
        isReported = false;
        backoff.reset();
        await delay(clock, LOOK_MS, ending.signal);
      } catch (error) {
        if (!isReported && !ending.signal.aborted) {
          log.warn("Cannot register in etcd", { key, error: messageOf(error) });
        }
        isReported = true;
        await delay(clock, backoff.next(), ending.signal);
      }
    }
  };
  const done = keep();
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await client.close();
      await done;
    },
  };
}

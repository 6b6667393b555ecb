/** What went to etcd, sent again by the bare client: the same transactions, or one put after the other. */
import type { EtcdClient } from "../../../src/etcd/client.ts";
import { DEFAULT_PREFIX } from "../../../src/etcd/share/keys.ts";
import type { Compare, Operation, TxnRequest } from "../../../src/etcd/client/kv.ts";

/** As long as the real one, and nobody's. */
const OTHER_PREFIX = DEFAULT_PREFIX.replace("piccolo", "another");

/** The same transactions once more, elsewhere, one after the other; what was compared then is compared with what always holds. */
export async function replay(client: EtcdClient, requests: readonly TxnRequest[]): Promise<void> {
  const elsewhere = requests.map((request): TxnRequest => ({
    compare: request.compare.map((compare): Compare => ({
      ...{ key: move(compare.key), target: "mod", result: "less", value: 1n << 62n },
    })),
    then: request.then.map((operation): Operation => ({ ...operation, key: move(operation.key) })),
    otherwise: request.otherwise,
  }));
  for (const request of elsewhere) {
    const outcome = await client.txn(request);
    if (outcome.kind === "failed" || !outcome.value.hasSucceeded) {
      throw new Error("etcd refused a transaction");
    }
  }
}

/** A status and an event for each change, as they were recorded, one after the other. */
export async function putSingly(
  client: EtcdClient,
  { requests, changes }: { readonly requests: readonly TxnRequest[]; readonly changes: number },
): Promise<void> {
  const puts = requests.flatMap(({ then }) => then).filter((operation) => operation.kind === "put");
  const statuses = puts.filter(({ key }) => key.endsWith("/status"));
  const events = puts.filter(({ key }) => key.includes("/events/"));
  for (let index = 0; index < changes; index++) {
    for (const put of [statuses[index % statuses.length], events[index % events.length]]) {
      if (put === undefined) throw new Error("no change was recorded");
      if (!await client.put(move(put.key), put.value)) throw new Error("etcd refused a put");
    }
  }
}

function move(key: string): string {
  return key.replace(DEFAULT_PREFIX, OTHER_PREFIX);
}

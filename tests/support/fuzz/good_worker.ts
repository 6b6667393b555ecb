/// <reference lib="deno.worker" />
/** The good clients of a run in a thread of their own: what the others compute must not look like waiting. See `good_clients.ts`. */
import { connect } from "../../../src/client/state_manager.ts";
import { readTls } from "../../../src/grpc/tls.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { GoodClient } from "./good_client.ts";
import type { GoodAddress, GoodFigures } from "./good_clients.ts";

const NEWCOMER_EVERY_MS = 1_000;
const NEWCOMER_MS = 30_000;

installHttp2();

let addresses: readonly GoodAddress[] = [];
let clients: readonly GoodClient[] = [];
let newcomersMs: number[] = [];
const failures: string[] = [];

/** How long a new client waits for its first answer, whatever it is refused before. */
async function newcomer({ address, files }: GoodAddress): Promise<void> {
  const startedAt = performance.now();
  const tls = files && readTls(files);
  await using client = connect(address, {
    deadlineMs: NEWCOMER_MS,
    reconnectMaxMs: 100,
    ...(tls && { tls }),
  });
  for (;;) {
    try {
      await client.status();
      newcomersMs.push(performance.now() - startedAt);
      return;
    } catch (error) {
      if (performance.now() - startedAt < NEWCOMER_MS) continue;
      failures.push(`a new client: ${String(error)}`);
      return;
    }
  }
}

async function newcomers(): Promise<void> {
  for (;;) {
    for (const address of addresses) await newcomer(address);
    await new Promise((resolve) => setTimeout(resolve, NEWCOMER_EVERY_MS));
  }
}

function take(): GoodFigures {
  const sorted = newcomersMs.toSorted((a, b) => a - b);
  newcomersMs = [];
  return {
    clients: Object.fromEntries(
      clients.map((client, index) => [addresses[index]?.name ?? "", client.take()]),
    ),
    newcomers: {
      count: sorted.length,
      p50Ms: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
      maxMs: Math.round(sorted.at(-1) ?? 0),
    },
    failures: [...failures, ...clients.flatMap((client) => client.failures)],
  };
}

self.onmessage = ({ data }: MessageEvent<readonly GoodAddress[] | "take">) => {
  if (data === "take") {
    self.postMessage(take());
    return;
  }
  addresses = data;
  clients = data.map(({ address, files }) => new GoodClient(address, files && readTls(files)));
  for (const client of clients) client.begin();
  void newcomers();
};

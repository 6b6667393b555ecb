/**
 * Reads what a State Manager keeps, as barely as that can be done, as a program of its own; the line that it writes is how many rows.
 *
 *     scripts/deno run -A scripts/bench.d/support/bare_read.ts sqlite FILE|etcd ENDPOINT [--workspace=DIR]
 */
const [store = "", place = ""] = Deno.args;
console.log(store === "sqlite" ? await readSqlite(place) : await readEtcd(place));

/** Imported late, like the rest: each of both pays for what it needs itself and no more. */
async function readSqlite(path: string): Promise<number> {
  const { DatabaseSync } = await import("node:sqlite");
  const db = new DatabaseSync(path, { readOnly: true });
  let rows = 0;
  for (const table of ["services", "events", "meta"]) {
    rows += db.prepare(`SELECT * FROM ${table}`).all().length;
  }
  db.close();
  return rows;
}

async function readEtcd(endpoint: string): Promise<number> {
  const { newClient } = await import("../../../src/etcd/client.ts");
  const { forEachEntry } = await import("../../../src/etcd/client/pages.ts");
  const { installHttp2 } = await import("../../../src/http2/face/install.ts");
  const { DEFAULT_PREFIX } = await import("../../../src/etcd/share/keys.ts");
  const { SystemClock } = await import("../../../src/platform/process/clock.ts");
  installHttp2();
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  await using client = newClient({
    ...{ endpoints: [endpoint], callTimeoutMs: 30_000, log, clock: new SystemClock() },
  });
  let rows = 0;
  const failed = await forEachEntry(client, { key: DEFAULT_PREFIX, isPrefix: true }, () => {
    rows += 1;
  });
  if (failed !== undefined) throw new Error(failed.failure.message);
  return rows;
}

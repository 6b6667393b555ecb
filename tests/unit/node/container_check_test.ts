/** What the container driver asks a runtime for before a start: every recovery waits for it. */
import assert from "node:assert/strict";
import { ContainerDriver } from "../../../src/node/container/container_driver.ts";
import { readDefinition } from "../../../src/node/definition/read.ts";
import type { DriverFailure } from "../../../src/node/driver.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { resourceId } from "../../../src/state/resource_id.ts";
import { SILENT } from "../../support/silent_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** The verdict on a workload by a runtime that answers with these headers, and what it was asked for. */
async function check(
  headers: Record<string, string>,
): Promise<{ readonly failure: DriverFailure | undefined; readonly paths: readonly string[] }> {
  using dir = new TempDir();
  const paths: string[] = [];
  const path = dir.file("socket");
  await using _server = Deno.serve({ path, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    paths.push(pathname.replace(/^\/v[0-9.]+/, ""));
    return pathname.endsWith("/_ping")
      ? new Response("OK", { headers })
      : new Response("{}", { headers: { "content-type": "application/json" } });
  });
  const read = readDefinition("runtime: { container: { image: 'a:1' } }", resourceId("vehicle", "lidar"));
  assert.ok(read.ok);
  await using driver = new ContainerDriver({
    ...{ node: "front", socket: path, clock: new SystemClock(), log: SILENT, exitDirectories: [] },
  });
  const { signal } = new AbortController();
  const failure = await driver.check({ runtime: read.definition.runtime }, signal);
  return { failure, paths };
}

Deno.test("a podman that is too old is refused, a newer one and docker are not", async () => {
  const old = await check({ "Libpod-Api-Version": "3.4.4", "Api-Version": "1.40" });
  assert.match(old.failure?.message ?? "", /^podman 3\.4\.4 is too old: 4\.0 or later is needed$/);
  assert.equal((await check({ "Libpod-Api-Version": "4.3.1" })).failure, undefined);
  assert.equal((await check({ "Api-Version": "1.43" })).failure, undefined);
});

Deno.test("a check asks for nothing that takes podman longer than a start, such as its version in full", async () => {
  const { paths } = await check({ "Libpod-Api-Version": "4.3.1" });
  // Both at once: either may be first.
  assert.deepEqual(paths.toSorted(), ["/_ping", "/images/a%3A1/json"]);
});

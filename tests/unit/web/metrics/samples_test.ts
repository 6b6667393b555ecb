import { deepEqual, equal } from "node:assert/strict";
import { plain } from "../../../../src/web/answer.ts";
import { healthRoutes } from "../../../../src/web/health.ts";
import { metricsRoute } from "../../../../src/web/metrics/metrics_route.ts";
import { type MetricsSource, takeSamples } from "../../../../src/web/metrics/samples.ts";
import { Rig } from "../../../support/engine/rig.ts";

const USAGE = {
  residentBytes: 80_000_000,
  heapUsedBytes: 20_000_000,
  heapSizeBytes: 30_000_000,
  externalBytes: 1_000_000,
  cpuSeconds: 1.5,
  startedAtSeconds: 1_700_000_000,
};

function sourceOf(rig: Rig): MetricsSource {
  return { api: rig.manager, version: "1.2.3", commit: "abc", process: () => USAGE };
}

function requestOf(query = "") {
  return {
    path: "/",
    query: new URLSearchParams(query),
    header: () => undefined,
    signal: new AbortController().signal,
  };
}

Deno.test("services are counted in every state and criticality, also where there is none", async () => {
  await using rig = new Rig();
  rig.start();
  for (let index = 0; index < 750; index++) await rig.apply(`vehicle/s${index}`);
  const services = takeSamples(sourceOf(rig)).filter(({ name }) => name === "statemanager_services");
  equal(services.length, 6 * 5);
  equal(services.reduce((sum, { value }) => sum + value, 0), 750);
});

Deno.test("the process, the manager and the build are told", async () => {
  await using rig = new Rig();
  rig.start();
  const value = (name: string) => takeSamples(sourceOf(rig)).find((sample) => sample.name === name)?.value;
  equal(value("process_resident_memory_bytes"), 80_000_000);
  equal(value("process_cpu_seconds_total"), 1.5);
  equal(value("statemanager_ready"), 1);
  equal(value("statemanager_leader"), 1);
  equal(value("statemanager_node_up"), 1);
  const build = takeSamples(sourceOf(rig)).find(({ name }) => name === "statemanager_build_info");
  deepEqual(build?.labels, { version: "1.2.3", commit: "abc" });
});

Deno.test("before the manager is ready the figures of services are left out", () => {
  const rig = new Rig();
  const names = new Set(takeSamples(sourceOf(rig)).map(({ name }) => name));
  equal(names.has("statemanager_ready"), true);
  equal(names.has("statemanager_services"), false);
});

Deno.test("however often it is scraped, the figures are taken once in half a second", async () => {
  await using rig = new Rig();
  rig.start();
  let taken = 0;
  const source = {
    ...sourceOf(rig),
    process: () => {
      taken += 1;
      return USAGE;
    },
  };
  const route = metricsRoute(source, rig.clock);
  await Promise.all([route(requestOf()), route(requestOf()), route(requestOf())]);
  equal(taken, 1);
  await rig.clock.advance(500);
  await route(requestOf());
  equal(taken, 2);
});

Deno.test("readiness follows the manager and the shutdown; verbose tells what it works with", async () => {
  await using rig = new Rig();
  rig.start();
  let isServing = true;
  const routes = healthRoutes({ status: () => rig.manager.status(), isServing: () => isServing });
  const ask = async (path: string, query = "") => await routes[path]?.(requestOf(query));
  deepEqual(await ask("/healthz"), plain(200, "ok"));
  deepEqual(await ask("/readyz"), plain(200, "ok"));
  const verbose = (await ask("/readyz", "verbose"))?.body;
  equal(
    verbose,
    "[+] serving\n[+] journal\n[+] action-controller\n[+] nodes: 2 of 2\n[+] leader\nok\n",
  );
  isServing = false;
  deepEqual(await ask("/readyz"), plain(503, "not ready"));
  deepEqual(await ask("/healthz"), plain(200, "ok"));
});

/** What the real program serves over HTTP. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { FAMILIES, familyOf } from "../../src/web/metrics/families.ts";
import { eventually } from "../support/eventually.ts";
import { Instance } from "../support/instances/instance.ts";
import { TempDir } from "../support/temp_dir.ts";
import { missingPromtool, promtool } from "../support/web/promtool.ts";
import { get, sendRaw } from "../support/web/raw_http.ts";

/** Nobody listens there. */
const NOBODY = "127.0.0.1:1";

function addressesOf(instance: Instance): readonly string[] {
  return Deno.readTextFileSync(join(instance.stateDir, "http_address")).trim().split("\n");
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = ""]) => name);
}

Deno.test("/metrics has every family of docs/metrics.md and no other, on TCP and on a Unix socket, in both formats", async (context) => {
  using dir = new TempDir();
  const socket = `unix:${dir.file("http.sock")}`;
  await using instance = new Instance({
    http: { listen: ["127.0.0.1:0", socket] },
    nodes: [{ name: "front", address: NOBODY }],
    action_controller: { address: NOBODY },
    monitoring_server: { address: NOBODY },
    etcd: { endpoints: [NOBODY], start_wait: "0ms" },
  });
  await instance.start();
  await instance.apply("vehicle/lidar");
  const [tcp = ""] = addressesOf(instance);
  deepEqual(addressesOf(instance).slice(1), [socket]);
  const text = await eventually("a reaction to be counted, or none to be due", async () => {
    const { status, body } = await sendRaw(tcp, get("/metrics"));
    return status === 200 ? body : undefined;
  });
  // Histograms begin with their first reaction.
  const expected = Object.keys(FAMILIES).filter((name) => FAMILIES[name]?.type !== "histogram");
  const found = namesIn(text).filter((name) => FAMILIES[name]?.type !== "histogram");
  deepEqual(found.toSorted(), expected.toSorted());
  match(text, /^statemanager_services\{state="Pending",criticality="QM"\} 1$/m);
  match(text, /^statemanager_node_up\{node="front"\} 0$/m);
  match(text, /^statemanager_etcd_available [01]$/m);
  for (const [, name = "", label = ""] of text.matchAll(/^([a-z_]+)\{([a-z]+)=/gm)) {
    ok(FAMILIES[familyOf(name)]?.labels?.includes(label), `${name} has the label ${label}`);
  }
  const { head, body } = await sendRaw(
    socket,
    get("/metrics", { accept: "application/openmetrics-text;version=1.0.0" }),
  );
  match(head, /content-type: application\/openmetrics-text/i);
  ok(body.endsWith("# EOF\n"));
  equal((await sendRaw(tcp, get("/healthz"))).status, 200);
  match((await sendRaw(tcp, get("/readyz?verbose"))).body, /\[-\] nodes: 0 of 1/);
  await context.step({
    name: `promtool finds nothing to mend${
      missingPromtool === undefined ? "" : ` (skipped: ${missingPromtool})`
    }`,
    ignore: missingPromtool !== undefined,
    fn: async () => equal(await promtool(["check", "metrics"], { input: text }), ""),
  });
});

Deno.test("without http.listen nothing is served over HTTP", async () => {
  await using instance = new Instance();
  await instance.start();
  equal(Deno.readTextFileSync(join(instance.stateDir, "http_address")), "");
});

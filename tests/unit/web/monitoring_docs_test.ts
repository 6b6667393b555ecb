/** What docs/monitoring has names metrics of this program only, and Prometheus takes it. */
import { deepEqual, ok } from "node:assert/strict";
import { CRITICALITIES, SERVICE_STATES } from "../../../src/state/model.ts";
import { FAMILIES, familyOf } from "../../../src/web/metrics/families.ts";
import { BUFFERS } from "../../../scripts/buffers.ts";
import { testIf } from "../../support/require.ts";
import { missingPromtool, promtool } from "../../support/web/promtool.ts";

const FOLDER = new URL("../../../docs/monitoring/", import.meta.url).pathname;
const FILES = ["alerts.yaml", "alerts_test.yaml", "dashboard.json"];
const NAME = /\b(?:statemanager|process)_[a-z0-9_]+\b/g;

Deno.test("every metric that alert rules and dashboard name is exported", () => {
  for (const file of FILES) {
    const names = [...new Set(Deno.readTextFileSync(`${FOLDER}${file}`).match(NAME) ?? [])];
    ok(names.length > 3, file);
    deepEqual(names.filter((name) => FAMILIES[familyOf(name)] === undefined), [], file);
  }
});

Deno.test("every value of a label that the alert rules name exists", () => {
  const text = FILES.map((file) => Deno.readTextFileSync(`${FOLDER}${file}`)).join("\n");
  const values = (label: string) =>
    [...text.matchAll(new RegExp(`\\b${label}!?=~?\\\\?"([^"\\\\$]+)`, "g"))].flatMap(([, all = ""]) =>
      all.split("|")
    );
  const isKnown = (known: readonly string[]) => (value: string) =>
    known.some((one) => new RegExp(`^${value}$`).test(one));
  ok(values("state").every(isKnown(SERVICE_STATES)), "state");
  ok(values("criticality").every(isKnown(CRITICALITIES)), "criticality");
  deepEqual(values("buffer").filter((value) => !isKnown(Object.keys(BUFFERS))(value)), []);
});

Deno.test("names and types of metrics are as Prometheus has them", () => {
  for (const [name, { type, help }] of Object.entries(FAMILIES)) {
    ok(/^(statemanager|process)_[a-z0-9_]+$/.test(name), name);
    ok(name.endsWith("_total") === (type === "counter"), `${name} is a ${type}`);
    ok(type !== "histogram" || name.endsWith("_seconds"), name);
    ok(/^[A-Z0-9].*[^.]\.$/s.test(help), `${name}: ${help}`);
  }
});

testIf("promtool accepts the configuration, the alert rules and their tests", missingPromtool, async () => {
  const cwd = FOLDER;
  await promtool(["check", "config", "prometheus.yaml"], { cwd });
  await promtool(["check", "rules", "alerts.yaml"], { cwd });
  await promtool(["test", "rules", "alerts_test.yaml"], { cwd });
});

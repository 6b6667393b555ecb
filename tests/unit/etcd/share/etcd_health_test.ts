import { deepEqual, equal, match } from "node:assert/strict";
import type { EtcdFailure } from "../../../../src/etcd/client/kv.ts";
import { EtcdHealth } from "../../../../src/etcd/share/etcd_health.ts";
import type { AlertDraft } from "../../../../src/state/alert.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

function world() {
  const clock = new VirtualClock();
  const log = new MemoryLog();
  const alerts: AlertDraft[] = [];
  const health = new EtcdHealth({ clock, log, alert: (draft) => alerts.push(draft) });
  const note = (kind: EtcdFailure["kind"]) =>
    health.noteFailure({ kind, message: `it is ${kind}`, mayHaveHappened: false });
  return { clock, log, alerts, health, note, reasons: () => alerts.map(({ reason }) => reason) };
}

Deno.test("a lasting outage is logged once at its beginning and end, and raises one alert", async () => {
  const { clock, log, alerts, health, note, reasons } = world();
  for (let second = 0; second < 60; second++) {
    note("unavailable");
    await clock.advance(1_000);
    equal(alerts.length, second < 9 ? 0 : 1, `${second}`);
  }
  deepEqual(reasons(), ["EtcdUnavailable"]);
  equal(alerts[0]?.severity, "Warning");
  match(alerts[0]?.message ?? "", /10 s: it is unavailable/);
  equal(log.at("warn").length, 1);
  health.noteSuccess();
  health.noteSuccess();
  equal(log.at("info").length, 1);
  equal(log.at("info")[0]?.fields["outageMs"], 60_000);
  note("unavailable");
  await clock.advance(20_000);
  equal(alerts.length, 2);
});

Deno.test("a short outage raises no alert", async () => {
  const { clock, alerts, health, note } = world();
  note("timed-out");
  await clock.advance(9_000);
  health.noteSuccess();
  await clock.advance(60_000);
  deepEqual(alerts, []);
});

Deno.test("an outage with varying failures is one outage: the alert is raised, each kind is logged once", async () => {
  const { clock, log, alerts, note } = world();
  for (let second = 0; second < 60; second++) {
    note(second % 2 === 0 ? "unavailable" : "timed-out");
    await clock.advance(1_000);
  }
  equal(alerts.length, 1);
  equal(log.at("warn").length, 2);
});

Deno.test("no space raises its alert at once, and only once", async () => {
  const { clock, alerts, note, reasons } = world();
  note("unavailable");
  await clock.advance(1_000);
  for (let second = 0; second < 60; second++) {
    note("no-space");
    note("timed-out");
    await clock.advance(1_000);
  }
  deepEqual(reasons(), ["EtcdNoSpace"]);
  equal(alerts[0]?.severity, "Critical");
  match(alerts[0]?.message ?? "", /compact.*defragment.*disarm/);
});

Deno.test("a cancelled call is no failure; after stop() no alert is raised", async () => {
  const { clock, log, alerts, health, note } = world();
  note("cancelled");
  equal(log.lines.length, 0);
  note("denied");
  health.stop();
  await clock.advance(60_000);
  deepEqual(alerts, []);
});

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

Deno.test("trouble that lasts is told once to the log at its beginning and end, and once by an alert", async () => {
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

Deno.test("trouble that is over soon is nobody's business", async () => {
  const { clock, alerts, health, note } = world();
  note("timed-out");
  await clock.advance(9_000);
  health.noteSuccess();
  await clock.advance(60_000);
  deepEqual(alerts, []);
});

Deno.test("trouble that changes its kind all the time is one trouble: the alert comes, each kind is logged once", async () => {
  const { clock, log, alerts, note } = world();
  for (let second = 0; second < 60; second++) {
    note(second % 2 === 0 ? "unavailable" : "timed-out");
    await clock.advance(1_000);
  }
  equal(alerts.length, 1);
  equal(log.at("warn").length, 2);
});

Deno.test("no space is told at once, once, and not a second time as something else", async () => {
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

Deno.test("what was cancelled is no trouble; after stop() nothing is told", async () => {
  const { clock, log, alerts, health, note } = world();
  note("cancelled");
  equal(log.lines.length, 0);
  note("denied");
  health.stop();
  await clock.advance(60_000);
  deepEqual(alerts, []);
});

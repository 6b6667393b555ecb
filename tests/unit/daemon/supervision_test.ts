import { deepEqual, equal } from "node:assert/strict";
import { statusText } from "../../../src/daemon/status_text.ts";
import { Supervision } from "../../../src/daemon/supervision.ts";
import { StatusProblems } from "../../../src/daemon/status_problems.ts";
import type { AlertDraft } from "../../../src/state/alert.ts";
import type { ManagerStatus } from "../../../src/manager/serve/api.ts";
import type { WorkProgress } from "../../../src/manager/core/progress.ts";
import { type Assignment, notifyMessage } from "../../../src/platform/process/sd_notify.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../support/memory_log.ts";

const STATUS: ManagerStatus = {
  role: "leader",
  isStale: false,
  leader: "",
  uptimeMs: 0,
  term: 1n,
  revision: 0n,
  isReady: true,
  services: 12,
  queueLength: 0,
  reconcilesActive: 0,
  nodes: [],
  isControllerReachable: true,
  fences: [],
  counters: {},
};

/** A manager whose state is set by the test, and the messages to the service manager, with their times. */
class Stage implements Disposable {
  readonly clock = new VirtualClock();
  readonly log = new MemoryLog();
  readonly problems = new StatusProblems();
  readonly sent: (readonly [atMs: number, message: string])[] = [];
  readonly alerts: AlertDraft[] = [];
  status = STATUS;
  progress: WorkProgress | undefined;
  readonly supervision: Supervision;

  constructor(watchdogMs?: number) {
    this.supervision = new Supervision({
      notifier: {
        buffers: () => [],
        ...(watchdogMs === undefined ? {} : { watchdogMs }),
        notify: (...all: readonly Assignment[]) => {
          this.sent.push([this.clock.monotonicMs(), notifyMessage(all).trimEnd().replaceAll("\n", " ")]);
        },
        [Symbol.dispose]: () => {},
      },
      manager: {
        status: () => this.status,
        progress: () => this.progress,
        alert: (draft) => this.alerts.push(draft),
      },
      bounds: { quietMs: 20_000, reconcileMs: 100_000 },
      clock: this.clock,
      log: this.log,
      problems: this.problems,
    });
  }

  [Symbol.dispose](): void {
    this.supervision[Symbol.dispose]();
  }
}

Deno.test("keep-alives are sent four times per watchdog timeout, the status only when it changes", async () => {
  using stage = new Stage(12_000);
  stage.supervision.ready();
  await stage.clock.advance(6_500);
  stage.status = { ...STATUS, services: 13 };
  await stage.clock.advance(3_000);
  deepEqual(stage.sent, [
    [0, "READY=1 WATCHDOG=1 STATUS=Active: 12 services"],
    [3_000, "WATCHDOG=1"],
    [6_000, "WATCHDOG=1"],
    [9_000, "WATCHDOG=1 STATUS=Active: 13 services"],
  ]);
});

Deno.test("without a watchdog no keep-alives are sent, and the status is kept up to date all the same", async () => {
  using stage = new Stage();
  stage.supervision.ready();
  stage.status = { ...STATUS, services: 13 };
  await stage.clock.advance(20_000);
  deepEqual(stage.sent, [
    [0, "READY=1 STATUS=Active: 12 services"],
    [5_000, "STATUS=Active: 13 services"],
  ]);
});

Deno.test("a hung engine stops the keep-alives, and is reported once; when it resumes so do the keep-alives", async () => {
  using stage = new Stage(20_000);
  stage.progress = { steps: 5, isBusy: true };
  stage.supervision.ready();
  await stage.clock.advance(60_000);
  const last = stage.sent.findLast(([, message]) => message.includes("WATCHDOG"))?.[0];
  equal(last, 20_000);
  equal(
    stage.sent.at(-1)?.[1],
    "STATUS=Active: 12 services; There is work, and nothing has happened for 60 s",
  );
  deepEqual(stage.alerts.map(({ reason, severity }) => [reason, severity]), [["EngineHung", "Critical"]]);
  deepEqual(stage.log.lines.map(({ message }) => message), ["The engine hangs"]);
  stage.progress = { steps: 6, isBusy: true };
  await stage.clock.advance(5_000);
  deepEqual(stage.sent.at(-1), [65_000, "WATCHDOG=1 STATUS=Active: 12 services"]);
});

Deno.test("a reload is notified before and after, and its remaining problem is in the status", () => {
  using stage = new Stage(20_000);
  stage.supervision.ready();
  stage.supervision.whileReloading(() => stage.problems.set("it", "restart required for listen"));
  stage.supervision.whileReloading(() => stage.problems.set("it"));
  deepEqual(stage.sent.slice(1).map(([, message]) => message), [
    "RELOADING=1",
    "READY=1 STATUS=Active: 12 services; restart required for listen",
    "RELOADING=1",
    "READY=1 STATUS=Active: 12 services",
  ]);
});

Deno.test("after dispose nothing is sent", async () => {
  const stage = new Stage(4_000);
  stage.supervision.ready();
  stage.supervision[Symbol.dispose]();
  await stage.clock.advance(60_000);
  equal(stage.sent.length, 1);
});

Deno.test("the status line names the role and the problems", () => {
  const node = (name: string, isConnected: boolean) => ({
    ...{ node: name, address: "", isConnected, silentMs: 0, services: 0 },
  });
  const away = ["a", "b", "c", "d"].map((name) => node(name, false));
  const cases: readonly (readonly [Partial<ManagerStatus>, string])[] = [
    [{ services: 1 }, "Active: 1 service"],
    [{ nodes: [node("a", true), node("b", false)] }, "Active: 12 services; 1 of 2 nodes unreachable: b"],
    [
      { nodes: away, isControllerReachable: false },
      "Active: 12 services; 4 of 4 nodes unreachable: a, b, c and 1 more; the ActionController does not answer",
    ],
    [{ role: "standby", nodes: away }, "Standby, no leader is known: 12 services"],
    [{ role: "standby", leader: "ecu-b" }, "Standby, the leader is ecu-b: 12 services"],
    [
      { role: "standby", leader: "ecu-b", isStale: true },
      "Standby (stale), the leader is ecu-b: 12 services",
    ],
  ];
  for (const [parts, text] of cases) equal(statusText({ ...STATUS, ...parts }), text);
});

/** Every call that changes something has its entry, granted or refused, with who and from where; and the history names the caller. */
import { deepEqual, equal, match } from "node:assert/strict";
import { DEFAULT_ACCESS } from "../../../src/grpc/server/door/access.ts";
import { AUDITED_METHODS } from "../../../src/grpc/server/door/roles.ts";
import { StateManagerError } from "../../../src/kit/errors.ts";
import type { AuditEntry } from "../../../src/ports/audit.ts";
import { eventually } from "../../support/eventually.ts";
import { encoded, updateOf } from "../../support/http2/attacks.ts";
import { framed, RawPeer, statusOf } from "../../support/http2/raw_peer.ts";
import { OPEN_ACCESS } from "../../support/open_access.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { type Stage, stage, type StageOptions } from "./support/stage.ts";

class Trail {
  readonly entries: AuditEntry[] = [];

  append(entry: AuditEntry): void {
    this.entries.push(entry);
  }

  get lines(): readonly string[] {
    return this.entries.map(({ role, method, subject, outcome, status }) =>
      `${role} ${method} ${subject} ${outcome} ${status}`
    );
  }
}

async function audited(
  options: StageOptions,
  test: (parts: { world: Stage; peer: RawPeer; trail: Trail }) => Promise<void>,
): Promise<void> {
  const trail = new Trail();
  await using world = await stage({ audit: trail, ...options });
  await using peer = await RawPeer.connect(world.server.addresses[0] ?? "");
  await test({ world, peer, trail });
}

async function status(peer: RawPeer, method: string, bytes: Uint8Array): Promise<number> {
  const call = peer.call(method);
  peer.send(call, bytes, { isEnd: true });
  await peer.flush();
  return await eventually("the status", () => statusOf(call));
}

const UPDATE = framed(updateOf("vehicle/lidar", 0));
const RECOVER = framed(encoded("TriggerRecovery", {
  resourceId: { namespace: "vehicle", name: "none" },
  recover: { action: "RECOVERY_ACTION_RESTART" },
  reason: "a test",
}));

Deno.test("granted, refused by the role, refused by the manager, not decodable: each call has one entry", async () => {
  await audited({}, async ({ world, peer, trail }) => {
    equal(await status(peer, "UpdateState", UPDATE), 0);
    equal(await status(peer, "TriggerRecovery", RECOVER), 5);
    equal(await status(peer, "Apply", framed(new Uint8Array([0xff]))), 3);
    equal(await status(peer, "Apply", framed(new Uint8Array(1), 2)), 3);
    equal(await status(peer, "QueryState", framed(new Uint8Array(0))), 0);
    deepEqual(trail.lines, [
      "admin UpdateState vehicle/lidar granted OK",
      "admin TriggerRecovery vehicle/none refused NOT_FOUND",
      "admin Apply  refused INVALID_ARGUMENT",
      "admin Apply  refused INVALID_ARGUMENT",
    ]);
    match(trail.entries[0]?.origin ?? "", /^127\.0\.0\.1:\d+$/);
    equal(world.log.at("info").filter(({ message }) => message === "Call audited").length, 4);
  });
});

Deno.test("60 refusals are 60 entries, of every method that changes something", async () => {
  await audited({ access: DEFAULT_ACCESS }, async ({ peer, trail }) => {
    for (let n = 0; n < 15; n++) {
      for (const method of AUDITED_METHODS) equal(await status(peer, method, UPDATE), 7);
    }
    equal(trail.entries.length, 60);
    equal(
      trail.lines.filter((line) => line === "observer TriggerRecovery  refused PERMISSION_DENIED").length,
      15,
    );
  });
});

Deno.test("a caller that is refused again and again does not fill the trail, and is counted", async () => {
  await audited({ access: DEFAULT_ACCESS }, async ({ peer, trail }) => {
    const calls = Array.from({ length: 120 }, () => peer.call("UpdateState"));
    await peer.flush();
    await eventually("the refusals", () => calls.every((call) => statusOf(call) === 7));
    equal(trail.entries.length, 100);
  });
});

Deno.test("a bug is an entry, and what was not awaited is of unknown outcome", async () => {
  const limits = { handlerTimeoutMs: 20 };
  await audited({ limits }, async ({ world, peer, trail }) => {
    world.manager.onUpdate = () => new Promise(() => {});
    equal(await status(peer, "UpdateState", UPDATE), 4);
    world.manager.onUpdate = () =>
      Promise.reject(new StateManagerError({ kind: "not-ready", why: "starting" }));
    equal(await status(peer, "UpdateState", UPDATE), 14);
    deepEqual(trail.entries.map(({ outcome, status }) => `${outcome} ${status}`), [
      "unknown DEADLINE_EXCEEDED",
      "refused UNAVAILABLE",
    ]);
  });
});

Deno.test("the manager is told who asks, so that the history names the operator", async () => {
  using dir = new TempDir();
  const listen = [`unix:${dir.file("api.sock")}`];
  await audited({ listen, access: { ...OPEN_ACCESS, unix: "operator" } }, async ({ world, peer }) => {
    const asked: (string | undefined)[] = [];
    world.manager.onUpdate = (change) => {
      asked.push(change.by);
      return Promise.reject(new StateManagerError({ kind: "not-ready", why: "a test" }));
    };
    await status(peer, "UpdateState", UPDATE);
    await status(peer, "TriggerRecovery", RECOVER);
    const by = `operator via unix:${dir.file("api.sock")}`;
    deepEqual([asked, world.manager.triggered.map(({ request }) => request.by)], [[by], [by]]);
  });
});

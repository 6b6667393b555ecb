/** The words of podman and docker as kinds of failure. */
import assert from "node:assert/strict";
import { failureOf } from "../../../src/node/container/failure.ts";
import type { FailureKind } from "../../../src/node/driver.ts";

const ID = "3d7b17dd9e0a3ee332583e16566455349d5b326d56ff2ab55f6fd9f7a1f5c2d4";

/** As podman 4.3 and docker 24 say it. */
const CASES: readonly (readonly [FailureKind, number, string])[] = [
  ["program-missing", 404, "no such image: localhost/none:1: image not known"],
  ["program-missing", 404, "No such image: none:1"],
  ["program-missing", 500, "initializing source docker://x: reading manifest 1: manifest unknown"],
  [
    "name-taken",
    500,
    `the container name "u1" is already in use by ${ID}. You have to remove that container`,
  ],
  ["name-taken", 409, `Conflict. The container name "/u1" is already in use by container "${ID}".`],
  ["not-found", 404, 'no container with name or ID "xx" found: no such container'],
  ["not-found", 500, `container ${ID} does not exist in database: no such container`],
  ["not-found", 404, "No such container: xx"],
  ["program-broken", 500, 'runc create failed: exec: "/nothere": stat /nothere: no such file or directory'],
  ["program-broken", 400, 'exec: "nothere": executable file not found in $PATH: unknown'],
  ["program-broken", 500, "exec /app: exec format error"],
  ["limit", 500, "error setting cgroup config for procHooks process: unable to set memory limit to 4096"],
  ["limit", 400, "Minimum memory limit allowed is 6MB"],
  ["limit", 500, "creating container storage: write /x: no space left on device"],
  ["limit", 500, "error setting rlimit type 6: operation not permitted"],
  ["refused", 500, "unable to find network with name or ID nonet: network not found"],
  ["refused", 500, "open /dev/x: permission denied"],
];

Deno.test("failureOf() tells what the words of a runtime mean", () => {
  for (const [kind, status, message] of CASES) {
    const found = failureOf({ kind: "answered", status, body: { message } }, "Cannot start", "/run/p.sock");
    assert.equal(found?.kind, kind, message);
    assert.equal(found?.message.includes(ID), false, "ids are shortened");
  }
});

Deno.test("failureOf() tells a runtime that is away from one that is slow, and lets answers pass", () => {
  const away = failureOf({ kind: "away", why: "refused" }, "Cannot list", "/run/p.sock");
  assert.deepEqual(
    [away?.kind, away?.message],
    [
      "runtime-away",
      "Cannot list: the container runtime at /run/p.sock does not answer (refused); is its service running?",
    ],
  );
  assert.equal(failureOf({ kind: "slow", afterMs: 5 }, "Cannot list", "/s")?.kind, "timed-out");
  for (const status of [200, 201, 204, 304]) {
    assert.equal(failureOf({ kind: "answered", status, body: "" }, "Cannot stop", "/s"), undefined);
  }
});

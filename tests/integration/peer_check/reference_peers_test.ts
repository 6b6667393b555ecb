/** The peers of the reference vehicle keep the rules that `check-peer` tries. */
import assert from "node:assert/strict";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { checkPeerWith } from "../../../src/peer_check/check.ts";
import type { PeerCheckRequest, PeerReport } from "../../../src/ports/peer_check.ts";
import { Vehicle } from "../../support/vehicle/vehicle.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";

installHttp2();

function check(
  request: Pick<PeerCheckRequest, "kind" | "address"> & Partial<PeerCheckRequest>,
): Promise<PeerReport> {
  const { signal } = new AbortController();
  return checkPeerWith({ clock: new SystemClock() })({
    isDisruptive: true,
    term: 0n,
    timeoutMs: 20_000,
    prompt: () => {},
    signal,
    ...request,
  });
}

/** What did not pass. */
function others({ findings }: PeerReport): readonly (readonly string[])[] {
  return findings.filter(({ verdict }) => verdict !== "passed")
    .map(({ rule, verdict, detail }) => [rule, verdict, detail]);
}

const NO_RESTART = "somebody has to restart the peer: --restart-within waits for that";

Deno.test("the reference NodeAgent passes every rule that needs no restart", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  const report = await check({ kind: "node-agent", address: vehicle.nodeAddress("front"), node: "front" });
  assert.deepEqual(others(report), [
    ["keeps-desired", "not-tried", NO_RESTART],
    ["keeps-term", "not-tried", NO_RESTART],
  ]);
});

Deno.test("the reference ActionController passes every rule, also over a restart", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front"] });
  const prompts: string[] = [];
  let restarted: Promise<void> | undefined;
  const report = await check({
    kind: "action-controller",
    address: vehicle.controllerAddress,
    node: "front",
    restartWithinMs: 60_000,
    prompt: (text) => {
      prompts.push(text);
      restarted = vehicle.killController().then(() => vehicle.startController());
    },
  });
  await restarted;
  assert.deepEqual(others(report), []);
  assert.equal(prompts.length, 1);
  assert.deepEqual(vehicle.workloads(), []);
});

/** The node that is part of the program keeps every rule that `check-peer` tries of others, also over its own restart. */
import assert from "node:assert/strict";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { checkPeerWith } from "../../../src/peer_check/check.ts";
import type { PeerCheckRequest, PeerReport } from "../../../src/ports/peer_check.ts";
import { ServedNode } from "../../support/node/served_node.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";

installHttp2();

/** It has a definition there, and can be started with any version. */
const SERVICE = "check/probe";

async function check(
  node: ServedNode,
  request: Pick<PeerCheckRequest, "kind"> & Partial<PeerCheckRequest>,
): Promise<PeerReport> {
  let restarted: Promise<unknown> = Promise.resolve();
  const report = await checkPeerWith({ clock: new SystemClock() })({
    address: node.address,
    node: node.name,
    isDisruptive: true,
    term: 0n,
    timeoutMs: 30_000,
    restartWithinMs: 60_000,
    prompt: () => {
      restarted = node.program.end("SIGKILL").then(() => node.start());
    },
    signal: new AbortController().signal,
    ...request,
  });
  await restarted;
  return report;
}

/** What did not pass. */
function others({ findings, unreachable }: PeerReport): readonly (readonly string[])[] {
  return [
    ...(unreachable === undefined ? [] : [["unreachable", unreachable]]),
    ...findings.filter(({ verdict }) => verdict !== "passed")
      .map(({ rule, verdict, detail }) => [rule, verdict, detail]),
  ];
}

/** One that comes back where it was: at a socket in that directory. */
async function servedNode(dir: TempDir): Promise<ServedNode> {
  const name = `check-${crypto.randomUUID().slice(0, 8)}`;
  const node = new ServedNode(name, { listen: [`unix:${dir.file("node.sock")}`] });
  node.define(SERVICE, "runtime: { process: { command: [/bin/sleep, '1000'] } }");
  await node.start();
  return node;
}

for (const kind of ["node-agent", "action-controller"] as const) {
  Deno.test(`a served node passes every rule for a ${kind}, also over kill -9`, async () => {
    using dir = new TempDir();
    await using node = await servedNode(dir);
    const report = await check(node, { kind, service: SERVICE, version: "1" });
    assert.ok(report.findings.length > 5);
    assert.deepEqual(others(report), []);
    assert.deepEqual(node.pids(SERVICE), []);
  });
}

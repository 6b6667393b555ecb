/** Each rule of `check-peer` has a peer that breaks it and no other one; a peer without a fault passes all of them. */
import assert from "node:assert/strict";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { checkPeerWith } from "../../../src/peer_check/check.ts";
import { CONTROLLER_RULES, type ControllerRuleId } from "../../../src/peer_check/controller_rules.ts";
import { NODE_RULES, type NodeRuleId } from "../../../src/peer_check/node_rules.ts";
import type { PeerKind, PeerReport } from "../../../src/ports/peer_check.ts";
import { SmallController } from "../../support/peer_check/action_controller.ts";
import { SmallNodeAgent } from "../../support/peer_check/node_agent.ts";

/** The checks wait most of the time. */
const AT_ONCE = 12;
const RESTART_RULES: readonly string[] = ["keeps-desired", "keeps-outcomes", "keeps-term"];

interface SmallPeer extends AsyncDisposable {
  readonly address: string;
  restart(): Promise<void>;
}

async function reportOf(
  kind: PeerKind,
  start: () => Promise<SmallPeer>,
  withRestart: boolean,
): Promise<PeerReport> {
  await using peer = await start();
  let restarted: Promise<void> | undefined;
  const report = await checkPeerWith({ clock: new SystemClock() })({
    kind,
    address: peer.address,
    isDisruptive: true,
    term: 0n,
    node: "front",
    timeoutMs: 4_000,
    ...(withRestart ? { restartWithinMs: 60_000 } : {}),
    prompt: () => {
      restarted = peer.restart();
    },
    signal: new AbortController().signal,
  });
  await restarted;
  return report;
}

function verdicts({ findings }: PeerReport, wanted: string): readonly string[] {
  return findings.filter(({ verdict }) => verdict === wanted).map(({ rule, detail }) => `${rule}: ${detail}`);
}

/** Which rules fail for the peer with each fault. */
async function failures<Rule extends string>(
  kind: PeerKind,
  rules: readonly Rule[],
  start: (fault: Rule) => Promise<SmallPeer>,
): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  const waiting = [...rules];
  const work = async () => {
    for (let rule = waiting.shift(); rule !== undefined; rule = waiting.shift()) {
      const fault = rule;
      const report = await reportOf(kind, () => start(fault), RESTART_RULES.includes(rule));
      found[rule] = report.findings.filter(({ verdict }) => verdict === "failed").map((one) => one.rule);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

Deno.test("a NodeAgent without a fault passes every rule", async () => {
  const report = await reportOf("node-agent", () => SmallNodeAgent.start(), true);
  assert.deepEqual([verdicts(report, "failed"), verdicts(report, "not-tried")], [[], []]);
});

Deno.test("an ActionController without a fault passes every rule", async () => {
  const report = await reportOf("action-controller", () => SmallController.start(), true);
  assert.deepEqual([verdicts(report, "failed"), verdicts(report, "not-tried")], [[], []]);
});

Deno.test("each wrong NodeAgent fails its rule and no other one", async () => {
  const rules = Object.keys(NODE_RULES) as NodeRuleId[];
  const found = await failures("node-agent", rules, (fault) => SmallNodeAgent.start(fault));
  assert.deepEqual(found, Object.fromEntries(rules.map((rule) => [rule, [rule]])));
});

Deno.test("each wrong ActionController fails its rule and no other one", async () => {
  const rules = Object.keys(CONTROLLER_RULES) as ControllerRuleId[];
  const found = await failures("action-controller", rules, (fault) => SmallController.start(fault));
  assert.deepEqual(found, Object.fromEntries(rules.map((rule) => [rule, [rule]])));
});

/** `check-peer` on the command line: what is asked for, what is printed, and the exit codes. */
import assert from "node:assert/strict";
import type { PeerCheckRequest, PeerReport } from "../../../src/ports/peer_check.ts";
import { runInTest } from "../../support/cli.ts";

const GOOD: PeerReport = {
  findings: [
    {
      rule: "snapshot-first",
      verdict: "passed",
      requirement: "A snapshot comes first.",
      detail: "2 services",
    },
    {
      rule: "keeps-term",
      verdict: "not-tried",
      requirement: "Terms survive.",
      detail: "nobody restarted it",
    },
  ],
};
const BAD: PeerReport = {
  findings: [
    ...GOOD.findings,
    {
      rule: "heartbeat",
      verdict: "failed",
      requirement: "Never silent.",
      detail: "1900 ms\u001b[2J of silence",
    },
  ],
};

async function run(argv: readonly string[], report: PeerReport = GOOD) {
  const asked: PeerCheckRequest[] = [];
  const ended = await runInTest(["check-peer", ...argv], {
    checkPeer: (request) => {
      asked.push(request);
      return Promise.resolve(report);
    },
  });
  return { ...ended, asked };
}

Deno.test("check-peer asks for no more than it was told to", async () => {
  const { asked: [plain] } = await run(["node-agent", "127.0.0.1:47101"]);
  assert.deepEqual(
    [plain?.kind, plain?.address, plain?.isDisruptive, plain?.term, plain?.restartWithinMs, plain?.timeoutMs],
    ["node-agent", "127.0.0.1:47101", false, 0n, undefined, 5_000],
  );
  const options = [
    "--disruptive",
    "--term",
    "7",
    "--node",
    "front",
    "--restart-within",
    "30s",
    "--timeout",
    "1s",
  ];
  const { asked: [full] } = await run(["action-controller", "unix:/run/c.sock", ...options]);
  assert.deepEqual(
    [full?.isDisruptive, full?.term, full?.node, full?.restartWithinMs, full?.timeoutMs],
    [true, 7n, "front", 30_000, 1_000],
  );
});

Deno.test("check-peer prints a line for each rule, a sum, and what was seen where a rule failed", async () => {
  const good = await run(["node-agent", "127.0.0.1:1"]);
  assert.equal(good.exitCode, 0);
  assert.deepEqual(good.stdout.split("\n"), [
    "RULE            VERDICT    DETAIL",
    "snapshot-first  passed     2 services",
    "keeps-term      not tried  nobody restarted it",
    "",
    "1 passed, 0 failed, 1 not tried",
    "",
  ]);
  const bad = await run(["node-agent", "127.0.0.1:1"], BAD);
  assert.equal(bad.exitCode, 6);
  assert.match(bad.stdout, /heartbeat +failed +Never silent. Seen: 1900 ms ?\\u001b\[2J of silence/);
});

Deno.test("check-peer -o json is one object, also when nobody answers", async () => {
  const bad = await run(["node-agent", "127.0.0.1:1", "-o", "json"], BAD);
  const value = JSON.parse(bad.stdout);
  assert.deepEqual([value.kind, value.peer, value.failed, value.rules.length], [
    "PeerReport",
    "node-agent",
    1,
    3,
  ]);
  assert.deepEqual(Object.keys(value.rules[0]), ["rule", "verdict", "requirement", "detail"]);
  const away = await run(["node-agent", "127.0.0.1:1", "-o", "json"], { ...GOOD, unreachable: "refused" });
  assert.deepEqual([away.exitCode, JSON.parse(away.stdout).unreachable], [3, "refused"]);
  assert.match(away.stderr, /Does the node-agent listen at 127.0.0.1:1\?/);
});

Deno.test("check-peer refuses what is no peer, no address, no term and a restart without leave", async () => {
  const mistakes = [
    [["node-agnt", "127.0.0.1:1"], /no kind of peer "node-agnt"; did you mean "?node-agent"?/],
    [["node-agent", "127.0.0.1"], /"127.0.0.1" is not an address/],
    [["node-agent", "127.0.0.1:1", "--term", "-1"], /--term/],
    [["node-agent", "127.0.0.1:1", "--restart-within", "10s"], /--restart-within needs --disruptive/],
    [["node-agent"], /needs KIND ADDRESS/],
  ] as const;
  for (const [argv, problem] of mistakes) {
    const { exitCode, stderr } = await run(argv);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, problem);
  }
});

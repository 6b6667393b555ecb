/** docs/protocol.md says of each rule that is checked what a peer does that breaks it, and has the default strategies as they are. */
import assert from "node:assert/strict";
import { CONTROLLER_RULES } from "../../../src/peer_check/controller_rules.ts";
import { NODE_RULES } from "../../../src/peer_check/node_rules.ts";
import type { RuleReach } from "../../../src/peer_check/rule.ts";
import { attemptsPerStage, DEFAULT_STRATEGIES } from "../../../src/recovery/strategy.ts";

const text = Deno.readTextFileSync(new URL("../../../docs/protocol.md", import.meta.url));

/** First cells of a table, by the title of its first column. */
function rows(title: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith(`| ${title} `));
  assert.ok(at >= 0, title);
  const end = lines.findIndex((line, index) => index > at && !line.startsWith("|"));
  return lines.slice(at + 2, end).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("docs/protocol.md lists the rules of check-peer in their order, with what each needs", () => {
  const needs: Readonly<Record<RuleReach, string>> = {
    asks: "",
    changes: "`--disruptive`",
    restart: "a restart",
  };
  for (
    const [title, rules] of [
      ["rule of a NodeAgent", NODE_RULES],
      ["rule of an ActionController", CONTROLLER_RULES],
    ] as const
  ) {
    const reaches: readonly (readonly [string, { readonly reach: RuleReach }])[] = Object.entries(rules);
    const expected = reaches.map(([rule, { reach }]) => [
      `\`${rule}\``,
      rule === "stale-term" ? "a term above 0" : needs[reach],
    ]);
    assert.deepEqual(rows(title).map((cells) => [cells[0], cells[2]]), expected);
  }
});

Deno.test("docs/protocol.md has the default strategies as they are", () => {
  const expected = Object.entries(DEFAULT_STRATEGIES).map(([issue, strategy]) => [
    issue,
    strategy.actions.join(", "),
    String(attemptsPerStage(strategy)),
  ]);
  assert.deepEqual(rows("issue"), expected);
});

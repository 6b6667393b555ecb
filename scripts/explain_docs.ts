/**
 * Writes docs/explain.md: what `statemanagerd explain` says about everything that can happen to a service, played on the real
 * manager with nodes and a controller in memory.
 *
 *     scripts/deno run -A scripts/explain_docs.ts            write it
 *     scripts/deno run -A scripts/explain_docs.ts --check    fail when what is committed differs
 *     scripts/deno run -A scripts/explain_docs.ts --help     this text
 */
import { join } from "node:path";
import { formatMarkdown } from "./markdown.ts";
import { explanationText } from "../src/cli/format/explanation_text.ts";
import { playScenario, type Scenario, SCENARIOS } from "../tests/support/explain/scenarios.ts";

const path = join(import.meta.dirname ?? ".", "..", "docs", "explain.md");
const COLUMNS = 100;

const INTRODUCTION = `# Why did it do that

<!-- Written by scripts/explain_docs.ts from tests/support/explain/scenarios.ts; change it there. -->

\`statemanagerd explain NAME\` tells it in sentences, from the history of the service. Below is what it says about everything
that can happen to one. Each was played on the manager itself, with nodes and a controller in memory; the node is \`front\` or
\`rear\`, the times are those of the play.

How to read it:

- An episode begins with a line that says what it was about, and ends with \`=>\` and where it left the service.
- A line has the time in UTC (with a question mark where the clock was not synchronised), the revision of its event as
  \`#11\` (\`statemanagerd explain 11\` finds the episode again), and what happened.
- \`look 7\` is the seventh look that this node reported. What it says is the evidence.
- Below a decision stands what else there was, and why it was not taken. \`later\` = a stage of recovery that comes when this
  one has had its attempts.
- \`attempt 3\`: the third since the service was last well for long enough.
`;

async function section(scenario: Scenario): Promise<string> {
  const { rig, id } = await playScenario(scenario);
  await using _rig = rig;
  const explanation = rig.manager.explain({ kind: "service", resourceId: id, last: scenario.last });
  return [
    `## ${scenario.title}`,
    "",
    scenario.about,
    "",
    "```text",
    `$ statemanagerd explain ${id} --last ${scenario.last}`,
    explanationText(explanation, COLUMNS).trimEnd(),
    "```",
    "",
  ].join("\n");
}

async function render(): Promise<string> {
  const sections: string[] = [];
  for (const scenario of SCENARIOS) sections.push(await section(scenario));
  return await formatMarkdown([INTRODUCTION, ...sections].join("\n"));
}

if (Deno.args.includes("--help")) {
  console.log("scripts/explain_docs.ts: writes docs/explain.md by playing it; --check only compares.");
  Deno.exit(0);
}
const unknown = Deno.args.find((arg) => arg !== "--check");
if (unknown !== undefined) {
  console.error(`scripts/explain_docs.ts: unknown argument: ${unknown} (try --help)`);
  Deno.exit(2);
}

function committed(): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

const fresh = await render();
if (!Deno.args.includes("--check")) {
  if (fresh !== committed()) Deno.writeTextFileSync(path, fresh);
} else if (fresh !== committed()) {
  console.error(
    "docs/explain.md is not what explain says: run scripts/deno run -A scripts/explain_docs.ts, and read the difference",
  );
  Deno.exit(1);
}

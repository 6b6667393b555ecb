/** docs/explain.md: what `statemanagerd explain` says about everything that can happen to a service, played on the real manager. */
import { explanationText } from "../src/cli/format/explanation_text.ts";
import { playScenario, type Scenario, SCENARIOS } from "../tests/support/explain/scenarios.ts";

const COLUMNS = 100;

const INTRODUCTION = `# Why did it do that

<!-- Written by scripts/docs.ts from tests/support/explain/scenarios.ts; change it there. -->

\`statemanagerd explain NAME\` explains in sentences, from the history of the service, why it is in its state. Below is its output for everything
that can happen to one. Each was played on the manager itself, with nodes and a controller in memory; the node is \`front\` or
\`rear\`, the times are those of the play.

How to read it:

- An episode begins with a line that says what it was about, and ends with \`=>\` and where it left the service.
- A line has the time in UTC (with a question mark where the clock was not synchronised), the revision of its event as
  \`#11\` (\`statemanagerd explain 11\` finds the episode again), and what happened.
- \`observation 7\` is the seventh observation that this node reported. Its content is the evidence.
- Below a decision stand the alternatives, and why each was not chosen. \`later\` = a stage of recovery that comes when this
  one has had its attempts.
- \`attempt 3\`: the third since the service was last healthy for long enough.
- At the end stands where the service is now. \`Before\` are the phases that the instance has seen since it leads, with how long
  each lasted; \`Next\` is what the state machine allows, by which event, and after how long it usually came; \`Actions\` are
  those that may be started in this phase.
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

/** Plays them all. */
export async function renderExplain(): Promise<string> {
  const sections: string[] = [];
  for (const scenario of SCENARIOS) sections.push(await section(scenario));
  return [INTRODUCTION, ...sections].join("\n");
}

/**
 * Writes the parts of `docs/` that follow from the code.
 *
 *     scripts/deno run -A scripts/docs.ts            write them
 *     scripts/deno run -A scripts/docs.ts --check    fail when what is committed differs
 *     scripts/deno run -A scripts/docs.ts --help     this text
 *
 * A further page is one more entry of PAGES.
 */
import { join } from "node:path";
import { renderAccess } from "./access_docs.ts";
import { renderExplain } from "./explain_docs.ts";
import { renderLimits } from "./limits_docs.ts";
import { renderMetrics } from "./metrics_docs.ts";
import { renderSymptoms } from "./symptoms_docs.ts";
import { formatMarkdown } from "./markdown.ts";
import { loadConfig, memoryBound } from "../src/platform/config/config.ts";
import { RELOADABLE_SETTINGS } from "../src/platform/config/reload.ts";
import { formatSize } from "../src/platform/config/units.ts";
import { SETTING_LIST, variableName } from "../src/platform/config/settings.ts";

const root = join(import.meta.dirname ?? ".", "..");

interface Page {
  /** Below the checkout. */
  readonly path: string;
  readonly render: () => string | Promise<string>;
}

const PAGES: readonly Page[] = [
  { path: "docs/access.md", render: renderAccess },
  { path: "docs/configuration.md", render: renderConfiguration },
  { path: "docs/explain.md", render: renderExplain },
  { path: "docs/limits.md", render: renderLimits },
  { path: "docs/metrics.md", render: renderMetrics },
  { path: "docs/symptoms.md", render: renderSymptoms },
];

const RELOADABLE = RELOADABLE_SETTINGS.map((key) => `\`${key}\``).join(" and ");

const CONFIGURATION_INTRODUCTION = `# Configuration

<!-- Written by scripts/docs.ts from src/platform/config/settings.ts; change it there. -->

One YAML file, \`/etc/piccolo/statemanager.yaml\` unless \`--config\` or \`STATEMANAGER_CONFIG\` names another. Every setting has a
default, so an empty file is a complete one. The environment wins over the file, a flag over both.

- Strict: a key that does not exist is an error, which names its line and the key that was probably meant. All errors are
  reported at once; \`statemanagerd config check\` reports them without starting anything.
- Durations: \`250ms\`, \`10s\`, \`5m\`, \`2h\`, or a number of milliseconds. Sizes: \`512B\`, \`64KiB\`, \`4MiB\`, \`1GiB\`, or a number of
  bytes. Addresses: \`host:port\`, \`[ipv6]:port\` or \`unix:/path\`.
- In a variable or a flag a list is written with commas (\`a:1,unix:/b\`) or, as a group must be, as YAML on one line
  (\`[{name: n1, address: "127.0.0.1:47101"}]\`).
- SIGHUP (\`systemctl reload\`) has it read again. Taken over are ${RELOADABLE}; the log names what needs a restart. A file
  that is not valid changes nothing.

\`\`\`yaml
listen: ["unix:/run/statemanager/api.sock"]
action_controller:
  address: 127.0.0.1:47002
nodes:
  - { name: zone-front, address: "127.0.0.1:47101" }
  - { name: zone-rear, address: "127.0.0.1:47102" }
reconcile:
  parallel: 16
recovery:
  strategies:
    Crash: { max_retry_count: 5, actions: [Restart, Relocate, Notify] }
\`\`\`
`;

/** Groups in the order of the table; settings outside any group come first. */
function renderConfiguration(): string {
  const groups = new Map<string, string[]>();
  for (const { key, setting } of SETTING_LIST) {
    const group = key.includes(".") ? key.slice(0, key.lastIndexOf(".")) : "";
    const { kind, defaultValue, doc } = setting;
    const cells = [
      `\`${key}\``,
      kind.type,
      kind.accepted,
      `\`${kind.format(defaultValue)}\``,
      doc,
      `\`${variableName(key)}\``,
    ];
    groups.set(group, [...groups.get(group) ?? [], `| ${cells.map(escapeCell).join(" | ")} |`]);
  }
  const head = "| key | type | accepted | default | meaning | variable |\n|---|---|---|---|---|---|\n";
  const top = groups.get("") ?? [];
  const tables = [...groups].filter(([group]) => group !== "")
    .map(([group, rows]) => `## ${group}\n\n${head}${rows.join("\n")}\n`);
  return [CONFIGURATION_INTRODUCTION, `## General\n\n${head}${top.join("\n")}\n`, ...tables, renderMemory()]
    .join("\n");
}

function renderMemory(): string {
  const { config } = loadConfig({ env: {}, flags: {}, readFile: notThere });
  const { items, totalBytes, limitBytes } = memoryBound(config);
  const rows = items.map(({ what, how, sizeBytes }) => `| ${what} | ${how} | ${mib(sizeBytes)} |`);
  return `## Memory

At start the program adds up what all bounded buffers may need and refuses a configuration above \`memory.limit\`. With the
defaults (limit ${formatSize(limitBytes)}):

| for | how it is counted | MiB |
|---|---|---|
${rows.join("\n")}
| **together** | | **${mib(totalBytes)}** |
`;
}

function mib(sizeBytes: number): string {
  return (sizeBytes / 1_048_576).toFixed(1);
}

function notThere(): never {
  throw new Deno.errors.NotFound();
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function committed(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(join(root, path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(
      `scripts/docs.ts: writes ${
        PAGES.map(({ path }) => path).join(" and ")
      } from the code; --check compares and writes nothing.`,
    );
    return 0;
  }
  const unknown = args.find((arg) => arg !== "--check");
  if (unknown !== undefined) {
    console.error(`scripts/docs.ts: unknown argument: ${unknown} (try --help)`);
    return 2;
  }
  let stale = 0;
  for (const page of PAGES) {
    const content = await formatMarkdown(await page.render());
    if (committed(page.path) === content) continue;
    stale += 1;
    if (args.includes("--check")) {
      console.error(`${page.path} is stale: run scripts/deno run -A scripts/docs.ts`);
    } else {
      Deno.writeTextFileSync(join(root, page.path), content);
      console.error(`${page.path} written`);
    }
  }
  if (!args.includes("--check")) return 0;
  console.log(JSON.stringify({ ok: stale === 0, violations: stale, pages: PAGES.length }));
  return stale === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

/** docs/limits.md: every buffer with its capacity, its rule and its gauges, from the table in `buffers.ts`. */
import { formatSize } from "../src/platform/config/units.ts";
import { OVERFLOW_RULES } from "../src/kit/buffer_level.ts";
import { type BufferRow, BUFFERS } from "./buffers.ts";
import { PEER_LIMITS, type PeerLimit } from "./peer_limits.ts";

const INTRODUCTION = `# Limits

<!-- Written by scripts/docs.ts from scripts/buffers.ts and scripts/peer_limits.ts; change it there. -->

Everything that fills because of what others do has a capacity, a rule for what does not fit, and three figures. They are in the
answer to \`GetStatus\` and in the metrics that the MonitoringServer is sent; \`NAME\` is the name in the table:

| figure | meaning |
|---|---|
| \`statemanager_buffer_entries{buffer="NAME"}\` | what it holds; \`statemanager_buffer_bytes\` where the unit is bytes |
| \`statemanager_buffer_capacity{buffer="NAME"}\` | what it may hold; \`statemanager_buffer_capacity_bytes\` where the unit is bytes |
| \`statemanager_buffer_overflows_total{buffer="NAME"}\` | how often its rule was applied |

A test fills each of them to its capacity and one beyond, and another one walks through the source for collections that are neither
in this table nor known to be bounded by something that is.

## Rules
`;

const PEERS = `
## What a peer controls

Everything that a client, or a node, decides by what it sends or does not send. A test goes to each limit and one beyond. "-" under
"seen in" = only the peer is told.

| quantity | limit | default | at the limit | seen in | test |
|---|---|---|---|---|---|`;

function peerRow({ what, limit, default: figure, atLimit, seen, test: [file] }: PeerLimit): string {
  const link = `[${file.split("/").at(-1)}](../${file})`;
  return `| ${
    [what, limit, figure === "" ? "-" : figure, atLimit, seen === "" ? "-" : seen, link].join(" | ")
  } |`;
}

const MEMORY = `## Memory

Which of these buffers take how much memory, and what they add up to: [configuration.md](configuration.md#memory). Entries are
counted there with the size of ordinary ones. What clients can make this process hold is one budget, \`memory.clients\`
(docs/adr/0026-byte-budget.md). What its own peers can make it hold beyond that, because a message may be as large as
\`limits.message_size\`, is not counted yet: messages of nodes, and values that others write to etcd.
`;

function row([name, buffer]: readonly [string, BufferRow]): string {
  const { what, capacity, overflow, note } = buffer;
  const rule = `\`${overflow}\`${note === undefined ? "" : `. ${note}`}`;
  return `| ${[`\`${name}\``, what, capacity, defaultOf(buffer), rule].join(" | ")} |`;
}

function defaultOf({ unit, default: figure }: BufferRow): string {
  if (typeof figure === "string") return figure;
  return unit === "bytes" ? formatSize(figure) : figure.toLocaleString("en");
}

export function renderLimits(): string {
  const rules = Object.entries(OVERFLOW_RULES).map(([rule, sentence]) => `| \`${rule}\` | ${sentence} |`);
  return [
    INTRODUCTION,
    "| rule | what becomes of what does not fit |\n|---|---|",
    ...rules,
    "\n## Buffers\n",
    "| buffer | holds | capacity | default | at the limit |\n|---|---|---|---|---|",
    ...Object.entries(BUFFERS).map(row),
    PEERS,
    ...PEER_LIMITS.map(peerRow),
    "",
    MEMORY,
  ].join("\n");
}

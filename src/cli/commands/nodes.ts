/** `statemanagerd nodes`: the computers, whether they are heard of, and what their services wait for. */
import { ALL_SERVICES, type NodeSummary } from "../../manager/serve/api.ts";
import { findCondition, type ServiceState } from "../../state/model.ts";
import type { ClientContext } from "../context.ts";
import { reportError, tableStyle, withDeadline } from "../context.ts";
import { CliError, EXIT_CODES } from "../errors.ts";
import { ageText } from "../format/age.ts";
import { toPlain } from "../format/manifest_value.ts";
import { reasonOf } from "../format/service_table.ts";
import { type Cell, type Column, plain, renderTable } from "../format/table.ts";
import { unknownNode } from "../names.ts";
import { listFormatOf, printList } from "../output.ts";

/** A node, with what is known of the services on it. */
interface NodeReport extends NodeSummary {
  readonly state: "Connected" | "Silent";
  /** Running and confirmed. */
  readonly running: number;
  /** What services that do not run wait for, by name; those that could only run here, and have no node yet, as well. */
  readonly waiting: readonly { readonly service: string; readonly for: string }[];
}

/** A heartbeat that is this young is not worth a figure. */
const FRESH_MS = 1_000;

const COLUMNS: readonly Column[] = [
  { title: "NODE" },
  { title: "STATE" },
  { title: "HEARTBEAT" },
  { title: "SERVICES", isRightAligned: true },
  { title: "RUNNING", isRightAligned: true },
  { title: "WAITING", minWidth: 12, likedWidth: 24 },
];
const WIDE_COLUMNS: readonly Column[] = [...COLUMNS.slice(0, -1), { title: "ADDRESS" }, { title: "WAITING" }];

/** Runs it; resolves to the exit code. */
export async function runNodes(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const format = listFormatOf(args);
  const all = await readNodes(context);
  const names = args.positionals;
  const nodes = names.length === 0 ? all : all.filter(({ node }) => names.includes(node));
  await printList(io, format, {
    value: toPlain({ kind: "NodeList", nodes }),
    names: nodes.map(({ node }) => node),
    table: ({ isWide, isHeadless }) => {
      const rows = nodes.map((node) => rowOf(node, isWide));
      const style = { ...tableStyle(io, { isCut: !isWide }), isHeadless };
      return rows.length === 0 ? "" : renderTable(isWide ? WIDE_COLUMNS : COLUMNS, rows, style);
    },
  });
  if (all.length === 0) {
    io.stderr("There are no nodes: none is configured, and none has registered itself.\n");
  }
  const known = all.map(({ node }) => node);
  const missing = names.filter((name) => !known.includes(name));
  for (const name of missing) {
    const error = new CliError("notFound", unknownNode(name, known), {
      hint: "statemanagerd nodes lists them.",
    });
    reportError(io, error);
  }
  return missing.length === 0 ? EXIT_CODES.ok : EXIT_CODES.notFound;
}

function readNodes(context: ClientContext): Promise<readonly NodeReport[]> {
  const { client, timeoutMs } = context;
  return withDeadline(context, { timeoutMs, what: "Cannot list the nodes" }, async (signal) => {
    const { nodes } = await client.status(signal);
    const { services } = await client.listServices(ALL_SERVICES, signal);
    return nodes.map((node) => reportOf(node, services));
  });
}

function reportOf(node: NodeSummary, services: readonly ServiceState[]): NodeReport {
  const here = services.filter(({ status }) => status.node === node.node);
  const bound = services.filter(({ spec, status }) => {
    return status.node === "" && spec.nodes.length === 1 && spec.nodes[0] === node.node;
  });
  const isUp = (service: ServiceState) => {
    return service.status.state === "Running" &&
      findCondition(service.status, "Reachable")?.status !== "Unknown";
  };
  const waiting = [...here, ...bound].filter((service) => !isUp(service) && service.spec.state === "Running");
  return {
    ...node,
    state: node.isConnected ? "Connected" : "Silent",
    running: here.filter(isUp).length,
    waiting: waiting.map((service) => ({ service: service.metadata.id, for: reasonOf(service) })),
  };
}

function rowOf(node: NodeReport, isWide: boolean): readonly Cell[] {
  const [first] = node.waiting;
  const others = node.waiting.length - 1;
  const waiting = first === undefined
    ? "-"
    : `${first.service}: ${first.for}${others > 0 ? ` (and ${others} more)` : ""}`;
  return [
    plain(node.node),
    { text: node.state, tone: node.isConnected ? "good" : "bad" },
    plain(heartbeatText(node)),
    plain(node.services),
    plain(node.running),
    ...(isWide ? [plain(node.address)] : []),
    plain(waiting),
  ];
}

function heartbeatText({ silentMs }: NodeSummary): string {
  if (!Number.isFinite(silentMs)) return "never";
  return silentMs < FRESH_MS ? "<1s" : ageText(silentMs);
}

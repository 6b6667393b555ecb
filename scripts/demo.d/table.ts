/**
 * The live table: every service with its state, age, restarts, node and last reason, those that are too many by their number in
 * each state, and under it what is being broken.
 * Pure: what is known in, lines of exactly the terminal's width out. The terminal itself belongs to screen.ts.
 */
import {
  effectiveSpec,
  findCondition,
  type ServiceState,
  type ServiceStatus,
} from "../../src/state/model.ts";

export interface TableInput {
  /** In the order to show. */
  readonly resources: readonly string[];
  /** Shown by number and state, a line for each namespace; default none. */
  readonly crowd?: readonly string[];
  readonly services: ReadonlyMap<string, ServiceState>;
  readonly title: string;
  /** Newest last; as many as fit are shown. */
  readonly messages: readonly string[];
  /** Wall time, milliseconds since 1970. */
  readonly nowMs: number;
  readonly columns: number;
  readonly rows: number;
  readonly hasColor: boolean;
}

type Color = "plain" | "red" | "green" | "yellow" | "cyan" | "dim" | "bold";

const CODES: Readonly<Record<Color, string>> = {
  plain: "0",
  red: "31",
  green: "32",
  yellow: "33",
  cyan: "36",
  dim: "2",
  bold: "1",
};

const STATE_COLORS: Readonly<Record<string, Color>> = {
  Running: "green",
  Initializing: "cyan",
  Pending: "dim",
  Degraded: "yellow",
  Terminating: "yellow",
  Failed: "red",
  Suppressed: "yellow",
  Isolated: "yellow",
};

const WIDTHS = { service: 16, state: 12, age: 5, restarts: 3, node: 5, replicas: 4, version: 11 } as const;
/** Below this width the version gives way to the reason. */
const WIDE_COLUMNS = 100;

export function renderTable(input: TableInput): string[] {
  const { columns, rows, title, messages } = input;
  const paint = input.hasColor ? color : (text: string) => text;
  const body = [
    ...input.resources.map((resource) => renderRow(input, resource, paint)),
    ...renderCrowd(input).map((line) => fit(line, columns)),
  ];
  const head = [paint(fit(title, columns), "bold"), "", paint(renderHead(columns), "dim")];
  const room = Math.max(0, rows - head.length - 2);
  // On a low terminal the table wins over the messages, and both are cut rather than scrolled.
  const table = body.slice(0, room);
  const shown = messages.slice(-Math.max(0, room - table.length)).map((message) =>
    paint(
      fit(message, columns),
      message.startsWith("FAULT") ? "bold" : message.includes("VIOLATION") ? "red" : "plain",
    )
  );
  return [...head, ...table, "", ...(room > table.length ? shown : [])];
}

function renderHead(columns: number): string {
  return joinCells(
    {
      ...{ service: "SERVICE", state: "STATE", age: "AGE", restarts: "RST", node: "NODE", replicas: "REPL" },
      ...{ version: "VERSION", reason: "LAST REASON" },
    },
    columns,
  );
}

function renderRow(
  input: TableInput,
  resource: string,
  paint: (text: string, color: Color) => string,
): string {
  const service = input.services.get(resource);
  if (service === undefined) return fit(resource, input.columns);
  const { status, spec } = service;
  const state = heldBy(status) ?? status.state;
  const isConfirmed = findCondition(status, "Reachable")?.status !== "Unknown";
  const sinceMs = status.stateSinceMs;
  const line = joinCells({
    service: resource,
    state: isConfirmed ? state : `${state}?`,
    age: sinceMs === 0 ? "" : formatAge(input.nowMs - sinceMs),
    restarts: String(status.restarts),
    node: status.node,
    replicas: `${status.availableReplicas}/${spec.replicas}`,
    version: effectiveSpec(service).version,
    reason: status.override?.reason ?? status.lastReason,
  }, input.columns);
  const at = WIDTHS.service + 1;
  const end = at + WIDTHS.state;
  const stateColor = isConfirmed ? STATE_COLORS[state] ?? "dim" : "dim";
  return line.slice(0, at) + paint(line.slice(at, end), stateColor) + line.slice(end);
}

/** `storm/*            200 services: 31 Running, 16 Initializing, 153 Pending` */
function renderCrowd({ crowd = [], services }: TableInput): string[] {
  const namespaces = new Map<string, Map<string, number>>();
  for (const resource of crowd) {
    const namespace = resource.slice(0, resource.indexOf("/"));
    const counts = namespaces.get(namespace) ?? new Map<string, number>();
    namespaces.set(namespace, counts);
    const phase = services.get(resource)?.status.state ?? "unknown";
    counts.set(phase, (counts.get(phase) ?? 0) + 1);
  }
  return [...namespaces].map(([namespace, counts]) => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const phases = [...counts].map(([phase, count]) => `${count} ${phase}`).join(", ");
    return `${fit(`${namespace}/*`, WIDTHS.service)} ${total} services: ${phases}`;
  });
}

type Cells = Readonly<Record<keyof typeof WIDTHS | "reason", string>>;

function joinCells(cells: Cells, columns: number): string {
  const fixed = [
    fit(cells.service, WIDTHS.service),
    fit(cells.state, WIDTHS.state),
    cells.age.padStart(WIDTHS.age),
    cells.restarts.padStart(WIDTHS.restarts),
    fit(cells.node, WIDTHS.node),
    fit(cells.replicas, WIDTHS.replicas),
    ...(columns >= WIDE_COLUMNS ? [fit(cells.version, WIDTHS.version)] : []),
  ].join(" ");
  return fit(`${fixed} ${cells.reason}`, columns);
}

/** Nothing is done about it for now, whatever its phase. */
function heldBy(status: ServiceStatus): "Suppressed" | "Isolated" | undefined {
  if (findCondition(status, "Isolated")?.status === "True") return "Isolated";
  return findCondition(status, "Stable")?.status === "False" ? "Suppressed" : undefined;
}

export function formatAge(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1_000));
  if (seconds < 100) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 100 ? `${minutes}m` : `${Math.floor(minutes / 60)}h`;
}

/** Exactly this wide: cut with an ellipsis or filled with spaces; nothing in it can move the cursor. */
export function fit(text: string, width: number): string {
  // deno-lint-ignore no-control-regex -- control characters are what must not reach the terminal
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");
  return plain.length > width ? `${plain.slice(0, Math.max(0, width - 1))}…` : plain.padEnd(width);
}

function color(text: string, name: Color): string {
  return `\x1b[${CODES[name]}m${text}\x1b[0m`;
}

/** `statemanagerd logs`: what services write, as their nodes give it. */
import { visible } from "../../kit/visible_text.ts";
import { MAX_TAIL_LINES } from "../../ports/workload_logs.ts";
import { parseName, type ResourceId } from "../../state/resource_id.ts";
import type { ServiceState } from "../../state/model.ts";
import type { LogLine, NodeLogLines, NodeLogQuery } from "../../client/state_manager.ts";
import {
  asUsage,
  durationOf,
  hasSwitch,
  integerOf,
  resourceIdsOf,
  textFormatOf,
  textOption,
} from "../arguments.ts";
import { type ClientContext, Interrupted, reportError, streamText, withDeadline } from "../context.ts";
import { EXIT_CODES, isUserError, usage } from "../errors.ts";
import { SINCE } from "../format/since.ts";
import { notFound } from "../names.ts";

const MAX_REPLICA = 1_000_000n;

/** Runs it; resolves to the exit code. */
export async function runLogs(context: ClientContext): Promise<number> {
  const ids = resourceIdsOf(context.args);
  const node = textOption(context.args, "node");
  const query = queryOf(context);
  const targets: { readonly id: ResourceId; readonly service: ServiceState | undefined }[] = [];
  let exitCode: number = EXIT_CODES.ok;
  for (const id of ids) {
    const service = await serviceOf(context, id);
    // A node may still have what a service wrote that does not exist any more.
    if (service !== undefined || node !== undefined) targets.push({ id, service });
    else for (const error of await notFound(context, [id])) exitCode = reportError(context.io, error);
  }
  const print = await printerOf(context);
  const read = async ({ id, service }: typeof targets[number]): Promise<number> => {
    const label = labelOf(id, { isOne: ids.length === 1, isReplica: query.replica !== undefined, service });
    return await readOne(context, { ...query, resourceId: id }, (part) => print(id, part, label));
  };
  if (query.isFollowed) return Math.max(exitCode, ...await Promise.all(targets.map(read)));
  for (const target of targets) exitCode = Math.max(exitCode, await read(target));
  return exitCode;
}

function queryOf({ args }: ClientContext): Omit<NodeLogQuery, "resourceId"> {
  const replica = integerOf(args, "replica", { min: 0n, max: MAX_REPLICA });
  const node = textOption(args, "node");
  return {
    node: node === undefined ? "" : asUsage(() => parseName(node, "node")),
    ...(replica !== undefined && { replica: Number(replica) }),
    tailLines: Number(integerOf(args, "tail", { min: 1n, max: BigInt(MAX_TAIL_LINES) }) ?? 0n),
    maxAgeMs: durationOf(args, "since", { kind: SINCE, examples: "10m or 2h" }) ?? 0,
    isFollowed: hasSwitch(args, "follow"),
  };
}

function serviceOf(context: ClientContext, id: ResourceId): Promise<ServiceState | undefined> {
  const { client, timeoutMs } = context;
  return withDeadline(
    context,
    { timeoutMs, what: "Cannot read the log" },
    (signal) => client.findService(id, signal),
  );
}

/** What stands before a line: whose it is, where more than one writes. */
function labelOf(
  id: ResourceId,
  { isOne, isReplica, service }: {
    readonly isOne: boolean;
    readonly isReplica: boolean;
    readonly service: ServiceState | undefined;
  },
): (line: LogLine) => string {
  const hasReplicas = !isReplica && (service?.spec.replicas ?? 1) > 1;
  return ({ replica }) => {
    if (hasReplicas) return isOne ? `${replica} | ` : `${id}.${replica} | `;
    return isOne ? "" : `${id} | `;
  };
}

/** One that cannot be read keeps none of the others from being read. */
async function readOne(
  context: ClientContext,
  query: NodeLogQuery,
  print: (part: NodeLogLines) => void,
): Promise<number> {
  const { io, client, timeoutMs } = context;
  try {
    const read = async (signal: AbortSignal) => {
      for await (const part of client.logs(query, signal)) print(part);
    };
    if (query.isFollowed) await read(io.signal);
    else await withDeadline(context, { timeoutMs, what: "Cannot read the log" }, read);
    return EXIT_CODES.ok;
  } catch (error) {
    if (io.signal.aborted) throw new Interrupted();
    if (!isUserError(error)) throw error;
    return reportError(io, error);
  }
}

type Print = (id: ResourceId, part: NodeLogLines, label: (line: LogLine) => string) => void;

async function printerOf({ io, args }: ClientContext): Promise<Print> {
  const format = textFormatOf(args);
  const hasTimes = hasSwitch(args, "timestamps");
  const textOf = await streamText(format === "text" ? "table" : format);
  if (textOf !== undefined && hasTimes) {
    throw usage("--timestamps: is for text", "json and yaml have the time of each line anyway.");
  }
  return (id, { node, lines }, label) => {
    if (textOf !== undefined) {
      return io.stdout(lines.map((line) => textOf(lineValue(id, node, line))).join(""));
    }
    const time = ({ atMs }: LogLine) => atMs === 0 ? "-" : new Date(atMs).toISOString();
    const text = (line: LogLine) =>
      `${label(line)}${hasTimes ? `${time(line)} ` : ""}${inOneLine(line.text)}\n`;
    io.stdout(lines.map(text).join(""));
  };
}

/** A node of another make may send what is no line. Whatever else could move the cursor is shown as with every output. */
function inOneLine(text: string): string {
  return text.replace(/[\n\r]/g, visible);
}

function lineValue(id: ResourceId, node: string, { replica, atMs, text }: LogLine) {
  const time = atMs === 0 ? null : new Date(atMs).toISOString();
  return { resourceId: id, node, replica, time, text };
}

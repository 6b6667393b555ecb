/** Reads logs from a node that is served elsewhere: a connection for as long as somebody reads. */
import { status as Status } from "@grpc/grpc-js";
import { StateManagerError } from "../../kit/errors.ts";
import type { LogLine, LogQuery } from "../../ports/workload_logs.ts";
import { CallError, StatusAnswer } from "../status.ts";
import { logLinesFromWire, logQueryToWire } from "../wire/logs.ts";
import { NODE_AGENT } from "../wire/methods.ts";
import { type ChannelOptions, PeerChannel } from "./channel.ts";

export interface ServedNode {
  readonly node: string;
  readonly address: string;
}

/** The lines, until the node ends them or the signal aborts. Throws what a client of this program can be answered. */
export async function* readNodeLogs(
  { node, address }: ServedNode,
  query: LogQuery,
  options: ChannelOptions & { readonly signal: AbortSignal },
): AsyncGenerator<readonly LogLine[], void, undefined> {
  const { signal } = options;
  const what = `${query.resourceId} on node ${node}`;
  const channel = new PeerChannel(address, options);
  try {
    const batches = channel.stream(NODE_AGENT.ReadLogs, logQueryToWire(query), { what, signal });
    for await (const { lines } of batches) yield logLinesFromWire(lines);
  } catch (error) {
    if (signal.aborted) return;
    throw answerOf(error, what, { node, address });
  } finally {
    channel.close();
  }
}

function answerOf(error: unknown, what: string, { node, address }: ServedNode): unknown {
  if (error instanceof StateManagerError) return refusal(what, `its answer is wrong: ${error.message}`);
  if (!(error instanceof CallError)) return error;
  if (error.code === Status.UNIMPLEMENTED) {
    return refusal(what, `the NodeAgent at ${address} gives no logs; they have to be read on that computer`);
  }
  // The caller waits for this node and not for this State Manager, which does answer.
  if (error.kind === "unreachable") return refusal(what, `the node does not answer at ${address}`);
  const said = `${what}: `;
  const message = error.message.startsWith(said) ? error.message.slice(said.length) : error.message;
  return new StatusAnswer(error.code, message.includes(node) ? message : `${what}: ${message}`);
}

function refusal(what: string, reason: string): StateManagerError {
  return new StateManagerError({ kind: "not-possible", what, reason });
}

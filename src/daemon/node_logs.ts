/** The logs of all nodes: of the one in this program directly, of the others from where they are served. */
import { readNodeLogs } from "../grpc/client/node_logs.ts";
import type { ChannelOptions } from "../grpc/client/channel.ts";
import { StateManagerError } from "../kit/errors.ts";
import type { LogLine, LogQuery, WorkloadLogs } from "../ports/workload_logs.ts";

export interface NodeLogsOptions extends ChannelOptions {
  /** The node in this program. */
  readonly own?: {
    readonly name: string;
    readLogs(query: LogQuery, signal: AbortSignal): AsyncGenerator<readonly LogLine[], void, undefined>;
  };
  /** Undefined = no node of this name is known. */
  readonly addressOf: (node: string) => string | undefined;
}

export class NodeLogs implements WorkloadLogs {
  readonly #options: NodeLogsOptions;

  constructor(options: NodeLogsOptions) {
    this.#options = options;
  }

  read(
    node: string,
    query: LogQuery,
    signal: AbortSignal,
  ): AsyncGenerator<readonly LogLine[], void, undefined> {
    const { own, addressOf, ...channel } = this.#options;
    if (own?.name === node) return own.readLogs(query, signal);
    const address = addressOf(node);
    if (address === undefined) throw new StateManagerError({ kind: "not-found", what: `node ${node}` });
    return readNodeLogs({ node, address }, query, { ...channel, signal });
  }
}

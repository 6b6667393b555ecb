/**
 * Probes etcd for `doctor`: the status of each member, the content of the State Manager's keys, and whether they may be written.
 *
 * I1: never rejects: what cannot be read is reported as a failure with its reason.
 * I2: leaves no trace: the one key that it writes as a test is deleted again.
 */
import { messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { EtcdAnswer, EtcdFacts, EtcdKeysFacts, EtcdNodeFacts } from "../../ports/etcd_facts.ts";
import { type EtcdClient, EtcdError, newClient } from "../client.ts";
import { clientConfig, type EtcdFileSettings } from "./files.ts";
import type { EtcdFailure } from "./kv.ts";
import { attempt, readNode } from "../share/documents.ts";
import { Keys } from "../share/keys.ts";
import type { EndpointStatus } from "./server_status.ts";

export interface ProbeSettings extends EtcdFileSettings {
  readonly prefix: string;
}

/** Probes once. HTTP/2 must be installed before. */
export async function probeEtcd(
  settings: ProbeSettings,
  options: { readonly clock: Clock; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<EtcdFacts> {
  const { prefix, endpoints } = settings;
  try {
    await using client = newClient(
      clientConfig(settings, { clock: options.clock, log: SILENT, callTimeoutMs: options.timeoutMs }),
    );
    const call = { deadlineMs: options.timeoutMs, signal: options.signal };
    const [statuses, keys] = await Promise.all([
      client.status(call),
      probeKeys(client, new Keys(prefix), call),
    ]);
    const found = statuses.map((status, index) => ({
      address: endpoints[index] ?? status.endpoint,
      found: endpointOf(status),
    }));
    return { prefix, endpoints: found, keys };
  } catch (error) {
    // A file cannot be read, or the client refuses the settings (I1).
    const found = { kind: "failed" as const, message: messageOf(error) };
    return { prefix, endpoints: endpoints.map((address) => ({ address, found })), keys: found };
  }
}

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** grpc-js ends some messages with an empty "Resolution note". */
function failed({ message }: EtcdFailure): { readonly kind: "failed"; readonly message: string } {
  return { kind: "failed", message: message.replace(/\.? Resolution note: ?$/, "") };
}

function endpointOf(status: EndpointStatus): EtcdAnswer {
  if (status.kind === "failed") return failed(status.failure);
  const { version, sizeBytes, quotaBytes, leaderId, alarms } = status.server;
  return {
    kind: "answered",
    version,
    dbSizeBytes: sizeBytes,
    ...(quotaBytes === undefined ? {} : { quotaBytes }),
    hasLeader: leaderId !== "0",
    alarms,
  };
}

async function probeKeys(
  client: EtcdClient,
  keys: Keys,
  call: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<EtcdKeysFacts> {
  try {
    const [schema, leader, nodes] = await Promise.all([
      client.get(keys.schema, call),
      client.get(keys.leader, call),
      client.getPrefix(keys.nodes, call),
    ]);
    // The delete is always called: a failed write may have been applied all the same.
    const isStored = await client.put(keys.doctor, '{"v":1}', call);
    const isDeleted = await client.delete(keys.doctor, call);
    return {
      kind: "read",
      hasSchema: schema !== undefined,
      ...(leader === undefined ? {} : { leader: instanceIn(leader) }),
      nodes: [...nodes].map(([key, value]) => nodeIn(key.slice(keys.nodes.length), value)),
      isWritable: isStored && isDeleted,
    };
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    return failed(error.failure);
  }
}

function nodeIn(node: string, value: string): EtcdNodeFacts {
  const document = attempt(readNode, value);
  return document instanceof Error
    ? { node, problem: document.message }
    : { node, address: document.address };
}

/** The instance that the leader key names; the text itself where it is not in this version's format. */
function instanceIn(document: string): string {
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === "object" && value !== null && "instance" in value) return String(value.instance);
  } catch {
    // Written by hand, or by another program: the raw text is shown.
  }
  return document.slice(0, 80);
}

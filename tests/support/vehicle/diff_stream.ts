/**
 * One subscriber of a NodeAgent: snapshot, end of snapshot, changes, heartbeats, at the pace of the subscriber.
 *
 * I1: a slow subscriber costs one waiting diff per service: the newest one takes the place of an older one.
 * I2: the end of the snapshot comes after every diff of the snapshot, or a newer one in its place.
 */
import type { ServerWritableStream } from "@grpc/grpc-js";
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import type { StateDiffSubscription__Output } from "../../../src/grpc/gen/piccolo/nodeagent/v1/StateDiffSubscription.ts";
import type { SubscribeStateDiffsResponse } from "../../../src/grpc/gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import { requireId, requireName, requireRange } from "./requests.ts";

export type DiffCall = ServerWritableStream<StateDiffSubscription__Output, SubscribeStateDiffsResponse>;

export class DiffStream {
  readonly #call: DiffCall;
  readonly #node: string;
  readonly #matches: (diff: StateDiff) => boolean;
  readonly #waiting = new Map<string, SubscribeStateDiffsResponse>();
  readonly #timer: ReturnType<typeof setInterval>;
  #canWrite = true;
  #hasSentSinceBeat = true;

  constructor(call: DiffCall, node: string) {
    const intervalMs = requireRange(call.request.heartbeatIntervalMs, {
      field: "heartbeat_interval_ms",
      min: 100,
      max: 60_000,
    });
    this.#call = call;
    this.#node = node;
    this.#matches = matcher(call.request);
    call.on("drain", () => {
      this.#canWrite = true;
      this.#flush();
    });
    this.#timer = setInterval(() => this.#beat(), intervalMs);
  }

  start(snapshot: readonly StateDiff[]): void {
    const matching = snapshot.filter(this.#matches);
    for (const diff of matching) this.push(diff);
    // A name cannot be empty, so this key belongs to no service.
    this.#waiting.set("", { snapshotEnd: { node: this.#node, count: matching.length } });
    this.#flush();
  }

  push(diff: StateDiff): void {
    if (!this.#matches(diff)) return;
    this.#waiting.set(keyOf(diff), { diff });
    this.#flush();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#call.end();
  }

  #flush(): void {
    for (const [key, message] of this.#waiting) {
      if (!this.#canWrite) return;
      this.#waiting.delete(key);
      this.#hasSentSinceBeat = true;
      this.#canWrite = this.#call.write(message);
    }
  }

  #beat(): void {
    if (!this.#hasSentSinceBeat && this.#canWrite) {
      this.#canWrite = this.#call.write({ heartbeat: { node: this.#node } });
    }
    this.#hasSentSinceBeat = false;
  }
}

function matcher({ resourceFilter }: StateDiffSubscription__Output): (diff: StateDiff) => boolean {
  const namespaces = resourceFilter?.namespaces ?? [];
  const ids = resourceFilter?.resourceIds ?? [];
  requireRange(namespaces.length, { field: "resource_filter.namespaces", min: 0, max: 16 });
  requireRange(ids.length, { field: "resource_filter.resource_ids", min: 0, max: 1_024 });
  namespaces.forEach((name, at) => requireName(name, `resource_filter.namespaces[${at}]`));
  const names = new Set(ids.map((id, at) => {
    const { namespace, name } = requireId(id, `resource_filter.resource_ids[${at}]`);
    return `${namespace}/${name}`;
  }));
  return (diff) =>
    (namespaces.length === 0 || namespaces.includes(diff.resourceId?.namespace ?? "")) &&
    (names.size === 0 || names.has(keyOf(diff)));
}

function keyOf(diff: StateDiff): string {
  return `${diff.resourceId?.namespace}/${diff.resourceId?.name}`;
}

/** Common parts of the tests of the etcd client: a client of a real etcd, checked outcomes, and a recording listener. */
import assert from "node:assert/strict";
import { type EtcdClient, type EtcdConfig, newClient } from "../../../src/etcd/client.ts";
import type {
  EtcdFailure,
  EtcdOutcome,
  KeyEvent,
  KeyValue,
  Operation,
  WatchListener,
  WatchResponse,
} from "../../../src/etcd/client/kv.ts";
import "../../support/http2/settled.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { MemoryLog } from "../../support/memory_log.ts";

/** A client that the test disposes of. */
export function clientOf(
  etcd: { readonly endpoints: readonly string[] },
  config: Partial<EtcdConfig> = {},
): EtcdClient {
  return newClient({
    endpoints: etcd.endpoints,
    callTimeoutMs: 10_000,
    log: new MemoryLog(),
    clock: new SystemClock(),
    ...config,
  });
}

/** The outcome, which must be a good one. */
export function ok<T>(outcome: EtcdOutcome<T>): Extract<EtcdOutcome<T>, { readonly kind: "ok" }> {
  if (outcome.kind === "failed") assert.fail(outcome.failure.message);
  return outcome;
}

/** The failure; the outcome must be one. */
export function failureOf(outcome: EtcdOutcome<unknown>): EtcdFailure {
  if (outcome.kind === "ok") assert.fail("it did not fail");
  return outcome.failure;
}

export function put(key: string, value: string, lease = 0n): Operation {
  return { kind: "put", key, value, lease };
}

/** The unconditional transaction. */
export function doing(...then: readonly Operation[]): {
  readonly compare: readonly never[];
  readonly then: readonly Operation[];
  readonly otherwise: readonly never[];
} {
  return { compare: [], then, otherwise: [] };
}

export function keysOf(entries: readonly KeyValue[]): readonly string[] {
  return entries.map(({ key }) => key);
}

/** Records the deliveries of a watch; fails the test on a delivery after its end. */
export class WatchRecorder implements WatchListener {
  readonly responses: WatchResponse[] = [];
  readonly ends: EtcdFailure[] = [];

  onResponse(response: WatchResponse): void {
    assert.equal(this.ends.length, 0, "a response after the end");
    this.responses.push(response);
  }

  onEnd(failure: EtcdFailure): void {
    this.ends.push(failure);
  }

  get isCreated(): boolean {
    return this.responses[0]?.kind === "created";
  }

  get events(): readonly KeyEvent[] {
    return this.responses.flatMap(({ events }) => events);
  }

  /** "put a=1 @5", "delete a @6". */
  get lines(): readonly string[] {
    return this.events.map((event) =>
      event.kind === "put"
        ? `put ${event.entry.key}=${event.entry.value} @${event.entry.modRevision}`
        : `delete ${event.key} @${event.revision}`
    );
  }
}

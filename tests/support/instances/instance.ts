/** A State Manager under test: the real program as its own process, and its API. */
import assert from "node:assert/strict";
import { CallError, connect, type StateManagerClient } from "../../../src/client/state_manager.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import type { StateEvent } from "../../../src/state/event_model.ts";
import { DEFAULT_SPEC, type ServiceSpec, type ServiceState } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { idOf } from "../domain.ts";
import { eventually } from "../eventually.ts";
import type { Ended } from "../process.ts";
import { Daemon, type DaemonOptions, type Settings } from "../program.ts";

installHttp2();

/** For a machine that is busy with other tests; nothing here takes as long on an idle one. */
export const PATIENCE = { intervalMs: 30 };
const PAGE = 1_000;

/** Sections of the configuration of a car that is watched: limits short enough that nobody waits for what a car would wait for. */
export const IMPATIENT = {
  node: { heartbeat: "200ms", unreachable_after: "700ms", lost_after: "2s" },
  recovery: { backoff_base: "100ms", known_good_after: "1s" },
  limits: { events_per_service: 4096, subscribers: 8, subscriber_queue: 4096 },
};

const DEADLINE_EXCEEDED = 4;

export interface InstanceOptions extends DaemonOptions {
  /** Of a call, milliseconds. Default: the client's. */
  readonly deadlineMs?: number;
}

export class Instance extends Daemon {
  readonly #deadlineMs: number | undefined;
  #client: StateManagerClient | undefined;

  constructor(settings: Settings = {}, options: InstanceOptions = {}) {
    super(settings, options);
    this.#deadlineMs = options.deadlineMs;
  }

  override async start(env: Readonly<Record<string, string>> = {}): Promise<string> {
    this.#release();
    const address = await super.start(env);
    const deadlineMs = this.#deadlineMs;
    this.#client = connect(address, {
      reconnectMaxMs: 500,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    });
    return address;
  }

  /** Its process runs, and has said where it listens. */
  get isServing(): boolean {
    return this.isRunning && this.#client !== undefined;
  }

  /** Throws while it does not serve. */
  get client(): StateManagerClient {
    if (this.#client === undefined || !this.isRunning) throw new Error("the State Manager does not serve");
    return this.#client;
  }

  /** Calls that are under way fail; `callers` are those who made them, and are waited for. */
  override async end(
    signal: "SIGKILL" | "SIGTERM" | "SIGINT",
    callers: readonly Promise<void>[] = [],
  ): Promise<Ended> {
    // Closed with a call under way, or called once more after the end, the client would go on trying to connect.
    const [ended] = await Promise.all([super.end(signal), ...callers]);
    this.#release();
    return ended;
  }

  /** Resolves once it is accepted. */
  async apply(resource: string, spec: Partial<ServiceSpec> = {}, reason = "test"): Promise<ServiceState> {
    const change = {
      resourceId: idOf(resource),
      spec: { ...DEFAULT_SPEC, version: "1", ...spec },
      labels: {},
      expectedGeneration: 0n,
      reason,
    };
    const update = async () => (await this.client.updateState(change)).service;
    try {
      return await update();
    } catch (error) {
      // A disk with other work may need longer than a call may take; the same spec once more changes nothing.
      if (!(error instanceof CallError) || error.code !== DEADLINE_EXCEEDED) throw error;
      return await update();
    }
  }

  async services(): Promise<readonly ServiceState[]> {
    return (await this.client.queryServices(ALL_SERVICES, { limit: PAGE })).services;
  }

  async find(resource: string): Promise<ServiceState | undefined> {
    return (await this.services()).find(({ metadata }) => metadata.id === resource);
  }

  /** All of it that is kept, in order. */
  async history(resource: string): Promise<readonly StateEvent[]> {
    const resourceId = idOf(resource);
    // After 0 the newest ones come: nearly always all of them.
    const query = { resourceId, afterRevision: 0n, limit: PAGE, which: "newest" } as const;
    const newest = (await this.client.readHistory(query)).events;
    const since = newest[0]?.revision ?? 0n;
    const older = since > 1n ? await this.historyAfter(1n, resourceId) : [];
    return [...older.filter(({ revision }) => revision < since), ...newest];
  }

  /** What is kept of a service, or of all of them, after a revision above 0. */
  async historyAfter(revision: bigint, resourceId?: ResourceId): Promise<readonly StateEvent[]> {
    const query = {
      ...(resourceId === undefined ? {} : { resourceId }),
      limit: PAGE,
      which: "oldest",
    } as const;
    const events: StateEvent[] = [];
    for (let afterRevision = revision;;) {
      const page = (await this.client.readHistory({ ...query, afterRevision })).events;
      // A page may hold less than was asked for.
      if (page.length === 0) return events;
      events.push(...page);
      afterRevision = page.at(-1)?.revision ?? afterRevision;
    }
  }

  async isLeading(): Promise<boolean> {
    return (await this.client.status()).role === "leader";
  }

  /** Resolves once all of them run as they are wanted. */
  async untilRunning(...resources: readonly string[]): Promise<void> {
    await eventually(`${resources.join(", ")} to run`, async () => {
      const services = new Map((await this.services()).map((service) => [`${service.metadata.id}`, service]));
      for (const resource of resources) {
        const service = services.get(resource);
        assert.equal(service?.status.state, "Running", `${resource}: ${service?.status.lastReason}`);
        assert.equal(service?.status.observedGeneration, service?.metadata.generation);
      }
      return true;
    }, PATIENCE);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    this.#release();
  }

  #release(): void {
    this.#client?.close();
    this.#client = undefined;
  }
}

/** The section `etcd` with these endpoints, URLs or host:port, and more of it. */
export function etcdAt(endpoints: readonly string[], more: Settings = {}): Settings {
  return { etcd: { endpoints: endpoints.map((endpoint) => endpoint.replace(/^https?:\/\//, "")), ...more } };
}

/** A terminal and a State Manager for tests of the command line: everything printed is kept, every answer is given. */
import type { InstanceList, TermAdoption } from "../../src/ports/instances.ts";
import { ONE_INSTANCE_LIST } from "./one_instance.ts";
import type { CliClient } from "../../src/client/client.ts";
import { runCli } from "../../src/cli/cli.ts";
import { showConfig } from "../../src/cli/config_show.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import type { DoctorFacts, GatherRequest } from "../../src/cli/doctor/facts.ts";
import type { CliDeps, CliIo, ConfigVerdict, ScreenIo } from "../../src/cli/io.ts";
import type { JournalDeps } from "../../src/cli/journal_tools.ts";
import type { CheckPeer } from "../../src/ports/peer_check.ts";
import type { CheckPullpiri } from "../../src/ports/pullpiri_check.ts";
import { CliError } from "../../src/cli/errors.ts";
import type { NodeLogLines, NodeLogQuery, VersionedStatus } from "../../src/client/state_manager.ts";
import {
  type AppliedChange,
  matchesFilter,
  type NodeSummary,
  type SpecChange,
} from "../../src/manager/serve/api.ts";
import { type RecoveryRequest } from "../../src/state/issue.ts";
import { explainHistory } from "../../src/manager/serve/explanation.ts";
import { selectEvents } from "../../src/manager/serve/event_query.ts";
import { phaseReport } from "../../src/reconciliation/explain/phases.ts";
import type { PlanPreview, PreviewSubject } from "../../src/reconciliation/explain/preview_model.ts";
import type { SubscriptionMessage } from "../../src/manager/serve/subscription.ts";
import type { KeptAlert } from "../../src/state/alert.ts";
import type { StateEvent } from "../../src/state/events.ts";
import {
  DEFAULT_SPEC,
  newServiceState,
  type ServiceSpec,
  type ServiceState,
  type ServiceStatus,
} from "../../src/state/model.ts";
import { parseResourceId, type ResourceId, splitResourceId } from "../../src/state/resource_id.ts";

export const VERSION_FACTS = { version: "0.0.0", commit: "c0ffee", deno: "2", v8: "14", target: "test" };

/** The wall clock of these tests. */
export const NOW_MS = Date.UTC(2026, 10, 24, 12, 0, 0);

/** How the command ended, and what it printed. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the terminal is like. */
export interface CliRunOptions {
  readonly client?: CliClient;
  /** Who answers at an address; before `client`. */
  readonly connect?: CliDeps["connect"];
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: CliIo["env"];
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly screen?: ScreenIo;
  readonly checkConfig?: (path: string | undefined) => ConfigVerdict;
  readonly journal?: JournalDeps;
  readonly gatherFacts?: (request: GatherRequest) => DoctorFacts;
  readonly checkPeer?: CheckPeer;
  readonly checkPullpiri?: CheckPullpiri;
  /** Called with everything on standard output so far, after each write. */
  readonly onStdout?: (text: string) => void;
}

function unexpected(): never {
  throw new Error("This test expects no look at the machine");
}

/** For tests of commands that do not look at the machine. */
export const NO_LOCAL_DEPS: Pick<
  CliDeps,
  "showConfig" | "journal" | "gatherFacts" | "limitWrites" | "configuredPlaces" | "checkWorkloads"
> = {
  // The real one: it reads a file and nothing else.
  showConfig,
  checkWorkloads: () => Promise.resolve({ isValid: true, lines: ["valid"] }),
  journal: unexpected,
  gatherFacts: unexpected,
  limitWrites: () => {},
  configuredPlaces: () => Promise.resolve(undefined),
};

/** Runs one command. Without a client, a command that needs one fails the test. */
export async function runInTest(argv: readonly string[], options: CliRunOptions = {}): Promise<CliRun> {
  let stdout = "";
  let stderr = "";
  const io: CliIo = {
    stdout: (text) => {
      stdout += text;
      options.onStdout?.(stdout);
    },
    stderr: (text) => {
      stderr += text;
    },
    isTTY: options.isTTY ?? false,
    columns: options.columns ?? 80,
    ...(options.screen === undefined ? {} : { screen: options.screen }),
    readFile: (path) => {
      const text = options.files?.[path];
      return text === undefined ? Promise.reject(new Error("No such file")) : Promise.resolve(text);
    },
    stdin: () => Promise.resolve(options.stdin ?? ""),
    env: options.env ?? {},
    signal: options.signal ?? new AbortController().signal,
    nowMs: () => NOW_MS,
    clock: new SystemClock(),
  };
  const { journal, checkPeer, checkPullpiri } = options;
  const deps: CliDeps = {
    version: "statemanagerd 0.0.0 (test)",
    versionFacts: VERSION_FACTS,
    connect: options.connect ?? (() => {
      if (options.client === undefined) throw new Error("This test expects no connection");
      return Promise.resolve(options.client);
    }),
    checkConfig: (path) =>
      Promise.resolve(options.checkConfig?.(path) ?? { isValid: true, lines: ["valid"] }),
    ...NO_LOCAL_DEPS,
    ...(checkPeer === undefined ? {} : { checkPeer }),
    ...(checkPullpiri === undefined ? {} : { checkPullpiri }),
    ...(journal === undefined ? {} : { journal: () => Promise.resolve(journal) }),
    gatherFacts: (request) =>
      options.gatherFacts === undefined
        ? NO_LOCAL_DEPS.gatherFacts(request)
        : Promise.resolve(options.gatherFacts(request)),
  };
  const exitCode = await runCli(argv, io, deps);
  return { exitCode, stdout, stderr };
}

/** A service for tests. */
export function testService(
  id: string,
  parts: {
    readonly spec?: Partial<ServiceSpec>;
    readonly status?: Partial<ServiceStatus>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly generation?: bigint;
    readonly revision?: bigint;
  } = {},
): ServiceState {
  const { namespace, name } = splitResourceId(parseResourceId(id));
  const created = newServiceState(name, namespace, { nowMs: NOW_MS - 7_200_000 });
  return {
    metadata: {
      ...created.metadata,
      generation: parts.generation ?? 1n,
      revision: parts.revision ?? 1n,
      labels: parts.labels ?? {},
    },
    spec: { ...DEFAULT_SPEC, version: "1.0.0", ...parts.spec },
    status: { ...created.status, ...parts.status },
  };
}

/** An event for tests. */
export function testEvent(id: string, revision: bigint, parts: Partial<StateEvent> = {}): StateEvent {
  return {
    resourceId: parseResourceId(id),
    eventType: "Ready",
    timestampMs: NOW_MS - 60_000 + Number(revision),
    changes: [],
    source: "StateManager",
    metadata: {},
    revision,
    clockSynchronised: true,
    ...parts,
  };
}

/** What one connection of a subscription delivers; an error ends it, nothing more leaves it open. */
export type FollowScript = readonly (SubscriptionMessage | Error)[];

/** A State Manager in memory: no rules of its own, only what the commands need to see. */
export class FakeClient implements CliClient {
  readonly services = new Map<ResourceId, ServiceState>();
  events: StateEvent[] = [];
  revision = 100n;
  readonly changes: SpecChange[] = [];
  readonly follows: Parameters<CliClient["follow"]>[0][] = [];
  scripts: FollowScript[] = [];
  isClosed = false;
  /** Every call but `follow` fails with it. */
  failure: Error | undefined;

  constructor(...services: readonly ServiceState[]) {
    for (const service of services) this.services.set(service.metadata.id, service);
  }

  readonly listServices: CliClient["listServices"] = (filter) => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const services = [...this.services.values()].filter((service) => matchesFilter(service, filter));
    return Promise.resolve({ services, revision: this.revision });
  };

  readonly findService: CliClient["findService"] = (id) =>
    this.failure === undefined ? Promise.resolve(this.services.get(id)) : Promise.reject(this.failure);

  readonly updateState: CliClient["updateState"] = (change) => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.changes.push(change);
    const old = this.services.get(change.resourceId);
    if (change.spec === undefined) {
      if (old === undefined) {
        return Promise.reject(new CliError("notFound", `${change.resourceId} does not exist`));
      }
      this.services.delete(change.resourceId);
      return Promise.resolve({ service: old, isChanged: true });
    }
    const isChanged = JSON.stringify(old?.spec, bigints) !== JSON.stringify(change.spec, bigints);
    const generation = (old?.metadata.generation ?? 0n) + (isChanged ? 1n : 0n);
    const service = testService(change.resourceId, { spec: change.spec, labels: change.labels, generation });
    this.services.set(change.resourceId, service);
    return Promise.resolve({ service, isChanged });
  };

  readonly apply: CliClient["apply"] = async (changes, { isDryRun, signal }) => {
    if (this.failure !== undefined) throw this.failure;
    const before = { services: new Map(this.services), changes: this.changes.length };
    const applied: AppliedChange[] = [];
    for (const change of changes) {
      const { service: { metadata: { id, generation } }, isChanged } = await this.updateState(change, signal);
      applied.push({ resourceId: id, generation, isChanged });
    }
    if (!isDryRun) return applied;
    this.services.clear();
    for (const [id, service] of before.services) this.services.set(id, service);
    this.changes.length = before.changes;
    return applied;
  };

  /** What the nodes are said to be. */
  nodes: NodeSummary[] = [];
  /** Of the status, what a test wants different. */
  statusParts: Partial<VersionedStatus> = {};

  readonly status: CliClient["status"] = () => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return Promise.resolve({
      ...{ version: "0.0.0", role: "leader", isStale: false, leader: "", uptimeMs: 7_200_000, term: 1n },
      ...{ revision: this.revision, isReady: true, services: this.services.size, queueLength: 0 },
      ...{ reconcilesActive: 0, nodes: this.nodes, isControllerReachable: true, fences: [], counters: {} },
      ...this.statusParts,
    });
  };

  /** What is said of the instances. */
  instanceList: InstanceList = ONE_INSTANCE_LIST;
  readonly adoptions: Omit<TermAdoption, "by">[] = [];

  readonly instances: CliClient["instances"] = () =>
    this.failure === undefined ? Promise.resolve(this.instanceList) : Promise.reject(this.failure);

  readonly adoptTerm: CliClient["adoptTerm"] = (adoption) => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.adoptions.push(adoption);
    return Promise.resolve(adoption.term);
  };

  keptAlerts: KeptAlert[] = [];

  readonly alerts: CliClient["alerts"] = () =>
    this.failure === undefined ? Promise.resolve(this.keptAlerts) : Promise.reject(this.failure);

  readonly readHistory: CliClient["readHistory"] = (query) => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const events = this.events.filter((event) =>
      event.revision > query.afterRevision &&
      (query.resourceId === undefined || event.resourceId === query.resourceId)
    );
    return Promise.resolve({ events: events.slice(-query.limit), evictedRevision: 0n });
  };

  /** What `plan` is answered. */
  preview: PlanPreview | undefined;
  readonly previewed: PreviewSubject[] = [];
  readonly triggered: { readonly id: ResourceId; readonly request: RecoveryRequest }[] = [];

  readonly planReconciliation: CliClient["planReconciliation"] = (subject) => {
    this.previewed.push(subject);
    const failure = this.failure ?? new Error("This test expects no dry run");
    return this.preview === undefined ? Promise.reject(failure) : Promise.resolve(this.preview);
  };

  readonly explain: CliClient["explain"] = async (subject, signal) => {
    const { events, evictedRevision } = await this.readHistory(
      { afterRevision: 0n, limit: 10_000, which: "newest" },
      signal,
    );
    return explainHistory(subject, {
      readHistory: (query) => ({ events: selectEvents(events, query), evictedRevision }),
      phases: (id) => {
        const service = this.services.get(id);
        return service === undefined ? undefined : phaseReport(service);
      },
    });
  };

  readonly triggerRecovery: CliClient["triggerRecovery"] = (id, request) => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.triggered.push({ id, request });
    const service = this.services.get(id);
    return service === undefined
      ? Promise.reject(new CliError("notFound", `${id} does not exist`))
      : Promise.resolve(service);
  };

  /** What the nodes give, for each call anew; and what was asked. */
  logLines: readonly NodeLogLines[] = [];
  readonly logQueries: NodeLogQuery[] = [];

  async *logs(query: NodeLogQuery): AsyncGenerator<NodeLogLines> {
    this.logQueries.push(query);
    if (this.failure !== undefined) throw this.failure;
    yield* await Promise.resolve(this.logLines);
  }

  async *follow(
    request: Parameters<CliClient["follow"]>[0],
    signal: AbortSignal,
  ): AsyncGenerator<SubscriptionMessage> {
    this.follows.push(request);
    for (const step of this.scripts.shift() ?? []) {
      if (step instanceof Error) throw step;
      yield step;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
    await promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

function bigints(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}` : value;
}

/**
 * The NodeAgent under trial: the calls of a State Manager with what the rules need to read from the answers.
 *
 * I1: a service that the check speaks of has a name that nobody else uses; what it told of one is taken back at the end.
 * I2: revisions grow over the whole check, unless a rule says otherwise.
 */
import { status as Status } from "@grpc/grpc-js";
import type { CallOutcome } from "../grpc/client/channel.ts";
import { CallError } from "../grpc/status.ts";
import { NODE_AGENT } from "../grpc/wire/methods.ts";
import { resourceUpdateToWire } from "../grpc/wire/node_agent.ts";
import type { PeerCheckRequest } from "../ports/peer_check.ts";
import { DEFAULT_SPEC, newServiceState } from "../state/model.ts";
import { resourceId } from "../state/resource_id.ts";
import { type Followed, type Line, refusalText, type Refused } from "./line.ts";

type Request<Method extends { requestSerialize(value: never): Uint8Array }> = Parameters<
  Method["requestSerialize"]
>[0];
type Answer<Method extends { responseDeserialize(bytes: never): unknown }> = ReturnType<
  Method["responseDeserialize"]
>;

export type NodeMessageOnWire = Answer<typeof NODE_AGENT.SubscribeStateDiffs>;
export type DiffAnswer = Answer<typeof NODE_AGENT.GetStateDiff>;
export type DiffOnWire = NonNullable<DiffAnswer["diff"]>;
export type Subscription = Request<typeof NODE_AGENT.SubscribeStateDiffs>;
export type UpdateOutcome = CallOutcome<Answer<typeof NODE_AGENT.UpdateResourceState>>;

export interface ServiceOnWire {
  readonly namespace: string;
  readonly name: string;
}

/** What is told of a service. */
export interface Told {
  /** Default 0: nothing has to run. */
  readonly replicas?: number;
  readonly isHeld?: boolean;
  readonly isRemoved?: boolean;
  /** Default 1. */
  readonly generation?: number;
  /** Default: a higher one than ever before. */
  readonly revision?: number;
  /** Default: that of the check. */
  readonly term?: bigint;
}

/** Of the services that the check speaks of. */
export const CHECK_NAMESPACE = "statemanager-check";
const HEARTBEAT_MS = 1_000;
const VERSION = "1.0.0";

/** A stream up to the end of its snapshot. */
export interface Snapshot {
  readonly diffs: readonly DiffOnWire[];
  readonly end: NonNullable<NodeMessageOnWire["snapshotEnd"]>;
}

export class NodePeer {
  readonly line: Line;
  readonly request: PeerCheckRequest;
  term: bigint;
  #revision: number;
  #services = 0;
  readonly #run = crypto.randomUUID().slice(0, 8);
  readonly #told = new Map<string, ServiceOnWire>();
  /** What was told before the peer was restarted; not set = it was not. */
  restarted: { readonly service: ServiceOnWire; readonly generation: number } | undefined;

  constructor(line: Line, request: PeerCheckRequest) {
    this.line = line;
    this.request = request;
    this.term = request.term;
    // Each check begins above those before it.
    this.#revision = Math.floor(line.options.clock.wallMs() / 1_000);
  }

  /** I2. So far above the one before it. */
  nextRevision(step = 1): number {
    this.#revision += step;
    return this.#revision;
  }

  /** I1. */
  newService(): ServiceOnWire {
    return { namespace: CHECK_NAMESPACE, name: `probe-${this.#run}-${++this.#services}` };
  }

  subscribe(parts: Subscription = {}): Followed<NodeMessageOnWire> {
    return this.line.follow(NODE_AGENT.SubscribeStateDiffs, {
      heartbeatIntervalMs: HEARTBEAT_MS,
      term: this.term.toString(),
      ...parts,
    });
  }

  /** The snapshot of a stream, or why there is none. */
  async snapshot(stream: Followed<NodeMessageOnWire>): Promise<Snapshot | string> {
    const { timeoutMs } = this.request;
    const endOf = () => stream.heard.findIndex(({ message }) => message.payload === "snapshotEnd");
    await this.line.until(() => endOf() >= 0 || stream.over !== undefined, timeoutMs);
    const at = endOf();
    const end = stream.heard[at]?.message.snapshotEnd;
    if (end === undefined || end === null) {
      return overText(stream) ??
        `no SnapshotEnd within ${timeoutMs} ms, after ${diffsOf(stream).length} diffs`;
    }
    const before = stream.heard.slice(0, at);
    return { diffs: before.flatMap(({ message }) => message.diff ?? []), end };
  }

  /** A stream of its own, as far as its snapshot. */
  async newSnapshot(parts: Subscription = {}): Promise<Snapshot | string> {
    await using stream = this.subscribe(parts);
    return await this.snapshot(stream);
  }

  observe(service: ServiceOnWire): Promise<CallOutcome<DiffAnswer>> {
    return this.line.call(NODE_AGENT.GetStateDiff, { resourceId: service });
  }

  /** The observation of a service, or what came instead of it. */
  async diff(service: ServiceOnWire): Promise<DiffOnWire | string> {
    const outcome = await this.observe(service);
    if (outcome.kind === "failed") return `GetStateDiff: ${refusalText(outcome)}`;
    return outcome.value.diff ?? "GetStateDiff answered without a diff";
  }

  tell(service: ServiceOnWire, told: Told = {}): Promise<UpdateOutcome> {
    this.#told.set(service.name, service);
    const { replicas = 0, isHeld = false, isRemoved = false, generation = 1 } = told;
    const revision = told.revision ?? this.nextRevision();
    const { namespace, name } = service;
    const { status } = newServiceState(name, namespace);
    const spec = {
      ...DEFAULT_SPEC,
      version: VERSION,
      replicas,
      state: isHeld ? "Pending" : "Running",
    } as const;
    const request = resourceUpdateToWire({
      resourceId: resourceId(namespace, name, "service"),
      state: { spec, status, generation: BigInt(generation), revision: BigInt(revision), isRemoved },
      term: told.term ?? this.term,
    });
    return this.line.call(NODE_AGENT.UpdateResourceState, request);
  }

  /** Tells what has to be accepted; answers with what came instead. */
  async tellAccepted(service: ServiceOnWire, told: Told = {}): Promise<string | undefined> {
    const outcome = await this.tell(service, told);
    if (outcome.kind === "failed") return `UpdateResourceState: ${refusalText(outcome)}`;
    return outcome.value.accepted ? undefined : "UpdateResourceState: accepted = false";
  }

  /** I1. A peer that does not take it keeps the services; each of them is to run nowhere. */
  async forgetServices(): Promise<void> {
    for (const service of this.#told.values()) await this.tell(service, { isRemoved: true });
  }
}

export function keyOf({ resourceId }: Pick<DiffOnWire, "resourceId">): string {
  return `${resourceId?.namespace ?? ""}/${resourceId?.name ?? ""}`;
}

export function diffsOf(stream: Followed<NodeMessageOnWire>): readonly DiffOnWire[] {
  return stream.heard.flatMap(({ message }) => message.diff ?? []);
}

/** Why a stream is over; undefined = it goes on. */
export function overText({ over }: Followed<unknown>): string | undefined {
  if (over === undefined) return undefined;
  const { error } = over;
  if (error instanceof CallError) return `the stream ended: ${refusalText(refusedBy(error))}`;
  return error === undefined ? "the peer ended the stream" : `the stream ended: ${error.message}`;
}

export function refusedBy(error: CallError): Refused {
  return { kind: "failed", error };
}

/** The status that ended a stream; undefined = it goes on, or ended in order. */
export function statusOf({ over }: Followed<unknown>): Status | undefined {
  return over?.error instanceof CallError ? over.error.code : undefined;
}

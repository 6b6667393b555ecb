/**
 * One node of Pullpiri as a NodeAgent: its agent tells what changed and answers heartbeats; what is desired is compared here.
 *
 * I1: the node is heard while its agent answers heartbeats, and by the lists that it pushes. A list of the store says nothing of whether
 *     the node lives.
 * I2: a stream begins when the agent answers for the first time, or again, and something of the node is known.
 * I3: what is reported is only reported again when it changed, but for observations that are asked for.
 * I4: a push that says what the one before said comes from an agent that was started again: it remembers no model.
 * I5: a model of which nothing is told anew, and of which nothing depends on time, is not looked at again.
 */
import { isSameValue } from "../kit/same_value.ts";
import { delay } from "../kit/delay.ts";
import type { Clock } from "../ports/clock.ts";
import type { NodeAgentPort, NodeListener, ResourceState } from "../ports/node_agent.ts";
import type { StateDiff, StatusReason } from "../state/diff.ts";
import type { ServiceSpec } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { Artifacts, PodArtifact } from "./artifacts.ts";
import type { Report } from "./model_view.ts";
import { type Awaited, ModelWatch } from "./model_watch.ts";
import type { AgentCalls } from "./peers.ts";
import {
  EMPTY_MS,
  isRepetition,
  isWorthTaking,
  NOTHING_SEEN,
  type Sightings,
  takeList,
  withKnown,
} from "./sightings.ts";
import type { Owner, World } from "./world.ts";
import type { ContainerInfo, ModelState } from "./words.ts";

export interface NodeDeps {
  readonly clock: Clock;
  readonly world: World;
  readonly agent: AgentCalls;
  readonly heartbeatMs: number;
  /** Digest of the pod that containers from before this process were made from; undefined = that of now. */
  readonly digestBefore: (id: ResourceId) => string | undefined;
  /** The node was looked at; these are seen differently. */
  readonly onSeen: (changed: ReadonlySet<ResourceId>) => void;
}

/** How often what depends on time is looked at while anything does, milliseconds. */
const TICK_MS = 250;
/** Heartbeats without an answer that end a stream. */
const LOST_BEATS = 3;

export class PullpiriNode implements NodeAgentPort, AsyncDisposable {
  readonly node: string;
  readonly address: string;
  readonly #raw: string;
  readonly #deps: NodeDeps;
  readonly #models = new Map<ResourceId, ModelWatch>();
  readonly #owners = new Map<ResourceId, Owner>();
  readonly #desired = new Map<ResourceId, ResourceState>();
  readonly #reported = new Map<ResourceId, Report>();
  readonly #waiting = new Set<() => void>();
  readonly #words = new Map<ResourceId, ModelState>();
  /** Not as desired. */
  readonly #open = new Set<ResourceId>();
  readonly #expected = new Set<ResourceId>();
  #sightings: Sightings = NOTHING_SEEN;
  /** What was pushed last. */
  #pushed: ReadonlyMap<string, ContainerInfo> | undefined;
  /** What the world said at the last look. */
  #artifacts: Artifacts | undefined;
  #isAnswering = false;
  #hasFirstSight = false;
  #listener: NodeListener | undefined;
  #isConnected = false;
  #missedBeats = 0;
  #isTickDone = true;
  #emptySinceMs: number | undefined;
  #sequence: bigint;

  constructor(
    { raw, node, address }: { readonly raw: string; readonly node: string; readonly address: string },
    deps: NodeDeps,
  ) {
    this.node = node;
    this.address = address;
    this.#raw = raw;
    this.#deps = deps;
    // Later than that of any run before, as long as the wall clock does not go back; within a run it is a stream of its own anyway.
    this.#sequence = BigInt(Math.max(0, Math.round(deps.clock.wallMs()))) << 16n;
  }

  get raw(): string {
    return this.#raw;
  }

  get isAnswering(): boolean {
    return this.#isAnswering;
  }

  /** Whether anything was ever told of its containers. */
  get isKnown(): boolean {
    return this.#sightings.isKnown;
  }

  /** Whether a second look would tell more than the first. */
  get isUncertain(): boolean {
    return !this.isKnown || this.#sightings.missing.size > 0;
  }

  /** Whether everything is as desired and nothing is uncertain. */
  get isSettled(): boolean {
    return this.#sightings.missing.size === 0 && this.#open.size === 0;
  }

  /** The model as it is seen here; undefined = nothing of it ever was. */
  find(id: ResourceId): ModelWatch | undefined {
    return this.#models.get(id);
  }

  /** The same, from now on in any case. */
  #model(id: ResourceId): ModelWatch {
    const known = this.#models.get(id) ?? new ModelWatch();
    this.#models.set(id, known);
    return known;
  }

  /** Models of which something is here, with whose they are. */
  owners(): Iterable<Owner> {
    return this.#owners.values();
  }

  takePush(told: readonly ContainerInfo[]): void {
    const list = withKnown(this.#pushed ?? new Map(), told);
    const isRepeated = this.#pushed !== undefined && isRepetition(this.#pushed, list);
    this.#pushed = new Map(list.map((container) => [container.id, container]));
    if (isRepeated) this.forgetAll(); // I4
    this.#take(list);
    if (this.#isConnected) this.#listener?.onHeard(this.node);
  }

  /** A store that lost everything says nothing against what the agent itself told, and is not believed at once. */
  takeStore(list: readonly ContainerInfo[]): void {
    if (list.length === 0 && !this.#isEmptyBelieved()) return;
    if (!isWorthTaking(this.#sightings, list)) return;
    this.#take(list);
  }

  #isEmptyBelieved(): boolean {
    if (this.#pushed !== undefined) return this.#pushed.size === 0;
    const nowMs = this.#deps.clock.monotonicMs();
    this.#emptySinceMs ??= nowMs;
    return this.#sightings.isKnown || nowMs - this.#emptySinceMs >= EMPTY_MS;
  }

  /** The agent remembers no model any more, or may not. */
  forgetAll(): void {
    for (const model of this.#models.values()) model.forgotten();
  }

  /** A fault that no list shows. */
  note(id: ResourceId, reason: StatusReason, message: string): void {
    this.#model(id).note(reason, message, this.#deps.clock.monotonicMs());
    this.#refresh([id]);
  }

  /** The manager took in what was noted. */
  taken(id: ResourceId): void {
    if (this.#models.get(id)?.taken() === true) this.#refresh([id]);
  }

  /** An action of ours was done, or may have been. */
  acted(id: ResourceId, kind: Awaited["kind"], before: ReadonlySet<string>): void {
    this.#model(id).acted(kind, before, this.#deps.clock.monotonicMs());
    this.#refresh([id]);
  }

  /** Resolves when something of the node is seen differently, or after that time. */
  async seenAgain(withinMs: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.#waiting.add(wake);
    await delay(this.#deps.clock, withinMs, AbortSignal.any([signal, woken.signal]));
    this.#waiting.delete(wake);
  }

  getStateDiff(id: ResourceId): Promise<StateDiff> {
    if (!this.#isAnswering || !this.#sightings.isKnown) {
      return Promise.reject(new Error(`The agent of ${this.#raw} does not answer its heartbeat`));
    }
    return Promise.resolve(this.#diffOf(id, this.#reportOf(id)));
  }

  updateResourceState(id: ResourceId, state: ResourceState): Promise<boolean> {
    if (!this.#isAnswering) {
      return Promise.reject(new Error(`The agent of ${this.#raw} does not answer its heartbeat`));
    }
    const known = this.#desired.get(id);
    if (known !== undefined && known.revision > state.revision) return Promise.resolve(false);
    const isNew = (known === undefined ? undefined : specOf(known)) === undefined &&
      specOf(state) !== undefined;
    this.#desired.set(id, state);
    if (isNew) this.#model(id).desired(this.#deps.clock.monotonicMs());
    this.#reported.delete(id);
    this.#refresh([id]);
    return Promise.resolve(true);
  }

  async follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    this.#listener = listener;
    const { clock, agent, heartbeatMs } = this.#deps;
    const tick = this.#keepTicking(signal);
    while (!signal.aborted) {
      const startedAtMs = clock.monotonicMs();
      this.#answered(await agent.heartbeat(signal), signal);
      const tookMs = clock.monotonicMs() - startedAtMs;
      await delay(clock, Math.max(0, heartbeatMs - tookMs), signal);
    }
    await tick;
    if (this.#listener === listener) this.#listener = undefined;
    this.#isConnected = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#deps.agent[Symbol.asyncDispose]();
  }

  /** I1, I2. A beat that is missed is only silence; with the third the stream is over. */
  #answered(isAnswering: boolean, signal: AbortSignal): void {
    if (signal.aborted) return;
    const was = this.#isAnswering;
    this.#isAnswering = isAnswering;
    this.#missedBeats = isAnswering ? 0 : this.#missedBeats + 1;
    if (this.#missedBeats === LOST_BEATS) this.#end();
    if (!isAnswering) return;
    if (this.#isConnected) this.#listener?.onHeard(this.node);
    if (!was) this.#refresh();
    this.#connect();
  }

  #connect(): void {
    const listener = this.#listener;
    if (listener === undefined || this.#isConnected || !this.#isAnswering || !this.#sightings.isKnown) return;
    this.#isConnected = true;
    listener.onConnected(this.node);
    this.#reported.clear();
    this.#refresh();
    listener.onSnapshotEnd(this.node);
  }

  /** What is desired may change while nobody can be told: the next stream begins with nothing. */
  #end(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#desired.clear();
    this.#open.clear();
    this.#listener?.onDisconnected(this.node, "it does not answer its heartbeat");
  }

  async #keepTicking(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    while (!signal.aborted) {
      await delay(clock, TICK_MS, signal);
      const nowMs = clock.monotonicMs();
      let isOpen = false;
      for (const model of this.#models.values()) isOpen = model.tick(nowMs) || isOpen;
      if (isOpen || !this.#isTickDone) this.#refresh();
      this.#isTickDone = !isOpen;
    }
  }

  #take(list: readonly ContainerInfo[]): void {
    const { clock, world } = this.#deps;
    const nowMs = clock.monotonicMs();
    this.#sightings = takeList(this.#sightings, list, {
      nowMs,
      isExpectedToGo: (container) => {
        const owner = world.ownerOf(container);
        return owner !== undefined && this.#isExpectedToGo(owner.id);
      },
    });
    const looked = this.#look(nowMs);
    for (const id of this.#expected) if (!this.#owners.has(id)) this.#expected.delete(id);
    this.#refresh(looked);
    this.#connect();
  }

  /** It is not to be here, or was stopped. */
  #isExpectedToGo(id: ResourceId): boolean {
    const desired = this.#desired.get(id);
    const isUndesired = desired !== undefined && specOf(desired) === undefined;
    return isUndesired || this.#expected.has(id) || this.#models.get(id)?.isBeingStopped === true;
  }

  /** A peer stopped it, as it said: that it is gone is believed at once. */
  expectToGo(id: ResourceId): void {
    this.#expected.add(id);
  }

  /** Groups what is believed by model; answers which were looked at (I5). */
  #look(nowMs: number): ReadonlySet<ResourceId> {
    const { world, digestBefore } = this.#deps;
    const isSameWorld = this.#artifacts === world.artifacts;
    this.#artifacts = world.artifacts;
    const looked = new Set<ResourceId>();
    const grouped = new Map<ResourceId, { owner: Owner; containers: ContainerInfo[] }>();
    for (const container of this.#sightings.containers.values()) {
      const owner = world.ownerOf(container);
      if (owner === undefined) continue;
      const group = grouped.get(owner.id) ?? { owner, containers: [] };
      group.containers.push(container);
      grouped.set(owner.id, group);
    }
    for (const [id, { owner, containers }] of grouped) {
      const model = this.#model(id);
      if (isSameWorld && model.hasSeen(containers)) continue;
      looked.add(id);
      this.#owners.set(id, owner);
      const pod = world.pod(owner.modelName);
      const digest = this.#hasFirstSight ? pod?.digest : digestBefore(id) ?? pod?.digest;
      model.see(containers, { pod, digest, nowMs });
    }
    for (const [id, model] of this.#models) {
      if (grouped.has(id)) continue;
      model.see([], { pod: this.#podOf(id), digest: undefined, nowMs });
      this.#owners.delete(id);
      if (!this.#desired.has(id) && !model.isThere) this.#models.delete(id);
      else looked.add(id);
    }
    this.#hasFirstSight = true;
    return looked;
  }

  #podOf(id: ResourceId): PodArtifact | undefined {
    const { world } = this.#deps;
    const name = world.model(id)?.modelName ?? this.#owners.get(id)?.modelName;
    return name === undefined ? undefined : world.pod(name);
  }

  /** Reports what changed (I3), of all or of these. */
  #refresh(
    ids: Iterable<ResourceId> = new Set([...this.#desired.keys(), ...this.#models.keys()]),
  ): void {
    const changed = new Set<ResourceId>();
    for (const id of ids) {
      const word = this.#models.get(id)?.word;
      if (this.#words.get(id) !== word) changed.add(id);
      if (word !== undefined) this.#words.set(id, word);
      const report = this.#reportOf(id);
      this.#note(id, report);
      if (!this.#isConnected) continue;
      const known = this.#reported.get(id);
      if (known !== undefined && isSameValue(known, report)) continue;
      changed.add(id);
      this.#reported.set(id, report);
      this.#listener?.onDiff(this.node, this.#diffOf(id, report));
    }
    for (const wake of this.#waiting) wake();
    this.#deps.onSeen(changed);
  }

  /** Whether it is as desired. */
  #note(id: ResourceId, { existenceDiff, statusDiff, configDiff }: Report): void {
    const desired = this.#desired.get(id);
    const isOpen = desired !== undefined &&
      (desired.isRemoved
        ? this.#models.get(id)?.isThere === true
        : existenceDiff !== undefined || statusDiff !== undefined || configDiff !== undefined);
    if (isOpen) this.#open.add(id);
    else this.#open.delete(id);
  }

  #reportOf(id: ResourceId): Report {
    const desired = this.#desired.get(id);
    const spec = desired === undefined ? undefined : specOf(desired);
    return this.#model(id).report(spec, this.#podOf(id), this.#deps.clock.monotonicMs());
  }

  #diffOf(id: ResourceId, report: Report): StateDiff {
    this.#sequence += 1n;
    return {
      ...report,
      resourceId: id,
      node: this.node,
      sequence: this.#sequence,
      observedGeneration: this.#desired.get(id)?.generation ?? 0n,
      observedAtMs: this.#deps.clock.wallMs(),
    };
  }
}

/** What is to run here; undefined = nothing. */
function specOf({ spec, isRemoved }: ResourceState): ServiceSpec | undefined {
  return isRemoved || spec.state !== "Running" ? undefined : spec;
}

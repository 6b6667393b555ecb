/**
 * One model on one node over time: what was seen last, what an action of ours still has to show, and what the agent did by itself.
 *
 * I1: after an action nothing that was seen before it counts: until something younger is seen, the model is on its way.
 * I2: a crash that the agent mended before anybody saw it is noted until it was taken in, and for a moment at most.
 * I3: containers are made one after another: those that are new and not all there yet are being made, for a while.
 */
import type { StatusReason } from "../state/diff.ts";
import type { ServiceSpec } from "../state/model.ts";
import type { PodArtifact } from "./artifacts.ts";
import { whyNotHealed } from "./agent_healing.ts";
import {
  IN_TRANSITION_MS,
  type Report,
  reportOf,
  restartedUnseen,
  type SeenContainer,
  seenOf,
  wordOf,
} from "./model_view.ts";
import type { ContainerInfo, ModelState } from "./words.ts";

/** How long an action may take to show, milliseconds: a round of the agent, with something to spare. */
const AWAITED_MS = 5_000;
/** How long something that is desired from now on may take to be seen, milliseconds: two rounds of the agent. */
const FIRST_SIGHT_MS = 2_200;
/** How long a fault that cannot be seen is told, milliseconds. */
const NOTED_MS = 2_000;

export interface Awaited {
  /** `left` = it was moved to another node. */
  readonly kind: "start" | "stop" | "left";
  /** Containers from before the action. */
  readonly before: ReadonlySet<string>;
  readonly untilMs: number;
}

interface Noted {
  readonly reason: StatusReason;
  readonly message: string;
  readonly untilMs: number;
}

export class ModelWatch {
  /** What was told last. */
  #told: readonly ContainerInfo[] = [];
  #seen: readonly SeenContainer[] = [];
  #wasSeen = false;
  #transitionSinceMs: number | undefined;
  /** Its containers are new, and not all there yet, since then. */
  #incompleteSinceMs: number | undefined;
  #awaited: Awaited | undefined;
  #noted: Noted | undefined;
  #crashedAtMs: number | undefined;
  /** The agent mended the newest crash by itself. */
  #isHealed = false;
  #restarts = 0;
  #restartedAtMs: number | undefined;
  #hasForgotten = false;
  /** Digest of the pod that the containers were made from. */
  #digest: string | undefined;
  #word: ModelState | undefined;

  /** Whether a look at these would show what the last one showed: they are the same objects, and nothing depends on time. */
  hasSeen(containers: readonly ContainerInfo[]): boolean {
    return !this.#isOpen && this.#told.length === containers.length &&
      containers.every((container, at) => container === this.#told[at]);
  }

  /** Whether anything depends on time. */
  get #isOpen(): boolean {
    const times = [this.#transitionSinceMs, this.#incompleteSinceMs];
    return this.#awaited !== undefined || this.#noted !== undefined ||
      times.some((time) => time !== undefined);
  }

  /** What of the model is in the newest list. */
  see(
    containers: readonly ContainerInfo[],
    { pod, digest, nowMs }: {
      readonly pod: PodArtifact | undefined;
      /** Of the pod as it is now, or as it was for those that were there before this process. */
      readonly digest: string | undefined;
      readonly nowMs: number;
    },
  ): void {
    this.#told = containers;
    const before = this.#seen;
    const now = seenOf(containers, pod?.restartPolicy ?? "OnFailure");
    this.#seen = now;
    this.#wasSeen ||= now.length > 0;
    this.#resolve(now, nowMs);
    if (this.#awaited === undefined) this.#compare(before, now, nowMs);
    const isNew = now.length > 0 && !now.some(({ id }) => before.some((known) => known.id === id));
    if (isNew) this.#made(digest);
    this.#followMaking(isNew, { isComplete: now.length >= (pod?.containers.length ?? 1), nowMs });
    this.#followTransition(nowMs);
    this.#followCrash(before, nowMs);
    this.#word = wordOf(now, { transitionSinceMs: this.#transitionSinceMs, nowMs }, this.#wasSeen) ??
      this.#word;
  }

  /** Time has passed; answers whether anything depends on it still. */
  tick(nowMs: number): boolean {
    if (this.#awaited !== undefined && nowMs >= this.#awaited.untilMs) this.#awaited = undefined;
    if (this.#noted !== undefined && nowMs >= this.#noted.untilMs) this.#noted = undefined;
    if (nowMs - (this.#incompleteSinceMs ?? nowMs) >= IN_TRANSITION_MS) this.#incompleteSinceMs = undefined;
    const facts = { transitionSinceMs: this.#transitionSinceMs, nowMs };
    this.#word = wordOf(this.#seen, facts, this.#wasSeen) ?? this.#word;
    return this.#isOpen;
  }

  report(spec: ServiceSpec | undefined, pod: PodArtifact | undefined, nowMs: number): Report {
    const report = reportOf(this.#seen, {
      ...{ spec, pod, nowMs, digest: this.#digest, transitionSinceMs: this.#transitionSinceMs },
      awaits: this.#awaited?.kind,
      isBeingMade: this.#incompleteSinceMs !== undefined,
      noted: this.#noted,
    });
    // I2: at that time it was down.
    const isNoted = this.#noted?.reason === "Crashed" && report.statusDiff?.message === this.#noted.message;
    return isNoted ? { ...report, actual: { ...report.actual, availableReplicas: 0 } } : report;
  }

  /** An action was done, or may have been. */
  acted(kind: Awaited["kind"], before: ReadonlySet<string>, nowMs: number): void {
    this.#awaited = { kind, before, untilMs: nowMs + AWAITED_MS };
    this.#noted = undefined;
    this.#crashedAtMs = undefined;
    this.#isHealed = false;
    this.#resolve(this.#seen, nowMs);
  }

  /** It is desired from now on; where nothing of it was seen, somebody else may be starting it. */
  desired(nowMs: number): void {
    if (this.isThere || this.#awaited !== undefined) return;
    this.#awaited = { kind: "start", before: new Set(), untilMs: nowMs + FIRST_SIGHT_MS };
  }

  note(reason: StatusReason, message: string, nowMs: number): void {
    this.#noted = { reason, message, untilMs: nowMs + NOTED_MS };
  }

  /** What was noted was taken in. Answers whether there was anything. */
  taken(): boolean {
    const was = this.#noted !== undefined;
    this.#noted = undefined;
    return was;
  }

  /** The agent does not remember the model any more. */
  forgotten(): void {
    this.#hasForgotten = true;
  }

  /** Why the agent will not mend it by itself now; undefined = it may. */
  whyNotHealed(pod: PodArtifact | undefined, nowMs: number): string | undefined {
    const worst = this.#seen.findIndex(({ phase }) => phase === "crashed" || phase === "dead");
    const first = pod?.containers[0]?.name;
    const container = this.#seen[worst];
    const isFirst = worst < 0 ||
      (first === undefined ? worst === 0 : container?.name.endsWith(`_${first}`) === true);
    return whyNotHealed({
      restarts: this.#restarts,
      sinceRestartMs: this.#restartedAtMs === undefined ? undefined : nowMs - this.#restartedAtMs,
      isFirstContainer: isFirst,
      hasForgotten: this.#hasForgotten,
      policy: pod?.restartPolicy ?? "OnFailure",
      exitCode: container?.exitCode ?? 1,
    });
  }

  get ids(): ReadonlySet<string> {
    return new Set(this.#seen.map(({ id }) => id));
  }

  /** When the present crash was seen first; undefined = there is none. */
  get crashedAtMs(): number | undefined {
    return this.#crashedAtMs;
  }

  /** When the instance that crashed ended, by the node's clock; "" = not known. */
  get finishedAt(): string {
    return this.#seen.find(({ phase }) => phase === "crashed" || phase === "dead")?.finishedAt ?? "";
  }

  /** It was stopped, and that was not seen yet. */
  get isBeingStopped(): boolean {
    return this.#awaited !== undefined && this.#awaited.kind !== "start";
  }

  get isHealed(): boolean {
    return this.#isHealed;
  }

  get isThere(): boolean {
    return this.#seen.length > 0;
  }

  /** All of it runs. */
  isUp(pod: PodArtifact | undefined): boolean {
    return this.#seen.length > 0 && this.#seen.length >= (pod?.containers.length ?? 1) &&
      this.#seen.every(({ phase }) => phase === "running");
  }

  /** The word under its key; undefined = nothing was ever seen of it. */
  get word(): ModelState | undefined {
    return this.#word;
  }

  /** I1. */
  #resolve(now: readonly SeenContainer[], nowMs: number): void {
    const awaited = this.#awaited;
    if (awaited === undefined) return;
    const isSeen = awaited.kind !== "start"
      ? now.length === 0
      : now.some(({ id }) => !awaited.before.has(id));
    if (!isSeen && nowMs < awaited.untilMs) return;
    this.#awaited = undefined;
  }

  #compare(before: readonly SeenContainer[], now: readonly SeenContainer[], nowMs: number): void {
    const [unseen] = restartedUnseen(before, now);
    if (unseen === undefined) return;
    this.#restarted(nowMs);
    this.#isHealed = true;
    this.note("Crashed", `container ${unseen.name} ended and was restarted by its agent`, nowMs);
  }

  #restarted(nowMs: number): void {
    this.#restarts += 1;
    this.#restartedAtMs = nowMs;
  }

  /** Its containers are new: the agent that made them remembers them. */
  #made(digest: string | undefined): void {
    this.#restarts = 0;
    this.#restartedAtMs = undefined;
    this.#hasForgotten = false;
    this.#digest = digest;
  }

  /** I3. */
  #followMaking(
    isNew: boolean,
    { isComplete, nowMs }: { readonly isComplete: boolean; readonly nowMs: number },
  ): void {
    if (isNew) this.#incompleteSinceMs = nowMs;
    if (isComplete || this.#seen.length === 0) this.#incompleteSinceMs = undefined;
  }

  #followTransition(nowMs: number): void {
    const isOnItsWay = this.#seen.some(({ phase }) => phase === "in-transition" || phase === "unknown");
    this.#transitionSinceMs = isOnItsWay ? this.#transitionSinceMs ?? nowMs : undefined;
  }

  #followCrash(before: readonly SeenContainer[], nowMs: number): void {
    const isDown = ({ phase }: SeenContainer) => phase === "crashed" || phase === "dead";
    if (this.#seen.some(isDown)) {
      if (this.#crashedAtMs === undefined) this.#isHealed = false;
      this.#crashedAtMs ??= nowMs;
      return;
    }
    if (this.#crashedAtMs === undefined) return;
    this.#crashedAtMs = undefined;
    const isSameContainer = before.some(({ id }) => this.#seen.some((now) => now.id === id));
    if (isSameContainer && this.#seen.every(({ phase }) => phase === "running")) {
      this.#isHealed = true;
      this.#restarted(nowMs);
    }
  }
}

/**
 * What a node is believed to have, from the lists that arrive: pushed by the node, or read from the store. Pure.
 *
 * I1: a container that is missing in a list is believed to be gone only after a second list that is not too close to the first, or at
 *     once when it was expected to go or another one has its name. While the engine of a node restarts, the node tells an empty list;
 *     so an empty list has to last longer.
 * I2: a list of the store may be older than what the node pushed, and stays for ever where the node is dead: it is taken only where it
 *     is newer, says the same, or lacks something.
 */
import type { ContainerInfo } from "./words.ts";

/** A container that is missing since a time on the monotonic clock. */
interface Missing {
  readonly container: ContainerInfo;
  readonly sinceMs: number;
}

/** What is believed of one node. */
export interface Sightings {
  readonly containers: ReadonlyMap<string, ContainerInfo>;
  /** Believed still, although the newest list does not have them (I1). */
  readonly missing: ReadonlyMap<string, Missing>;
  /** Whether a list of any kind arrived. */
  readonly isKnown: boolean;
}

export const NOTHING_SEEN: Sightings = { containers: new Map(), missing: new Map(), isKnown: false };

/** How far apart two lists have to be for the second to count. */
export const SHRUNKEN_MS = 900;
/** How long a list has to stay empty: an engine that restarts is away for up to 3 s, and a round of the node takes more than 1 s. */
export const EMPTY_MS = 4_200;

export interface ListContext {
  readonly nowMs: number;
  /** Whether the container is to go anyway. */
  readonly isExpectedToGo: (container: ContainerInfo) => boolean;
}

/** A list that the node pushed. */
export function takeList(
  before: Sightings,
  list: readonly ContainerInfo[],
  { nowMs, isExpectedToGo }: ListContext,
): Sightings {
  const containers = new Map(list.map((container) => [container.id, container]));
  const names = new Set(list.flatMap((container) => container.names));
  const missing = new Map<string, Missing>();
  const waitMs = list.length === 0 ? EMPTY_MS : SHRUNKEN_MS;
  for (const [id, container] of before.containers) {
    if (containers.has(id)) continue;
    const sinceMs = before.missing.get(id)?.sinceMs ?? nowMs;
    const isReplaced = container.names.some((name) => names.has(name));
    if (isReplaced || isExpectedToGo(container) || nowMs - sinceMs >= waitMs) continue;
    containers.set(id, container);
    missing.set(id, { container, sinceMs });
  }
  return { containers, missing, isKnown: true };
}

/** Whether a list of the store says anything that is not older than what is believed (I2). */
export function isWorthTaking(before: Sightings, list: readonly ContainerInfo[]): boolean {
  if (!before.isKnown) return true;
  const isIn = (container: ContainerInfo) => before.containers.get(container.id);
  if (list.every((container) => isSame(isIn(container), container))) return true;
  return newestOf(list) > newestOf([...before.containers.values()]);
}

function isSame(known: ContainerInfo | undefined, container: ContainerInfo): boolean {
  return known !== undefined && stampsOf(known).join() === stampsOf(container).join() &&
    known.state["Status"] === container.state["Status"];
}

const NEVER = "0001-01-01T00:00:00Z";

/** Times of the node, as text: made, started, ended. */
function stampsOf({ annotation, state }: ContainerInfo): readonly string[] {
  return [annotation["io.kubernetes.cri-o.Created"], state["StartedAt"], state["FinishedAt"]]
    .map((stamp) => stamp ?? NEVER);
}

/** Milliseconds since 1970 by the node's clock; 0 = nothing has happened yet. */
function newestOf(list: readonly ContainerInfo[]): number {
  return list.flatMap(stampsOf).reduce((newest, stamp) => Math.max(newest, stampMs(stamp)), 0);
}

/** A time of the node in milliseconds since 1970; 0 = never, or none. */
export function stampMs(stamp: string | undefined): number {
  const ms = Date.parse(stamp ?? NEVER);
  return Number.isNaN(ms) || ms < 0 ? 0 : ms;
}

/**
 * The list with the objects of the one before, where they say the same: nearly all of a list is repeated in the next one, and what
 * follows from a container need not be asked again while it is the same object.
 */
export function withKnown(
  before: ReadonlyMap<string, ContainerInfo>,
  list: readonly ContainerInfo[],
): readonly ContainerInfo[] {
  return list.map((container) => {
    const known = before.get(container.id);
    return known !== undefined && saysTheSame(known, container) ? known : container;
  });
}

/** Whether a list, with the objects of the one before, says what that one said. */
export function isRepetition(
  before: ReadonlyMap<string, ContainerInfo>,
  list: readonly ContainerInfo[],
): boolean {
  return list.length === before.size && list.every((container) => before.get(container.id) === container);
}

function saysTheSame(known: ContainerInfo, container: ContainerInfo): boolean {
  return known.image === container.image && known.names.join() === container.names.join() &&
    PARTS.every((part) => isSameMap(known[part], container[part]));
}

const PARTS = ["state", "config", "annotation"] as const;

function isSameMap(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/**
 * The schedule of a seed, made before anything runs.
 *
 * Each seed takes some kinds of faults and leaves the others out: one that meets few kinds often gets deeper than one that meets all
 * of them rarely.
 */
import { seededRandom } from "../engine/rig.ts";
import {
  CONTROLLER_KINDS,
  ETCD_KINDS,
  type EventKind,
  HABIT_KINDS,
  LATER_OPERATION_KINDS,
  MANAGER_KINDS,
  type Mode,
  NODE_KINDS,
  OPERATION_KINDS,
  type Schedule,
  SETBACK_KINDS,
  type SimEvent,
} from "./model.ts";

export const DEFAULT_STEPS = 50;
const SERVICES = 6;
/** One seed in so many has many services. */
const LARGE_EVERY = 40;
const LARGE = 60;

/** One seed in so many meets bad habits, so often. */
const HABITS_EVERY = 3;
const HABITS = 5;
const BESIDE = [...HABIT_KINDS, ...LATER_OPERATION_KINDS] as const;
/** As many seeds meet setbacks, so often, and no habits. */
const SETBACKS = 4;

export interface GenerateOptions {
  /** Not set = by the seed. */
  readonly mode?: Mode;
  readonly steps?: number;
}

export function generate(seed: number, options: GenerateOptions = {}): Schedule {
  const random = seededRandom(seed * 7_919 + 17);
  const mode = options.mode ?? (["alone", "shared", "alone", "ha"] as const)[seed % 4] ?? "alone";
  const services = seed % LARGE_EVERY === 0 ? LARGE : 2 + Math.floor(random.next() * SERVICES);
  const kinds = kindsOf(mode, () => random.next());
  const events: SimEvent[] = Array.from(
    { length: services },
    () => eventOf("create", 0, () => random.next()),
  );
  let atMs = 3_000;
  for (let step = 0; step < (options.steps ?? DEFAULT_STEPS); step++) {
    const isCalm = random.next() < 0.08;
    atMs += Math.floor(isCalm ? 5_000 + random.next() * 25_000 : random.next() ** 2 * 2_500);
    const kind = kinds[Math.floor(random.next() * kinds.length)] ?? "crash";
    const event = eventOf(kind, atMs, () => random.next());
    events.push(event);
    // Somebody changes his mind while something is under way.
    if (random.next() > 0.15) continue;
    const soonMs = atMs + Math.floor(random.next() * 600);
    for (const [index, again] of (["new-version", "scale"] as const).entries()) {
      events.push({ ...eventOf(again, soonMs + 300 * index, () => random.next()), service: event.service });
    }
    atMs = soonMs + 300;
  }
  return { seed, mode, services, events: beside(seed, events) };
}

function beside(seed: number, events: readonly SimEvent[]): readonly SimEvent[] {
  if (hasBadHabits(seed)) return withHabits(seed, events);
  return hasSetbacks(seed) ? withSetbacks(seed, events) : events;
}

/** In some seeds the peers have bad habits beside all that. */
function hasBadHabits(seed: number): boolean {
  return seed % HABITS_EVERY === 1;
}

function hasSetbacks(seed: number): boolean {
  return seed % HABITS_EVERY === 2;
}

/** One or two habits a peer may have, several times each. */
function withHabits(seed: number, events: readonly SimEvent[]): readonly SimEvent[] {
  const random01 = randomOf(seed * 104_729 + 5);
  const kinds = pickedFrom(BESIDE, 1 + Math.floor(random01() * 3), random01);
  return withMore(events, pickedFrom(kinds, HABITS, random01), random01);
}

function withSetbacks(seed: number, events: readonly SimEvent[]): readonly SimEvent[] {
  const random01 = randomOf(seed * 86_028_121 + 11);
  return withMore(events, pickedFrom(SETBACK_KINDS, SETBACKS, random01), random01);
}

function randomOf(seed: number): () => number {
  const random = seededRandom(seed);
  return () => random.next();
}

function pickedFrom<K extends EventKind>(
  from: readonly K[],
  count: number,
  random01: () => number,
): readonly K[] {
  return Array.from({ length: count }, () => from[Math.floor(random01() * from.length)] ?? from[0])
    .filter((kind) => kind !== undefined);
}

/** Somewhere among the others. */
function withMore(
  events: readonly SimEvent[],
  kinds: readonly EventKind[],
  random01: () => number,
): readonly SimEvent[] {
  const endMs = events.at(-1)?.atMs ?? 0;
  const more = kinds.map((kind) => eventOf(kind, 3_000 + Math.floor(random01() * endMs), random01));
  return [...events, ...more].sort((a, b) => a.atMs - b.atMs);
}

function kindsOf(mode: Mode, random01: () => number): readonly EventKind[] {
  const groups: readonly (readonly EventKind[])[] = [
    OPERATION_KINDS,
    NODE_KINDS,
    CONTROLLER_KINDS,
    MANAGER_KINDS,
    ...(mode === "alone" ? [] : [ETCD_KINDS]),
  ];
  const chosen = groups.flatMap((group) => {
    const share = random01();
    return group.filter(() => random01() < share);
  });
  return chosen.length > 0 ? chosen : [...NODE_KINDS];
}

function eventOf(kind: EventKind, atMs: number, random01: () => number): SimEvent {
  const value = random01();
  return {
    atMs,
    kind,
    service: Math.floor(random01() * 1_000),
    node: Math.floor(random01() * 1_000),
    instance: Math.floor(random01() * 1_000),
    value: kind === "flap-burst" ? value ** 3 : value,
    forMs: Math.floor(durationMs(kind, random01())),
  };
}

function durationMs(kind: EventKind, much: number): number {
  if (kind === "pause") return 1_000 + much ** 3 * 59_000;
  if (SETBACK_KINDS.some((setback) => setback === kind)) return 8_000 + much * 34_000;
  if (HABIT_KINDS.some((habit) => habit === kind)) return 2_000 + much ** 2 * 28_000;
  return 200 + much ** 2 * 12_000;
}

/**
 * What the adapter remembers over its restarts, in one small file beside the journal: scenarios, what people applied, and what moved.
 *
 * The services themselves are in the journal. Here is what upstream keeps in memory and loses, and what the store cannot say.
 *
 * I1: what an answer to a peer depends on is written before the answer.
 * I2: the file is whole or not there; one that cannot be read is left out with a warning, and the store is read instead.
 */
import { join } from "node:path";
import { isSameValue } from "../kit/same_value.ts";
import { messageOf } from "../kit/errors.ts";
import type { Log } from "../ports/log.ts";
import { type MoveHistory, NO_MOVES } from "./moves.ts";
import { SCENARIO_STATES, type ScenarioState } from "./scenario.ts";
import type { Desire } from "./wishes.ts";

export const MEMORY_FILE = "pullpiri.json";

/** Where it is kept: a file, or the memory of a test. Both may throw. */
export interface MemoryPlace {
  /** undefined = there is none. */
  read(): string | undefined;
  write(text: string): void;
}

export function fileIn(stateDir: string): MemoryPlace {
  const path = join(stateDir, MEMORY_FILE);
  return {
    read: () => {
      try {
        return Deno.readTextFileSync(path);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    write: (text) => {
      Deno.writeTextFileSync(`${path}.new`, text, { mode: 0o600 });
      Deno.renameSync(`${path}.new`, path);
    },
  };
}

/** Names of scenarios and packages at once. */
export const MAX_NAMES = 4_096;

export class Memory {
  readonly scenarios = new Map<string, ScenarioState>();
  /** Scenarios that a person applied, or whose condition was met, and that were not done since. */
  readonly announced = new Set<string>();
  /** By package. */
  readonly desires = new Map<string, Desire>();
  /** Node that a model was moved to, by service. */
  readonly placements = new Map<string, string>();
  /** By service. */
  readonly moves = new Map<string, MoveHistory>();
  readonly #place: MemoryPlace;
  readonly #log: Log;
  #isFailing = false;
  #isChanged = false;

  constructor(place: MemoryPlace, log: Log) {
    this.#place = place;
    this.#log = log;
    this.#load();
  }

  /** Whether one more name can be remembered. */
  hasRoomFor(scenario: string): boolean {
    return this.scenarios.has(scenario) || this.scenarios.size < MAX_NAMES;
  }

  /** Sets an entry of one of the maps. */
  set<T>(map: Map<string, T>, key: string, value: T): void {
    if (isSameValue(map.get(key), value)) return;
    map.set(key, value);
    this.#isChanged = true;
  }

  /** Takes an entry out; answers whether it was there. */
  remove(from: Map<string, unknown> | Set<string>, key: string): boolean {
    const was = from.delete(key);
    this.#isChanged ||= was;
    return was;
  }

  announce(scenario: string): void {
    if (this.announced.has(scenario)) return;
    this.announced.add(scenario);
    this.#isChanged = true;
  }

  /** Stores what changed, where anything did. */
  save(): void {
    if (!this.#isChanged) return;
    const object = (map: ReadonlyMap<string, unknown>) => Object.fromEntries(map);
    const text = JSON.stringify({
      v: 1,
      scenarios: object(this.scenarios),
      announced: [...this.announced],
      desires: object(this.desires),
      placements: object(this.placements),
      moves: object(this.moves),
    });
    try {
      this.#place.write(`${text}\n`);
      this.#isFailing = false;
      this.#isChanged = false;
    } catch (error) {
      if (!this.#isFailing) {
        this.#log.warn("Cannot store what is known of Pullpiri's scenarios", { error: messageOf(error) });
      }
      this.#isFailing = true;
    }
  }

  /** I2. */
  #load(): void {
    try {
      const text = this.#place.read();
      if (text === undefined) return;
      const stored: unknown = JSON.parse(text);
      for (const [name, state] of entriesOf(stored, "scenarios")) {
        const known = SCENARIO_STATES.find((one) => one === state);
        if (known !== undefined) this.scenarios.set(name, known);
      }
      for (const [, name] of entriesOf(stored, "announced")) {
        if (typeof name === "string") this.announced.add(name);
      }
      for (const [name, desire] of entriesOf(stored, "desires")) {
        if (desire === "run" || desire === "stop") this.desires.set(name, desire);
      }
      for (const [id, node] of entriesOf(stored, "placements")) {
        if (typeof node === "string") this.placements.set(id, node);
      }
      for (const [id, history] of entriesOf(stored, "moves")) this.moves.set(id, historyOf(history));
    } catch (error) {
      this.#log.warn("What was known of Pullpiri's scenarios cannot be read; the store is read instead", {
        error: messageOf(error),
      });
    }
  }
}

function entriesOf(stored: unknown, key: string): readonly (readonly [string, unknown])[] {
  if (typeof stored !== "object" || stored === null) return [];
  const part: unknown = Object.entries(stored).find(([name]) => name === key)?.[1];
  return typeof part === "object" && part !== null ? Object.entries(part) : [];
}

function historyOf(value: unknown): MoveHistory {
  const moved = entriesOf(value, "movedAtMs").map(([, atMs]) => atMs)
    .filter((atMs): atMs is number => typeof atMs === "number");
  if (typeof value !== "object" || value === null) return NO_MOVES;
  const refused: unknown = Object.entries(value).find(([key]) => key === "refusedAtMs")?.[1];
  return { movedAtMs: moved, refusedAtMs: typeof refused === "number" ? refused : 0 };
}

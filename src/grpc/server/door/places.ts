/**
 * The places of the connections: how many each listener may have, and who gives way when a new client finds none.
 *
 * I1  A listener has at most three quarters of all places, so that nobody who comes in at one locks out those at another.
 * I2  Who finds no place gets the one of the connection of that listener that has been without a call for longest; while every one of
 *     them has a call, the new one is refused.
 * I3  An operator gets the place of another role's connection even then, and so does every role that has fewer than its reserve, a
 *     sixteenth of all places: from the role that has most beyond its own. Calls that last do not lock out other roles.
 */
import type { Buffered, BufferLevel } from "../../../kit/buffer_level.ts";
import { reserveOf } from "../../../kit/reserved_slots.ts";
import type { Caller, Role } from "../../../ports/caller.ts";

/** Of all places, for one listener (I1). */
const LISTENER_SHARE = 3 / 4;
const FIRST_ROLES: ReadonlySet<Role> = new Set(["operator", "admin"]);

/** One connection that has a place. */
export interface Place {
  readonly listener: string;
  readonly caller: Caller;
  /** Closes it at once. */
  readonly evict: () => void;
}

interface Taken extends Place {
  calls: number;
  idleSinceMs: number;
}

export class Places implements Buffered {
  readonly #capacity: number;
  readonly #nowMs: () => number;
  readonly #taken = new Set<Taken>();
  #refused = 0;

  constructor({ capacity, nowMs }: { readonly capacity: number; readonly nowMs: () => number }) {
    this.#capacity = capacity;
    this.#nowMs = nowMs;
  }

  /** A refusal is one of `http2_connections`; how many there are is counted there. */
  buffers(): readonly BufferLevel[] {
    const level = { name: "http2_connections", unit: "entries", overflow: "refuse" } as const;
    return [{ ...level, capacity: 0, used: 0, overflows: this.#refused }];
  }

  /** Takes a place, perhaps that of another connection. Undefined = there is none. */
  take(place: Place): HeldPlace | undefined {
    const own = [...this.#taken].filter(({ listener }) => listener === place.listener);
    const share = Math.max(1, Math.floor(this.#capacity * LISTENER_SHARE));
    if (own.length >= share || this.#taken.size >= this.#capacity) {
      const victim = longestIdle(own) ??
        (own.length >= share ? undefined : longestIdle(this.#taken)) ??
        this.#yielding(own.length >= share ? own : this.#taken, place.caller.role);
      if (victim === undefined) {
        this.#refused++;
        return undefined;
      }
      this.#taken.delete(victim);
      victim.evict();
    }
    const taken: Taken = { ...place, calls: 0, idleSinceMs: this.#nowMs() };
    this.#taken.add(taken);
    return {
      begin: () => void taken.calls++,
      end: () => {
        taken.calls--;
        taken.idleSinceMs = this.#nowMs();
      },
      leave: () => void this.#taken.delete(taken),
    };
  }

  /** Closes the connections that have been without a call for so long. */
  sweep(idleMs: number): void {
    const before = this.#nowMs() - idleMs;
    for (const place of [...this.#taken]) {
      if (place.calls > 0 || place.idleSinceMs > before) continue;
      this.#taken.delete(place);
      place.evict();
    }
  }

  /** I3. Whose place the role gets; the oldest first. */
  #yielding(places: Iterable<Taken>, role: Role): Taken | undefined {
    const reserve = reserveOf(this.#capacity);
    const isFirst = FIRST_ROLES.has(role);
    const held = [...this.#taken].filter(({ caller }) => caller.role === role).length;
    if (!isFirst && held >= reserve) return undefined;
    const others = [...Map.groupBy(places, ({ caller }) => caller.role)].filter(([other]) =>
      other !== role && !(isFirst && FIRST_ROLES.has(other))
    );
    const [, most = []] = others.toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
    return isFirst || most.length > reserve ? most[0] : undefined;
  }
}

/** The place of an open connection, which tells of its calls. */
export interface HeldPlace {
  begin(): void;
  end(): void;
  leave(): void;
}

/** I2. */
function longestIdle(places: Iterable<Taken>): Taken | undefined {
  let found: Taken | undefined;
  for (const place of places) {
    if (place.calls === 0 && (found === undefined || place.idleSinceMs < found.idleSinceMs)) found = place;
  }
  return found;
}

/**
 * What a buffer tells of itself: how much it may hold, what becomes of what does not fit, how much it holds, and how often that
 * happened (design section 8). Whoever owns buffers offers their levels; nothing registers itself anywhere.
 *
 * I1: `used` is at most `capacity`, except for a moment within one turn.
 * I2: `overflows` only grows while its owner lives. What waits for room in the ordinary course, or takes the place of its own
 *     predecessor, is no overflow.
 */

/** What becomes of what does not fit. */
export const OVERFLOW_RULES = {
  "refuse": "The new entry is not taken; whoever offers it is told, or offers it again by itself.",
  "drop-oldest": "The oldest entry gives way and is lost.",
  "drop-newest": "The new entry is lost.",
  "newest-wins": "One entry a key: a newer one takes the place of the one before it.",
  "hold-back": "Whoever fills it waits until there is room; nothing is lost.",
  "defer": "The least urgent entry waits outside until there is room.",
  "read-again": "It is emptied, and what it held is read again from where it is stored.",
  "end": "What fills it is ended.",
} as const satisfies Readonly<Record<string, string>>;

export type OverflowRule = keyof typeof OVERFLOW_RULES;

export interface BufferLevel {
  /** In metrics and in docs/limits.md; levels of the same name are parts of one buffer. */
  readonly name: string;
  readonly unit: "entries" | "bytes";
  readonly capacity: number;
  readonly overflow: OverflowRule;
  readonly used: number;
  /** How often the rule took something away, turned it away or stopped it so far. */
  readonly overflows: number;
}

export interface Buffered {
  buffers(): readonly BufferLevel[];
}

const USED = { entries: "statemanager_buffer_entries", bytes: "statemanager_buffer_bytes" } as const;
const CAPACITY = {
  entries: "statemanager_buffer_capacity",
  bytes: "statemanager_buffer_capacity_bytes",
} as const;
const OVERFLOWS = "statemanager_buffer_overflows_total";

/** By the names of Prometheus; parts of one buffer are added up. */
export function bufferMetrics(owners: Iterable<Buffered | undefined>): Record<string, number> {
  const metrics: Record<string, number> = {};
  const add = (metric: string, name: string, value: number) => {
    const key = `${metric}{buffer="${name}"}`;
    metrics[key] = (metrics[key] ?? 0) + value;
  };
  for (const owner of owners) {
    for (const { name, unit, capacity, used, overflows } of owner?.buffers() ?? []) {
      add(USED[unit], name, used);
      add(CAPACITY[unit], name, capacity);
      add(OVERFLOWS, name, overflows);
    }
  }
  return metrics;
}

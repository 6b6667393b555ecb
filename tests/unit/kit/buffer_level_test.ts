import { deepEqual, match } from "node:assert/strict";
import {
  type Buffered,
  type BufferLevel,
  bufferMetrics,
  OVERFLOW_RULES,
} from "../../../src/kit/buffer_level.ts";

function owner(...levels: readonly BufferLevel[]): Buffered {
  return { buffers: () => levels };
}

const QUEUE: BufferLevel = {
  name: "queue",
  unit: "entries",
  capacity: 4,
  overflow: "refuse",
  used: 3,
  overflows: 2,
};

Deno.test("bufferMetrics() names use, capacity and overflows of each buffer, in entries or in bytes", () => {
  const lines: BufferLevel = { ...QUEUE, name: "lines", unit: "bytes", capacity: 1_024, used: 7 };
  deepEqual(bufferMetrics([owner(QUEUE), undefined, owner(lines)]), {
    'statemanager_buffer_entries{buffer="queue"}': 3,
    'statemanager_buffer_capacity{buffer="queue"}': 4,
    'statemanager_buffer_overflows_total{buffer="queue"}': 2,
    'statemanager_buffer_bytes{buffer="lines"}': 7,
    'statemanager_buffer_capacity_bytes{buffer="lines"}': 1_024,
    'statemanager_buffer_overflows_total{buffer="lines"}': 2,
  });
});

Deno.test("bufferMetrics() adds up the parts of one buffer", () => {
  deepEqual(bufferMetrics([owner(QUEUE, QUEUE), owner({ ...QUEUE, used: 0 })]), {
    'statemanager_buffer_entries{buffer="queue"}': 6,
    'statemanager_buffer_capacity{buffer="queue"}': 12,
    'statemanager_buffer_overflows_total{buffer="queue"}': 6,
  });
});

Deno.test("every overflow rule says in a sentence what becomes of what does not fit", () => {
  for (const sentence of Object.values(OVERFLOW_RULES)) match(sentence, /^[A-Z].*\.$/);
});

/** The shape of what a manager goes on from, as strict decoders for the lines of a recording. */
import type { RateLimitState } from "../kit/rate_limit.ts";
import type { NodeCheckpoint } from "../manager/nodes/node_slot.ts";
import type { WritePaceState } from "../manager/core/write_pace.ts";
import {
  array,
  boolean,
  type Decoder,
  integer,
  number,
  object,
  oneOf,
  optional,
  string,
  unsigned64,
} from "../records/decoder.ts";
import type { HoldNote } from "../state/hold_note.ts";
import { SERVICE_STATES } from "../state/model.ts";
import type { ServiceRuntime } from "../state/runtime.ts";
import type { StateChange } from "../state/tracker.ts";
import type { CheckpointLine } from "./recording.ts";
import { stateDiff, wide64 } from "./recording_shapes.ts";

const holdNote = object<HoldNote>({ atMs: number, againAfterMs: number });

export const serviceRuntime: Decoder<ServiceRuntime> = object<ServiceRuntime>({
  observation: object<ServiceRuntime["observation"]>({
    diff: optional(stateDiff),
    strays: optional(array(stateDiff)),
    reactFromMs: optional(number),
    wasSeenUp: boolean,
  }),
  phase: object<ServiceRuntime["phase"]>({ sinceMs: number, isStuckReported: boolean }),
  plan: object<ServiceRuntime["plan"]>({
    verifyUntilMs: optional(number),
    verifyFromSequence: optional(wide64),
    parkedSinceMs: optional(number),
    postponements: integer,
    stopFailures: integer,
  }),
  backoff: object<ServiceRuntime["backoff"]>({
    retryAtMs: number,
    strayRetryAtMs: optional(number),
    drift: optional(
      object<NonNullable<ServiceRuntime["backoff"]["drift"]>>({ times: integer, untilMs: number }),
    ),
  }),
  damping: object<ServiceRuntime["damping"]>({
    flappedAtMs: number,
    untilMs: optional(number),
    note: optional(holdNote),
    isTreated: boolean,
    agedAtMs: number,
  }),
  isolation: object<ServiceRuntime["isolation"]>({ untilMs: optional(number), note: optional(holdNote) }),
  deadline: object<ServiceRuntime["deadline"]>({ brokenSinceMs: optional(number) }),
});

export const stateChange: Decoder<StateChange> = object<StateChange>({
  state: oneOf(SERVICE_STATES),
  atMs: number,
});

export const nodeCheckpoint: Decoder<NodeCheckpoint> = object<NodeCheckpoint>({
  node: string,
  liveness: oneOf(["new", "silent", "lost"]),
  lastHeardMs: number,
});

export const rateLimitState: Decoder<RateLimitState> = object<RateLimitState>({
  passedAtMs: optional(number),
  leftOut: integer,
});

export const ledgerCheckpoint: Decoder<CheckpointLine["ledger"]> = object<CheckpointLine["ledger"]>({
  revision: unsigned64,
  term: unsigned64,
  reserved: unsigned64,
  givenBefore: unsigned64,
  pace: object<WritePaceState>({ rate: number, writtenBytes: number, atMs: number }),
});

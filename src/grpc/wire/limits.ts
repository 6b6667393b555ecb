/**
 * The limits of messages on the wire. Where a .proto file states a limit, its comment is the contract; the others bound what a peer
 * can make this side keep. Those of a spec are in `records/spec_limits.ts`.
 */
import type { MapRule, Range, TextRule } from "../../records/checks.ts";
import { MAX_UINT32, PRINTABLE } from "../../records/checks.ts";
import { LABELS } from "../../records/spec_limits.ts";
import { ACTION_ID_ALPHABET, MAX_ACTION_ID_CHARACTERS } from "../../state/action_id.ts";

export * from "../../records/spec_limits.ts";

/** The number of observed replicas may exceed the largest number that can be desired. */
export const ACTUAL_REPLICAS: Range = { min: 0, max: 1_000_000 };
export const COUNT: Range = { min: 0, max: MAX_UINT32 };
export const HEARTBEAT_MS: Range = { min: 100, max: 60_000, isZeroAllowed: true };
export const DEFAULT_HEARTBEAT_MS = 5_000;
export const PAGE_SIZE: Range = { min: 1, max: 1_000, isZeroAllowed: true };
export const DEFAULT_PAGE_SIZE = 100;
/** Deadline of an action: a day at most. */
export const DEADLINE_MS: Range = { min: 1, max: 86_400_000 };

/** Changes in one message of a subscription. */
export const CHANGES_PER_MESSAGE: Range = { min: 1, max: 1_000, isZeroAllowed: true };

export const MAX_FILTER_NAMESPACES = 16;
export const MAX_FILTER_IDS = 1_024;
export const MAX_FILTER_NODES = 16;
export const MAX_CAUSATION = 16;
export const MAX_METRICS = 4_096;
/** Entries of one page of any kind. */
export const MAX_PAGE = 1_000;
/** Fields that one event may change, and elements of a value in one of them. */
export const MAX_FIELD_CHANGES = 1_024;
/** Depth of a JSON value. */
export const MAX_VALUE_DEPTH = 32;
/** Nodes, counters and the like in a status answer. */
export const MAX_STATUS_ENTRIES = 65_536;
export const MAX_ALERTS = 256;
/** Instances that share the state, and addresses of one. */
export const MAX_INSTANCES = 64;
export const MAX_ADDRESSES = 64;
/** Conditions of a service: there is one of each type, and room for new types. */
export const MAX_CONDITIONS = 16;

/** Empty = not known. */
export const VERSION_OR_UNKNOWN: TextRule = { maxCharacters: 128, alphabet: PRINTABLE };
/** A machine-readable word. */
export const WORD: TextRule = { maxCharacters: 253, alphabet: PRINTABLE };
export const REASON: TextRule = { maxCharacters: 253 };
/** A message of a peer for display. */
export const MAX_MESSAGE_BYTES = 1_024;
export const MESSAGE: TextRule = { maxBytes: MAX_MESSAGE_BYTES };
/** A message of the manager for display. */
export const SENTENCE: TextRule = { maxBytes: 16_384 };
export const FIELD_PATH: TextRule = { minCharacters: 1, maxCharacters: 1_024 };
export const ADDRESS: TextRule = { maxCharacters: 1_024 };
export const ACTION_ID: TextRule = {
  minCharacters: 1,
  maxCharacters: MAX_ACTION_ID_CHARACTERS,
  alphabet: ACTION_ID_ALPHABET,
};

export const EVENT_METADATA: MapRule = {
  max: 32,
  key: { minCharacters: 1, maxCharacters: 253, alphabet: PRINTABLE },
  value: { maxBytes: 16_384 },
};
export const METRIC_LABELS: MapRule = LABELS;

/** 30 days; 0 = until it is released. */
export const MAX_ISOLATION_MS = 2_592_000_000n;
/** The isolation of a service must have a reason, so that whoever finds it isolated knows why. */
export const REQUIRED_REASON: TextRule = { ...REASON, minCharacters: 1 };
/** Episodes of one explanation. */
export const EPISODES: Range = { min: 1, max: 100, isZeroAllowed: true };
export const DEFAULT_EPISODES = 10;
/** Steps of one episode: a history has no more events. */
export const MAX_STEPS = 1_000;
/** Decisions, alternatives, warnings and the like. */
export const MAX_FEW = 16;
/** The text of one step of an explanation. */
export const STEP_TEXT: TextRule = { maxBytes: 2_048 };

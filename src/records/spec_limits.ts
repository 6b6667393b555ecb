/**
 * The limits of a spec, from any source, as the .proto files state them: the one definition for those who write a spec, those who check
 * it and those who store it.
 */
import { type MapRule, PRINTABLE, type Range, type TextRule } from "./checks.ts";

export const REPLICAS: Range = { min: 0, max: 1_000 };
export const CPU_MILLIS: Range = { min: 0, max: 1_024_000 };
export const MAX_MEMORY_BYTES = 1n << 53n;
export const PHASE_TIMEOUT_MS: Range = { min: 100, max: 86_400_000, isZeroAllowed: true };
/** 0 = none. */
export const DEADLINE_AFTER_MS: Range = { min: 1_000, max: 86_400_000, isZeroAllowed: true };
export const RETRIES: Range = { min: 1, max: 100 };
export const BACKOFF_MS: Range = { min: 1, max: 300_000 };
export const MAX_DEPENDENCIES = 64;
export const MAX_SPEC_NODES = 32;
export const MAX_RECOVERY_STAGES = 7;

/**
 * Largest spec with its labels, as the JSON document that is kept (`spec_document.ts`), bytes. A transaction of etcd takes 1.5 MiB, and
 * one may hold a dozen copies: spec, last known good, the actions of a plan, an event with the old and the new one.
 */
export const MAX_SPEC_BYTES = 98_304;
/** Services that one request changes. */
export const MAX_CHANGES = 1_000;

export const VERSION: TextRule = { minCharacters: 1, maxCharacters: 128, alphabet: PRINTABLE };
export const CONFIG: MapRule = {
  max: 256,
  key: { minCharacters: 1, maxCharacters: 253, alphabet: PRINTABLE },
  value: { maxBytes: 4_096 },
};
export const LABELS: MapRule = {
  max: 64,
  key: { minCharacters: 1, maxCharacters: 253, alphabet: PRINTABLE },
  value: { maxCharacters: 253 },
};

/**
 * A spec as other components write it to etcd: a JSON document, read strictly; missing members get their defaults.
 *
 * `{"v":1,"spec":{"version":"2.1","replicas":1},"labels":{}}`; the members of `spec` are those of ServiceSpec, 64-bit numbers as decimal
 * text or as whole numbers.
 *
 * I1: a document with a member that is unknown, of the wrong type or out of range is refused as a whole, with the member's path.
 */
import { invalid } from "../kit/errors.ts";
import {
  ISSUE_TYPES,
  type IssueType,
  RECOVERY_ACTIONS,
  type RecoveryAction,
  type RecoveryStrategy,
} from "../state/issue.ts";
import {
  CRITICALITIES,
  DEFAULT_SPEC,
  DEPENDENCY_CONDITIONS,
  DESIRED_STATES,
  FALLBACKS,
  type ServiceDependency,
  type ServiceSpec,
} from "../state/model.ts";
import { parseName, parseResourceId } from "../state/resource_id.ts";
import {
  at,
  bigInteger,
  integer,
  list,
  MAX_REVISION,
  MAX_TERM,
  quoted,
  type Range,
  sizeBytes,
  text,
  textMap,
} from "./checks.ts";
import * as limits from "./spec_limits.ts";

export interface SpecDocument {
  readonly spec: ServiceSpec;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the State Manager adds to a document that it writes itself. */
export interface SpecStamp {
  readonly generation: bigint;
  readonly term: bigint;
  readonly revision: bigint;
}

/** Members that the State Manager itself adds to the document; whoever copies a document may keep them. */
const STAMPS = ["generation", "term", "revision"] as const;

/** Throws a StateManagerError (invalid) that names the member. */
export function readSpecDocument(json: string): SpecDocument {
  const document = members(parse(json), "", ["v", "spec", "labels", ...STAMPS]);
  if ((document["v"] ?? 1) !== 1) throw invalid("v", "is not a version that is known here", "1");
  if (document["spec"] === undefined) throw invalid("spec", "is missing", "an object");
  return {
    spec: readSpec(document["spec"], "spec"),
    labels: document["labels"] === undefined
      ? {}
      : textMap(texts(document["labels"], "labels"), "labels", limits.LABELS),
  };
}

/** Throws a StateManagerError (invalid) when the spec is too large to be shared; `spec_limits.ts` says why. */
export function checkSpecSize(document: SpecDocument, path = "spec"): void {
  const size = sizeBytes(writeSpecDocument(document, { generation: 0n, term: 0n, revision: 0n }));
  if (size <= limits.MAX_SPEC_BYTES) return;
  throw invalid(
    path,
    `has ${size} bytes as JSON, with its labels`,
    `at most ${limits.MAX_SPEC_BYTES} bytes; keep large configuration in files`,
  );
}

export function writeSpecDocument(
  document: SpecDocument,
  stamp: SpecStamp,
): string {
  return JSON.stringify(
    { v: 1, ...stamp, ...document },
    (_key, value: unknown) => typeof value === "bigint" ? value.toString() : value,
  );
}

/** The stamp of the State Manager that wrote the document or its original. Throws a StateManagerError when there is none. */
export function readStamp(json: string): SpecStamp {
  const document = object(parse(json), "");
  const stamp = (member: keyof SpecStamp, max?: bigint): bigint =>
    bigInteger(string(document[member], member), member, max === undefined ? {} : { max });
  return {
    generation: stamp("generation"),
    term: stamp("term", MAX_TERM),
    revision: stamp("revision", MAX_REVISION),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw invalid(
      "document",
      `is not JSON (${cause instanceof Error ? cause.message : "unreadable"})`,
      "JSON",
    );
  }
}

const SPEC_MEMBERS = Object.keys(DEFAULT_SPEC);

function readSpec(value: unknown, path: string): ServiceSpec {
  const spec = members(value, path, SPEC_MEMBERS);
  const given = <T>(key: keyof ServiceSpec, read: (value: unknown, path: string) => T, fallback: T): T =>
    spec[key] === undefined ? fallback : read(spec[key], at(path, key));
  return {
    replicas: given("replicas", whole(limits.REPLICAS), DEFAULT_SPEC.replicas),
    version: given(
      "version",
      (it, where) => text(string(it, where), where, limits.VERSION),
      DEFAULT_SPEC.version,
    ),
    resources: given("resources", readResources, DEFAULT_SPEC.resources),
    config: given(
      "config",
      (it, where) => textMap(texts(it, where), where, limits.CONFIG),
      DEFAULT_SPEC.config,
    ),
    dependencies: given("dependencies", listOf(limits.MAX_DEPENDENCIES, readDependency), []),
    state: given("state", word(DESIRED_STATES), DEFAULT_SPEC.state),
    criticality: given("criticality", word(CRITICALITIES), DEFAULT_SPEC.criticality),
    nodes: given(
      "nodes",
      listOf(limits.MAX_SPEC_NODES, (it, where) => parseName(string(it, where), where)),
      [],
    ),
    timeouts: given("timeouts", readTimeouts, {}),
    recovery: given("recovery", readRecovery, {}),
    recoveryDeadline: given("recoveryDeadline", readDeadline, {}),
  };
}

function readResources(value: unknown, path: string): ServiceSpec["resources"] {
  const { cpuMillis = 0, memoryBytes = "0" } = members(value, path, ["cpuMillis", "memoryBytes"]);
  const where = at(path, "memoryBytes");
  const bytes = typeof memoryBytes === "number" ? exactly(memoryBytes, where) : string(memoryBytes, where);
  return {
    cpuMillis: whole(limits.CPU_MILLIS)(cpuMillis, at(path, "cpuMillis")),
    memoryBytes: bigInteger(bytes, where, { max: limits.MAX_MEMORY_BYTES }),
  };
}

/** A number that JSON's reader has rounded is not taken for the one that was written. */
function exactly(value: number, path: string): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw invalid(path, `${value} is no whole number that JSON can hold exactly`, "decimal text");
}

function readDependency(value: unknown, path: string): ServiceDependency {
  const { resourceId, condition = "Running" } = members(value, path, ["resourceId", "condition"]);
  const where = at(path, "resourceId");
  return {
    resourceId: parseResourceId(string(resourceId, where), where),
    condition: word(DEPENDENCY_CONDITIONS)(condition, at(path, "condition")),
  };
}

const TIMEOUTS = ["pendingMs", "initializingMs", "terminatingMs"] as const;

function readTimeouts(value: unknown, path: string): ServiceSpec["timeouts"] {
  const timeouts = members(value, path, TIMEOUTS);
  const given = TIMEOUTS.flatMap((key) => {
    const ms = timeouts[key] === undefined ? 0 : whole(limits.PHASE_TIMEOUT_MS)(timeouts[key], at(path, key));
    return ms === 0 ? [] : [[key, ms] as const];
  });
  return Object.fromEntries(given);
}

function readDeadline(value: unknown, path: string): ServiceSpec["recoveryDeadline"] {
  const { afterMs, fallback } = members(value, path, ["afterMs", "fallback"]);
  const ms = afterMs === undefined ? 0 : whole(limits.DEADLINE_AFTER_MS)(afterMs, at(path, "afterMs"));
  return {
    ...(ms === 0 ? {} : { afterMs: ms }),
    ...(fallback === undefined ? {} : { fallback: word(FALLBACKS)(fallback, at(path, "fallback")) }),
  };
}

function readRecovery(value: unknown, path: string): ServiceSpec["recovery"] {
  const strategies = members(value, path, ISSUE_TYPES);
  const recovery: Partial<Record<IssueType, RecoveryStrategy>> = {};
  for (const type of ISSUE_TYPES) {
    if (strategies[type] !== undefined) recovery[type] = readStrategy(strategies[type], at(path, type));
  }
  return recovery;
}

function readStrategy(value: unknown, path: string): RecoveryStrategy {
  const known = ["maxRetryCount", "backoffDelayMs", "escalationThreshold", "actions"];
  const strategy = members(value, path, known);
  const actions = listOf(limits.MAX_RECOVERY_STAGES, word<RecoveryAction>(RECOVERY_ACTIONS));
  const where = at(path, "actions");
  const stages = actions(strategy["actions"], where);
  if (stages.length === 0) throw invalid(where, "is empty", `1 to ${limits.MAX_RECOVERY_STAGES} elements`);
  return {
    maxRetryCount: whole(limits.RETRIES)(strategy["maxRetryCount"], at(path, "maxRetryCount")),
    backoffDelayMs: whole(limits.BACKOFF_MS)(strategy["backoffDelayMs"], at(path, "backoffDelayMs")),
    escalationThreshold: whole(limits.RETRIES)(
      strategy["escalationThreshold"],
      at(path, "escalationThreshold"),
    ),
    actions: stages,
  };
}

/** I1. */
function members(value: unknown, path: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  const found = object(value, path);
  const unknown = Object.keys(found).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(at(path, unknown.slice(0, 64)), "is not known", known.join(", "));
  return found;
}

function object(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(path === "" ? "document" : path, "is not an object", "an object");
  }
  return Object.fromEntries(Object.entries(value));
}

function string(value: unknown, path: string): string {
  if (typeof value !== "string") throw invalid(path, "is not text", "text");
  return value;
}

function texts(value: unknown, path: string): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(path, "is not an object", "an object of texts");
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [key, string(it, `${path}[${quoted(key)}]`)]),
  );
}

function whole(range: Range): (value: unknown, path: string) => number {
  return (value, path) => {
    if (typeof value !== "number") throw invalid(path, "is not a number", `${range.min} to ${range.max}`);
    return integer(value, path, range);
  };
}

function word<const T extends string>(words: readonly T[]): (value: unknown, path: string) => T {
  return (value, path) => {
    const found = words.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw invalid(
      path,
      typeof value === "string" ? `${quoted(value)} is not accepted` : "is not text",
      words.join(", "),
    );
  };
}

function listOf<T>(
  max: number,
  element: (value: unknown, path: string) => T,
): (value: unknown, path: string) => T[] {
  return (value, path) => {
    if (!Array.isArray(value)) throw invalid(path, "is not a list", `a list of at most ${max}`);
    return list<unknown, T>(value, path, { max, element });
  };
}

/** The shape of a process's record, as a strict decoder: a record that was damaged is none. */
import { parseResourceId } from "../../state/resource_id.ts";
import {
  array,
  boolean,
  DecodeError,
  type Decoder,
  integer,
  literal,
  object,
  optional,
  record,
  string,
  union,
} from "../../records/decoder.ts";
import type { ProcessHealth, StopRule } from "../definition/workload.ts";
import type { InstanceEnd, InstanceLabels } from "../driver.ts";

/** What is kept of an instance, for the node that comes after this one. */
export interface ProcessRecord {
  readonly v: 1;
  readonly labels: InstanceLabels;
  /** 0 = about to be started. */
  readonly pid: number;
  readonly startTicks: string;
  readonly bootId: string;
  readonly startedAtMs: number;
  readonly wasHealthy: boolean;
  readonly health: ProcessHealth;
  readonly stop: StopRule;
  /** For the health command. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** "" = not a file of ours. */
  readonly logPath: string;
  readonly logSizeBytes: number;
  /** The unit of systemd that it is; not set = it was a child of the node. */
  readonly unit?: string;
  /** Set when it has ended. */
  readonly end?: InstanceEnd;
}

const labels = object<InstanceLabels>({
  instanceId: string,
  resourceId: (value, path) => parseResourceId(string(value, path)),
  replica: integer,
  node: string,
  version: string,
  configFingerprint: string,
  definitionFingerprint: string,
});

const health = union<ProcessHealth>({
  settle: object({ kind: literal("settle"), afterMs: integer }),
  heartbeat: object({ kind: literal("heartbeat"), file: string, silentAfterMs: integer }),
  command: object({
    kind: literal("command"),
    command: array(string),
    intervalMs: integer,
    timeoutMs: integer,
    failures: integer,
    startPeriodMs: integer,
  }),
});

const shape: Decoder<ProcessRecord> = object<ProcessRecord>({
  v: literal(1),
  labels,
  pid: integer,
  startTicks: string,
  bootId: string,
  startedAtMs: integer,
  wasHealthy: boolean,
  health,
  stop: object<StopRule>({ signal: string, timeoutMs: integer }),
  environment: record(string),
  workingDirectory: string,
  logPath: string,
  logSizeBytes: integer,
  unit: optional(string),
  end: optional(object<InstanceEnd>({
    exitCode: optional(integer),
    signal: optional(integer),
    isResourceExhausted: boolean,
    message: string,
  })),
});

/** Undefined = it cannot be read. */
export function decodeRecord(text: string): ProcessRecord | undefined {
  try {
    return shape(JSON.parse(text), "");
  } catch (error) {
    if (error instanceof DecodeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

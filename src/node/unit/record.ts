/**
 * The record of an instance that is a unit, `unit.json` in its directory: a unit that exists on the machine takes no labels.
 *
 * I1  A record is written before its unit is started (without invocation), and again when systemd has said which start it was.
 * I2  A reader sees the old record or the new one, never a part.
 */
import { join } from "node:path";
import {
  array,
  boolean,
  DecodeError,
  type Decoder,
  integer,
  literal,
  object,
  optional,
  string,
} from "../../records/decoder.ts";
import { parseResourceId } from "../../state/resource_id.ts";
import type { InstanceEnd, InstanceLabels } from "../driver.ts";

export interface UnitRecord {
  readonly v: 1;
  readonly labels: InstanceLabels;
  readonly unit: string;
  /** InvocationIDs of this instance, the newest last: systemd may have restarted it. Empty = about to be started. */
  readonly invocations: readonly string[];
  /** That of the start before, which was another instance. */
  readonly previousInvocation: string;
  readonly wasHealthy: boolean;
  readonly startedAtMs: number;
  /** Set when it has ended. */
  readonly end?: InstanceEnd;
}

const FILE = "unit.json";
/** The newest are enough to know a start again. */
export const MAX_INVOCATIONS = 8;

const shape: Decoder<UnitRecord> = object<UnitRecord>({
  v: literal(1),
  labels: object<InstanceLabels>({
    instanceId: string,
    resourceId: (value, path) => parseResourceId(string(value, path)),
    replica: integer,
    node: string,
    version: string,
    configFingerprint: string,
    definitionFingerprint: string,
  }),
  unit: string,
  invocations: array(string),
  previousInvocation: string,
  wasHealthy: boolean,
  startedAtMs: integer,
  end: optional(object<InstanceEnd>({
    exitCode: optional(integer),
    signal: optional(integer),
    isResourceExhausted: boolean,
    message: string,
  })),
});

export function writeRecord(directory: string, record: UnitRecord): void {
  const path = join(directory, FILE);
  Deno.writeTextFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  Deno.renameSync(`${path}.new`, path);
}

/** Undefined = there is none, or none that can be read. */
export function readRecord(directory: string): UnitRecord | undefined {
  try {
    return shape(JSON.parse(Deno.readTextFileSync(join(directory, FILE))), "");
  } catch (error) {
    const isNone = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
    if (isNone || error instanceof DecodeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function removeRecord(directory: string): void {
  try {
    Deno.removeSync(join(directory, FILE));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** What a node remembers, as types and as strict decoders. */
import {
  array,
  type Decoder,
  integer,
  object,
  oneOf,
  optional,
  record,
  string,
  unsigned64,
} from "../../records/decoder.ts";
import { spec } from "../../records/shapes.ts";
import type { ServiceSpec } from "../../state/model.ts";
import type { DesiredWorkload } from "../../state/plan.ts";
import { parseResourceId, type ResourceId } from "../../state/resource_id.ts";

/** What an action asks of a node; the calls of the ActionController's protocol come down to these. */
export const VERBS = [
  "Start",
  "Stop",
  "Restart",
  "RecoverRestart",
  "Scale",
  "UpdateVersion",
  "ApplyConfig",
  "Recreate",
  "Relocate",
] as const;
export type Verb = typeof VERBS[number];

export interface ActionTask {
  readonly actionId: string;
  readonly verb: Verb;
  readonly resourceId: ResourceId;
  readonly node: string;
  /** Relocate: where it comes from; else "". */
  readonly fromNode: string;
  readonly desired: DesiredWorkload;
  readonly term: bigint;
  readonly deadlineMs: number;
  /** Wall time at which it was asked for. */
  readonly askedAtMs: number;
  /** Names the boot of the machine in which it was asked for. */
  readonly bootId: string;
  /** Which replicas are replaced, once that was decided: another run of the node goes on with the same ones. */
  readonly replicas?: readonly number[];
}

/** What the State Manager said it wants here. */
export interface DesiredState {
  /** Not set = not wanted on this node. */
  readonly spec?: ServiceSpec;
  readonly generation: bigint;
  /** 0 = any revision may follow. */
  readonly revision: bigint;
}

/** What an instance was started with, besides its labels. */
export interface StartedWith {
  readonly config: Readonly<Record<string, string>>;
  readonly actionId: string;
}

const id: Decoder<ResourceId> = (value, path) => parseResourceId(string(value, path));

export const actionTask: Decoder<ActionTask> = object<ActionTask>({
  actionId: string,
  verb: oneOf(VERBS),
  resourceId: id,
  node: string,
  fromNode: string,
  desired: object<DesiredWorkload>({ replicas: integer, version: string, config: record(string) }),
  term: unsigned64,
  deadlineMs: integer,
  askedAtMs: integer,
  bootId: string,
  replicas: optional(array(integer)),
});

export const desiredState: Decoder<DesiredState> = object<DesiredState>({
  spec: optional(spec),
  generation: unsigned64,
  revision: unsigned64,
});

export const startedWith: Decoder<StartedWith> = object<StartedWith>({
  config: record(string),
  actionId: string,
});

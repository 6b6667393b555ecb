/**
 * The labels by which a container is known for ever, and its name. Whoever sets all of them by hand makes a container that looks like
 * ours: the labels are no secret.
 */
import { StateManagerError } from "../../kit/errors.ts";
import { parseName, parseResourceId, splitResourceId } from "../../state/resource_id.ts";
import type { CommandHealth, JsonValue } from "../definition/workload.ts";
import type { InstanceLabels } from "../driver.ts";
import { isObject, memberOf, numberOf, textOf, textsOf } from "./json.ts";

export const LABEL = {
  instance: "piccolo.instance",
  /** The instance, on containers of a pod and on the pod: these are one instance together. */
  pod: "piccolo.pod",
  service: "piccolo.service",
  replica: "piccolo.replica",
  node: "piccolo.node",
  version: "piccolo.version",
  config: "piccolo.config",
  definition: "piccolo.definition",
  /** What the driver has to know again after a restart. */
  directory: "piccolo.directory",
  health: "piccolo.health",
  stop: "piccolo.stop",
  /** Of a pod: names and health checks of its containers, those that have to run. */
  members: "piccolo.members",
} as const;

/** The label that tells whose container it is: one that is an instance, or one of several that are. */
export type Marker = typeof LABEL.instance | typeof LABEL.pod;

/** What a container says of itself besides what every instance does. */
export interface OwnLabels {
  readonly directory: string;
  /** Not set = nothing tells its health. */
  readonly health?: CommandHealth;
  readonly stopSignal: string;
  readonly stopTimeoutMs: number;
}

export function labelsOf(
  labels: InstanceLabels,
  own: OwnLabels,
  marker: Marker = LABEL.instance,
): Record<string, string> {
  return {
    [marker]: labels.instanceId,
    [LABEL.service]: labels.resourceId,
    [LABEL.replica]: String(labels.replica),
    [LABEL.node]: labels.node,
    [LABEL.version]: labels.version,
    [LABEL.config]: labels.configFingerprint,
    [LABEL.definition]: labels.definitionFingerprint,
    [LABEL.directory]: own.directory,
    [LABEL.stop]: `${own.stopSignal} ${own.stopTimeoutMs}`,
    ...(own.health === undefined ? {} : { [LABEL.health]: JSON.stringify(own.health) }),
  };
}

/** Undefined = it is none of ours, or somebody changed its labels beyond recognition. */
export function readLabels(
  labels: JsonValue | undefined,
  marker: Marker = LABEL.instance,
): { readonly labels: InstanceLabels; readonly own: OwnLabels } | undefined {
  const [replica, instanceId] = [Number(textOf(labels, LABEL.replica)), textOf(labels, marker)];
  if (instanceId === "" || !Number.isInteger(replica) || replica < 0) return undefined;
  try {
    const [stopSignal = "", timeout = ""] = textOf(labels, LABEL.stop).split(" ");
    const health = readHealth(textOf(labels, LABEL.health));
    return {
      labels: {
        instanceId,
        resourceId: parseResourceId(textOf(labels, LABEL.service), LABEL.service),
        replica,
        node: parseName(textOf(labels, LABEL.node), LABEL.node),
        version: textOf(labels, LABEL.version),
        configFingerprint: textOf(labels, LABEL.config),
        definitionFingerprint: textOf(labels, LABEL.definition),
      },
      own: {
        directory: textOf(labels, LABEL.directory),
        stopSignal: stopSignal || "SIGTERM",
        stopTimeoutMs: Number.isFinite(Number(timeout)) ? Number(timeout) : 0,
        ...(health === undefined ? {} : { health }),
      },
    };
  } catch (error) {
    if (error instanceof StateManagerError) return undefined;
    throw error;
  }
}

function readHealth(text: string): CommandHealth | undefined {
  return healthOf(parsed(text));
}

/** Names of the containers of a pod that have to run, each with its health check. */
export type Members = ReadonlyMap<string, CommandHealth | undefined>;

export function membersText(members: Members): string {
  return JSON.stringify(
    [...members].map(([name, health]) => health === undefined ? { name } : { name, health }),
  );
}

/** Empty = it is no pod of ours. */
export function readMembers(labels: JsonValue | undefined): Members {
  const list = parsed(textOf(labels, LABEL.members));
  return new Map(
    (Array.isArray(list) ? list : []).map((
      one: JsonValue,
    ) => [textOf(one, "name"), healthOf(memberOf(one, "health"))]),
  );
}

/** Undefined = it is no JSON. */
function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function healthOf(value: JsonValue | undefined): CommandHealth | undefined {
  if (value === undefined || !isObject(value) || memberOf(value, "command") === undefined) return undefined;
  return {
    command: textsOf(value, "command"),
    intervalMs: Math.max(100, numberOf(value, "intervalMs")),
    timeoutMs: Math.max(1, numberOf(value, "timeoutMs")),
    failures: Math.max(1, numberOf(value, "failures")),
    startPeriodMs: numberOf(value, "startPeriodMs"),
  };
}

/** A name that says to people what it is, and that no other instance has. */
export function containerName({ resourceId, replica, instanceId }: InstanceLabels): string {
  const { namespace, name } = splitResourceId(resourceId);
  return `piccolo-${namespace}-${name}-${replica}-${instanceId}`;
}

/** All containers of a node that have this marker. */
export function nodeFilter(node: string, marker: Marker): { readonly label: readonly string[] } {
  return { label: [`${LABEL.node}=${node}`, marker] };
}

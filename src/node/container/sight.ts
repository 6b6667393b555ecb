/** What the runtime shows of a container, as the node understands it: the answer of `GET /containers/{id}/json`. */
import type { JsonValue } from "../definition/workload.ts";
import type { InstanceEnd, InstanceLabels, InstanceState } from "../driver.ts";
import { memberOf, numberOf, textOf } from "./json.ts";
import { containerName, LABEL, type Marker, type OwnLabels, readLabels, readMembers } from "./labels.ts";

export interface ContainerSight {
  readonly containerId: string;
  readonly labels: InstanceLabels;
  readonly own: OwnLabels;
  /** Its name in its pod; "" = it is in none. */
  readonly member: string;
  /** Names of all containers of its pod that have to run, in the order of the manifest; empty = it is in none. */
  readonly members: readonly string[];
  readonly state: InstanceState;
  /** 0 = it has none. */
  readonly pid: number;
  readonly startedAtMs: number;
  /** The runtime does not know of a start; one in which it was killed may have gone on without it. */
  readonly isUnstarted: boolean;
}

/** Exit codes above this mean a signal. */
const SIGNAL_BASE = 128;
const MAX_SIGNAL = 64;
const UNSTARTED: ReadonlySet<string> = new Set(["created", "configured", "initialized"]);

/** Undefined = it is none of ours. */
export function readContainer(body: JsonValue, marker: Marker): ContainerSight | undefined {
  const labels = memberOf(body, "Config", "Labels");
  const read = readLabels(labels, marker);
  const known = read && marker === LABEL.pod
    ? memberIn(body, labels, read)
    : read && { ...read, member: "", members: [] };
  if (known === undefined) return undefined;
  const pid = numberOf(body, "State", "Pid");
  const startedAtMs = Date.parse(textOf(body, "State", "StartedAt"));
  return {
    containerId: textOf(body, "Id"),
    ...known,
    state: stateOf(body, pid),
    pid,
    startedAtMs: Number.isFinite(startedAtMs) && startedAtMs > 0 ? startedAtMs : 0,
    isUnstarted: UNSTARTED.has(textOf(body, "State", "Status")),
  };
}

/** A container of a pod; undefined = one that only prepares the others, and ends. */
function memberIn(
  body: JsonValue,
  labels: JsonValue | undefined,
  { labels: ofInstance, own }: NonNullable<ReturnType<typeof readLabels>>,
): Pick<ContainerSight, "labels" | "own" | "member" | "members"> | undefined {
  const name = textOf(body, "Name").replace(/^\//, "");
  const members = readMembers(labels);
  const member = [...members.keys()].find((one) => name === `${containerName(ofInstance)}-${one}`);
  if (member === undefined) return undefined;
  const health = members.get(member);
  return {
    labels: ofInstance,
    own: { ...own, ...(health === undefined ? {} : { health }) },
    ...{ member, members: [...members.keys()] },
  };
}

function stateOf(body: JsonValue, pid: number): InstanceState {
  const status = textOf(body, "State", "Status");
  const process = pid === 0 ? {} : { pid };
  if (UNSTARTED.has(status)) {
    return { kind: "ended", end: { isResourceExhausted: false, message: "it was made and never started" } };
  }
  switch (status) {
    case "running":
    // The runtime is told never to restart one.
    case "restarting":
      return { kind: "running", ...process };
    case "paused":
      return { kind: "held", ...process };
    case "stopping":
    case "removing":
      // A podman that is killed in the middle of it leaves that state for ever: without a process it is over.
      return pid === 0 ? { kind: "ended", end: endOf(body) } : { kind: "stopping" };
    default:
      return { kind: "ended", end: endOf(body) };
  }
}

function endOf(body: JsonValue): InstanceEnd {
  const code = numberOf(body, "State", "ExitCode");
  const isSignal = code > SIGNAL_BASE && code <= SIGNAL_BASE + MAX_SIGNAL;
  const isResourceExhausted = memberOf(body, "State", "OOMKilled") === true;
  return {
    ...(isSignal ? { signal: code - SIGNAL_BASE } : { exitCode: code }),
    isResourceExhausted,
    message: textOf(body, "State", "Error"),
  };
}

/** What the runtime shows of a container, as the node understands it: the answer of `GET /containers/{id}/json`. */
import type { JsonValue } from "../definition/workload.ts";
import type { InstanceEnd, InstanceLabels, InstanceState } from "../driver.ts";
import { memberOf, numberOf, textOf } from "./json.ts";
import { type OwnLabels, readLabels } from "./labels.ts";

export interface ContainerSight {
  readonly containerId: string;
  readonly labels: InstanceLabels;
  readonly own: OwnLabels;
  readonly state: InstanceState;
  /** 0 = it has none. */
  readonly pid: number;
  readonly startedAtMs: number;
}

/** Exit codes above this mean a signal. */
const SIGNAL_BASE = 128;
const MAX_SIGNAL = 64;

/** Undefined = it is none of ours. */
export function readContainer(body: JsonValue): ContainerSight | undefined {
  const known = readLabels(memberOf(body, "Config", "Labels"));
  if (known === undefined) return undefined;
  const pid = numberOf(body, "State", "Pid");
  const startedAtMs = Date.parse(textOf(body, "State", "StartedAt"));
  return {
    containerId: textOf(body, "Id"),
    ...known,
    state: stateOf(body, pid),
    pid,
    startedAtMs: Number.isFinite(startedAtMs) && startedAtMs > 0 ? startedAtMs : 0,
  };
}

function stateOf(body: JsonValue, pid: number): InstanceState {
  const status = textOf(body, "State", "Status");
  const process = pid === 0 ? {} : { pid };
  switch (status) {
    case "running":
    // The runtime is told never to restart one.
    case "restarting":
      return { kind: "running", ...process };
    case "paused":
      return { kind: "held", ...process };
    case "stopping":
    case "removing":
      return { kind: "stopping" };
    case "created":
    case "configured":
    case "initialized":
      return { kind: "ended", end: { isResourceExhausted: false, message: "it was made and never started" } };
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

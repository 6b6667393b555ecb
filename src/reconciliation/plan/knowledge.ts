/**
 * What the actions of a plan, read from the front, make certain about the replicas on each node, whatever was there before.
 *
 * Used by the optimiser alone. "Not known" is always a right answer; it only keeps an action that could have gone.
 */
import { assertNever } from "../../kit/errors.ts";
import { type ConfigMap, isSameConfig } from "../../state/config_map.ts";
import type { DesiredWorkload, PlannedAction } from "../../state/plan.ts";
import { endsFilled } from "./workload.ts";

/** What is certain; what is not set is not known. Version, config and freshness are those of every replica there. */
interface Known {
  readonly replicas?: number;
  readonly version?: string;
  readonly config?: ConfigMap;
  readonly isFresh?: true;
  readonly isIsolated?: true;
}

export class NodeKnowledge {
  readonly #nodes = new Map<string, Known>();

  /** Whether the action would find everything as it is to leave it. */
  isDone(action: PlannedAction): boolean {
    const known = this.#nodes.get(action.node) ?? {};
    const { step, desired } = action;
    const isFull = known.replicas !== undefined && known.replicas >= desired.replicas;
    const isMade = isSame(known, desired) && known.isFresh === true;
    const makesNone = !endsFilled(action) || isFull;
    switch (step.kind) {
      case "Start":
        return isFull;
      case "Stop":
        return known.replicas === 0;
      case "Isolate":
        return known.replicas === 0 && known.isIsolated === true;
      case "Recreate":
        return known.replicas === desired.replicas && isMade;
      case "Scale":
        return known.replicas === step.toReplicas && makesNone;
      case "Restart":
        return known.isFresh === true && makesNone;
      case "UpdateVersion":
      case "RollbackVersion":
        return isMade && makesNone;
      case "ApplyConfig":
        return hasConfig(known, desired.config) && makesNone;
      case "ResetConfig":
        return hasConfig(known, desired.config) && known.isFresh === true && makesNone;
      case "Relocate":
        return false;
      default:
        return assertNever(step);
    }
  }

  /** Takes note of what the action makes certain. */
  learn(action: PlannedAction): void {
    const { step, node, desired } = action;
    const after = knownAfter(this.#nodes.get(node) ?? {}, action);
    this.#nodes.set(node, endsFilled(action) ? toppedUp(after, desired) : after);
    if (step.kind === "Relocate") {
      this.#nodes.set(step.fromNode, emptied(this.#nodes.get(step.fromNode) ?? {}));
    }
  }
}

function knownAfter(known: Known, action: PlannedAction): Known {
  const { step, desired } = action;
  const { version, config } = desired;
  switch (step.kind) {
    case "Start":
      // Outside of a recovery it claims that nothing was there.
      return action.recovery === undefined
        ? made(known, desired, desired.replicas)
        : toppedUp(known, desired);
    case "Recreate":
      return made(known, desired, desired.replicas);
    case "Relocate":
      return toppedUp(known, desired);
    case "Stop":
      return emptied(known);
    case "Isolate":
      return { ...emptied(known), isIsolated: true };
    case "Scale":
      return scaled(known, desired, step.toReplicas);
    case "Restart":
      return { ...known, isFresh: true };
    case "UpdateVersion":
    case "RollbackVersion":
      return { ...known, version, config, isFresh: true };
    case "ApplyConfig":
      return { ...known, config };
    case "ResetConfig":
      return { ...known, config, isFresh: true };
    default:
      return assertNever(step);
  }
}

function emptied(known: Known): Known {
  return known.isIsolated === true ? { replicas: 0, isIsolated: true } : { replicas: 0 };
}

function made(known: Known, desired: DesiredWorkload, replicas: number): Known {
  const { version, config } = desired;
  return { ...emptied(known), replicas, version, config, isFresh: true };
}

/** There may be new ones among them now, made as `desired`. */
function mixed(known: Known, desired: DesiredWorkload): Known {
  const { version, config, ...rest } = known;
  return {
    ...rest,
    ...(version === desired.version ? { version } : {}),
    ...(config !== undefined && isSameConfig(config, desired.config) ? { config } : {}),
  };
}

function scaled(known: Known, desired: DesiredWorkload, replicas: number): Known {
  if (known.replicas === 0) return made(known, desired, replicas);
  const isNotMore = known.replicas !== undefined && replicas <= known.replicas;
  return { ...(isNotMore ? known : mixed(known, desired)), replicas };
}

function toppedUp(known: Known, desired: DesiredWorkload): Known {
  if (known.replicas === undefined) return mixed(known, desired);
  return known.replicas >= desired.replicas ? known : scaled(known, desired, desired.replicas);
}

function isSame(known: Known, desired: DesiredWorkload): boolean {
  return known.version === desired.version && hasConfig(known, desired.config);
}

function hasConfig(known: Known, config: ConfigMap): boolean {
  return known.config !== undefined && isSameConfig(known.config, config);
}

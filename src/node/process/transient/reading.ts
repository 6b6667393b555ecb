/** What systemd says of a unit of ours, read as a process. Pure. */
import { constants } from "node:os";
import { parseResourceId } from "../../../state/resource_id.ts";
import type { InstanceEnd, InstanceLabels } from "../../driver.ts";
import type { StopRule } from "../../definition/workload.ts";
import type { UnitSight } from "../../unit/systemd.ts";
import { INSTANCE_VARIABLE } from "../host.ts";

/** CLD_EXITED of waitid(2); the other ways are signals. */
const EXITED = 1;
/** Of what systemd could not make of a process before it became the program (systemd.exec(5)). */
const NOT_STARTED: Readonly<Record<number, string>> = {
  200: "its working directory cannot be entered",
  203: "its program cannot be executed",
  205: "its limits cannot be set",
  209: "its output cannot be set up",
  216: "its group does not exist",
  217: "its user does not exist",
};
const OUT_OF_MEMORY = "it ran out of memory: the kernel ended it";

/** A unit of this node that systemd has. */
export interface FoundUnit {
  readonly unit: string;
  readonly sight: UnitSight;
  readonly labels: InstanceLabels;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: StopRule;
}

/** Undefined = it is not of this node, whatever its name. */
export function readFound(
  unit: string,
  sight: UnitSight,
  { node, root }: { readonly node: string; readonly root: string },
): FoundUnit | undefined {
  const environment = Object.fromEntries(sight.environment.map((line) => {
    const at = line.indexOf("=");
    return [line.slice(0, at), line.slice(at + 1)];
  }));
  const instanceId = environment[INSTANCE_VARIABLE] ?? "";
  const { PICCOLO_DIRECTORY: directory = "", PICCOLO_SERVICE: service = "" } = environment;
  if (environment["PICCOLO_NODE"] !== node || instanceId === "") return undefined;
  if (directory !== `${root}/instances/${instanceId}`) return undefined;
  try {
    const labels = {
      instanceId,
      resourceId: parseResourceId(service),
      replica: Number(environment["PICCOLO_REPLICA"]),
      node,
      version: environment["PICCOLO_VERSION"] ?? "",
      // Not known any more: it differs from whatever is wanted.
      configFingerprint: "",
      definitionFingerprint: "",
    };
    const stop = { signal: signalName(sight.killSignal), timeoutMs: sight.stopTimeoutMs };
    return { unit, sight, labels, directory, environment, stop };
  } catch {
    return undefined;
  }
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, one]) => one === number)?.[0] ?? "SIGTERM";
}

/** Whether its main process, if it had one, is gone. */
export function isOver({ mainPid, exitKind, activeState }: UnitSight): boolean {
  return mainPid === 0 && (exitKind !== 0 || activeState === "inactive" || activeState === "failed");
}

/** Whether systemd will not change its mind on how it ended: that the kernel was short of memory may reach it a moment later. */
export function isSettled({ activeState, exitKind, exitStatus, result }: UnitSight): boolean {
  return exitKind === EXITED || exitStatus !== constants.signals.SIGKILL || result === "oom-kill" ||
    activeState === "failed" || activeState === "inactive";
}

/** Whether it can be read how it ended. */
export function endOfUnit({ exitKind, exitStatus, result }: UnitSight): InstanceEnd | undefined {
  if (exitKind === 0) return undefined;
  const end: InstanceEnd = {
    ...(exitKind === EXITED ? { exitCode: exitStatus } : { signal: exitStatus }),
    isResourceExhausted: false,
    message: "",
  };
  return result === "oom-kill" ? exhausted(end) : end;
}

/** The same end, by the kernel for want of memory. */
export function exhausted(end: InstanceEnd): InstanceEnd {
  return { ...end, isResourceExhausted: true, message: OUT_OF_MEMORY };
}

/** Why the process never became the program; undefined = systemd does not say so. */
export function startProblem({ exitKind, exitStatus }: UnitSight): string | undefined {
  return exitKind === EXITED ? NOT_STARTED[exitStatus] : undefined;
}

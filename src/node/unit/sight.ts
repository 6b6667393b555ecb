/** A unit as systemd shows it, as the instance of a service. Pure. */
import type { InstanceEnd, InstanceHealth, InstanceState } from "../driver.ts";
import type { UnitSight } from "./systemd.ts";

/** CLD_EXITED of waitid(2); the other ways are signals. */
const EXITED = 1;
/** Exit codes that systemd itself gives a process that it could not execute (systemd.exec(5)). */
const EXEC_FAILURES: Readonly<Record<number, string>> = {
  200: "the working directory cannot be entered",
  203: "the program cannot be executed",
  216: "the group does not exist",
  217: "the user does not exist",
  226: "its mount namespace cannot be set up",
};

export interface UnitReading {
  readonly state: InstanceState;
  readonly health: InstanceHealth;
  readonly message: string;
}

export function readUnit(unit: UnitSight): UnitReading {
  const { activeState, mainPid } = unit;
  const process = mainPid === 0 ? {} : { pid: mainPid };
  const message = unit.restarts > 0 ? `systemd restarted it ${unit.restarts} times` : "";
  switch (activeState) {
    case "active":
    case "reloading":
      return {
        state: { kind: unit.isFrozen ? "held" : "running", ...process },
        health: unit.type.startsWith("notify") ? "healthy" : "none",
        message,
      };
    case "activating":
      // Between two starts of its own nothing of it runs.
      if (mainPid === 0 && unit.subState.startsWith("auto-restart")) {
        return { state: { kind: "ended", end: endOf(unit) }, health: "lost", message };
      }
      return { state: { kind: "running", ...process }, health: "starting", message };
    case "deactivating":
      return { state: { kind: "stopping" }, health: "lost", message };
    default:
      return { state: { kind: "ended", end: endOf(unit) }, health: "lost", message };
  }
}

export function endOf({ exitKind, exitStatus, result }: UnitSight): InstanceEnd {
  const why = EXEC_FAILURES[exitStatus];
  const isExit = exitKind === EXITED;
  const message = isExit && why !== undefined
    ? why
    : result === "" || result === "success" || result === "exit-code" || result === "signal"
    ? ""
    : `systemd's result is ${result}`;
  return {
    ...(exitKind === 0 ? {} : isExit ? { exitCode: exitStatus } : { signal: exitStatus }),
    isResourceExhausted: result === "oom-kill" || result === "resources",
    message,
  };
}

/** Whether the process never became the program. */
export function isExecFailure({ exitKind, exitStatus }: UnitSight): boolean {
  return exitKind === EXITED && EXEC_FAILURES[exitStatus] !== undefined;
}

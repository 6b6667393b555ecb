/**
 * Whether the kernel ended a unit for want of memory, on machines with control groups of version 1: there systemd is not told, and the group
 * with the count is gone together with the unit. So systemd copies the count as the last thing that it does for the unit.
 */
import { messageOf } from "../../../kit/errors.ts";
import type { UnitProperty } from "../../unit/systemd.ts";
import { programProblem } from "../program.ts";

const ROOT = "/sys/fs/cgroup/memory";
const COPY = ["/bin/cp", "/usr/bin/cp"] as const;

/** The count of a unit that is below this slice; undefined = systemd sees for itself, or it cannot be had. */
export function countFileOf(unit: string, slice: string): string | undefined {
  try {
    // Where the manager has its groups: another place than the root in a container.
    const line = Deno.readTextFileSync("/proc/1/cgroup").split("\n").find((one) => /^\d+:memory:/.test(one));
    if (line === undefined || !Deno.statSync(ROOT).isDirectory) return undefined;
    const group = line.slice(line.indexOf("/")).replace(/\/(init\.scope)?$/, "");
    return `${ROOT}${group}/${slice}/${unit}/memory.oom_control`;
  } catch {
    return undefined;
  }
}

/** Has the count copied beside the directory of the instance, with the rights of systemd. */
export function copyProperties(countFile: string, directory: string): readonly UnitProperty[] {
  const program = COPY.find((path) => programProblem(path) === undefined);
  if (program === undefined) return [];
  const words = [program, countFile, copyOf(directory)];
  return [["ExecStopPostEx", "a(sasas)", [[program, words, [
    "ignore-failure",
    "privileged",
    "no-env-expand",
  ]]]]];
}

/** Whether the copy counts at least one; it is removed. */
export function takeCopy(directory: string): boolean {
  const path = copyOf(directory);
  try {
    const text = Deno.readTextFileSync(path);
    Deno.removeSync(path);
    return /^oom_kill [1-9]/m.test(text);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw new Error(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

function copyOf(directory: string): string {
  return `${directory}.memory`;
}

/**
 * Whether the kernel ended a process of a container for want of memory, from the container's memory cgroup: podman forgets it on machines
 * with cgroups of version 1.
 *
 * I1: it is asked right after the end, because the runtime removes the cgroup a moment later; what cannot be read is "no".
 */

/** Where the count of OOM kills stands; undefined = it cannot be told. */
export function oomFileOf(pid: number): string | undefined {
  try {
    for (const line of Deno.readTextFileSync(`/proc/${pid}/cgroup`).split("\n")) {
      const [hierarchy = "", controllers = "", ...rest] = line.split(":");
      const path = rest.join(":");
      if (path === "" || path === "/") continue;
      if (controllers.split(",").includes("memory")) return `/sys/fs/cgroup/memory${path}/memory.oom_control`;
      if (hierarchy === "0" && controllers === "" && exists("/sys/fs/cgroup/cgroup.controllers")) {
        return `/sys/fs/cgroup${path}/memory.events`;
      }
    }
  } catch {
    // No permission, or the process is gone.
  }
  return undefined;
}

/** Whether the file counts at least one. */
export function hasOomKill(file: string): boolean {
  try {
    return /^oom_kill [1-9]/m.test(Deno.readTextFileSync(file));
  } catch {
    return false;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Processes of one node among those of others, which may run the same services beside it. */
import { scanEnvironment } from "../../../src/node/process/proc.ts";

/** Pids of the processes of a service whose instances lie below that directory. */
export function ownPids(stateDir: string, resource: string): readonly number[] {
  return scanEnvironment("PICCOLO_SERVICE", resource)
    .filter(({ pid, sessionId }) => pid === sessionId && directoryOf(pid).startsWith(`${stateDir}/`))
    .map(({ pid }) => pid);
}

function directoryOf(pid: number): string {
  const name = "PICCOLO_DIRECTORY=";
  try {
    const words = Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0");
    return words.find((word) => word.startsWith(name))?.slice(name.length) ?? "";
  } catch {
    // It has ended.
    return "";
  }
}

/** What runs of a service, from /proc: never from the State Manager or the runtime. */
import { readProcess } from "../../../src/node/process/proc.ts";
import type { Ecu } from "../../../tests/support/node/ecu.ts";
import type { RunningInstance } from "./wanted.ts";

/** Its main processes that live now. `mode`: name of the variable in which they have `config.mode`. */
export function runningInstances(
  ecu: Ecu,
  { resource, mode }: { readonly resource: string; readonly mode: string },
): readonly RunningInstance[] {
  return ecu.pids(resource).flatMap((pid) => {
    const sight = readProcess(pid);
    const environment = environmentOf(pid);
    if (sight?.isAlive !== true || environment.size === 0) return [];
    const text = (name: string) => environment.get(name) ?? "";
    return [{
      pid,
      isHeld: sight.isHeld,
      replica: text("PICCOLO_REPLICA"),
      version: text("PICCOLO_VERSION"),
      mode: text(mode),
    }];
  });
}

/** Empty = it has ended. */
function environmentOf(pid: number): ReadonlyMap<string, string> {
  try {
    const words = Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0");
    return new Map(
      words.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
    );
  } catch {
    return new Map();
  }
}

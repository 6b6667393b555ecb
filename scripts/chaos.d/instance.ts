/**
 * The daemons under test.
 *
 * I1: an end that nobody asked for, and a line in a log that only a bug can write, are violations.
 */
import { JOURNAL_FILE } from "../../src/journal/journal.ts";
import type { Member } from "../../tests/support/instances/group.ts";
import { etcdAt, IMPATIENT, Instance } from "../../tests/support/instances/instance.ts";
import type { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import type { Story } from "./story.ts";

const CALL_MS = 3_000;
const TAIL_CHARS = 2_000;
const BUGS = [
  "A reconcile failed because of a bug",
  "A service cannot be replicated to etcd",
  "Cannot continue",
  "Uncaught",
  "panicked",
];

export function newInstance(
  name: string,
  { vehicle, endpoints, isHa, story }: {
    readonly vehicle: Vehicle;
    readonly endpoints: readonly string[];
    readonly isHa: boolean;
    readonly story: Story;
  },
): Instance {
  return new Instance({
    instance: name,
    ...vehicle.settings(),
    ...IMPATIENT,
    ...etcdAt(endpoints, { call_timeout: "1s" }),
    ha: { enabled: isHa, lease_ttl: "3s" },
    log: { format: "json" },
  }, {
    // Under the vehicle's folder, so that whoever clears that away finds the process by its arguments.
    dir: `${vehicle.dir}/${name}`,
    logPath: vehicle.logPath(name),
    deadlineMs: CALL_MS,
    // A write beyond the limit of the size of files (see `limitFiles`) is to fail, as on a full disk, and not to end it.
    wrapper: ["bash", "-c", 'trap "" XFSZ; exec "$@"', name],
    onLine: (line) => {
      if (BUGS.some((bug) => line.includes(bug))) story.violation(`${name} says: ${line.slice(0, 1_500)}`);
    },
    onLost: ({ code, stderr }) =>
      story.violation(`${name} ended by itself: code ${code}; ${stderr.slice(-TAIL_CHARS)}`),
  });
}

/** Ends it, however it is held; resolves with its exit code, which is 0 where it does not run. */
export async function end({ manager }: Member, signal: "SIGKILL" | "SIGTERM"): Promise<number> {
  if (!manager.isRunning) return 0;
  return (await manager.end(signal)).code;
}

/** Every write to a file fails, or no longer. Returns whether that can be done here. */
export function limitFiles({ manager }: Member, isLimited: boolean): boolean {
  if (!manager.isRunning) return false;
  return new Deno.Command("prlimit", {
    args: ["--pid", String(manager.pid), isLimited ? "--fsize=1:" : "--fsize=unlimited:"],
    ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
  }).outputSync().success;
}

export function journalOf({ manager }: Member): string {
  return `${manager.stateDir}/${JOURNAL_FILE}`;
}

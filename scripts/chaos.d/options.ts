/** The command line of `scripts/chaos etcd`. */
import { readArguments, refuse } from "../options.ts";

const HELP = `usage: scripts/chaos etcd [options]
  Seeded random faults against the real daemon under load, with a real etcd behind proxies and a vehicle of real processes.
  NodeAgents and the ActionController have bad habits now and then (docs/protocol.md lists them).
  --minutes N      how long the faults go on (default 5); --seconds N the same in seconds
  --seed N         default: a random one, which is printed; the same seed chooses the same faults, the machine their moments
  --members 1|3    of etcd (default 3)
  --ha             several daemons that share the state; one of them leads
  --daemons 2|3    so many of them (default 2)
  --only NAMES     these faults only, separated by commas; a name that is none is answered with all of them
  --restore        etcd also loses history: a backup is restored, or a single member is emptied; what was written since
                   the backup by others is then not asked for
  --log DIR        keep the logs of the daemons and the audit of the vehicle there
  --help           this text

Progress goes to standard error, each fault with its time. The last line on standard output is one JSON line:
{"ok":BOOL,"seed":N,"minutes":N,"faults":{NAME:N},"changes":{"api":N,"etcd":N,"events":N},"violations":N,...}.
Returns 0 only without a violation: no acknowledged change lost, each event once and in order in etcd, the history without
holes, and at the end memory = etcd = journal, the vehicle as it is wanted, and no action carried out twice. With --ha clients
read at every instance, compare and set at random ones, and subscribe at one after the other: what they see is held against
the sentences of docs/consistency.md (not with --restore, which takes back what was acknowledged).
Leaves no process and no file behind, also when it is interrupted. Needs an etcd (scripts/etcd get).`;

export interface ChaosOptions {
  readonly seed: number;
  /** How long the faults go on. */
  readonly durationMs: number;
  readonly members: 1 | 3;
  readonly isHa: boolean;
  /** Daemons that share the state; 1 without `isHa`. */
  readonly daemons: number;
  /** Etcd may lose what it acknowledged. */
  readonly isLossy: boolean;
  /** Empty = every fault. */
  readonly only: readonly string[];
  readonly logDir: string | undefined;
}

/** `faults`: the names that there are. What is wrong ends the script. */
export function chaosOptions(faults: readonly string[]): ChaosOptions {
  const { name, values } = readArguments(HELP, {
    seed: { type: "string" },
    minutes: { type: "string" },
    seconds: { type: "string" },
    members: { type: "string", default: "3" },
    ha: { type: "boolean", default: false },
    daemons: { type: "string" },
    restore: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    log: { type: "string" },
  });
  if (name !== "etcd") refuse(`scripts/chaos: there is no chaos "${name}"; see scripts/chaos --help`);
  const { members } = values;
  if (members !== "1" && members !== "3") refuse(`--members ${members}: 1 or 3`);
  const daemons = values.ha ? Number(values.daemons ?? "2") : 1;
  if (values.ha ? daemons !== 2 && daemons !== 3 : values.daemons !== undefined) {
    refuse(`--daemons ${values.daemons}: 2 or 3, and only with --ha`);
  }
  const seconds = values.seconds === undefined
    ? 60 * within(values.minutes ?? "5", "minutes", 1_440)
    : within(values.seconds, "seconds", 86_400);
  const only = values.only === "" ? [] : values.only.split(",");
  const unknown = only.find((name) => !faults.includes(name));
  if (unknown !== undefined) refuse(`--only ${unknown}: not one of ${faults.join(", ")}`);
  return {
    seed: within(values.seed ?? String(Math.floor(Math.random() * 1e9)), "seed", 2 ** 31),
    durationMs: seconds * 1_000,
    members: members === "1" ? 1 : 3,
    isHa: values.ha,
    daemons,
    isLossy: values.restore,
    only,
    logDir: values.log,
  };
}

function within(text: string, name: string, max: number): number {
  const value = Number(text);
  return value >= 0 && value <= max ? value : refuse(`--${name} ${text}: a number, 0 to ${max}`);
}

/** The command line of `scripts/chaos etcd`. */
import { parseArgs } from "node:util";

export interface ChaosOptions {
  /** Everything temporary is below it. */
  readonly dir: string;
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

/** `faults`: the names that there are. @throws Error with a sentence that names the option. */
export function readOptions(args: readonly string[], faults: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: "string" },
      seed: { type: "string" },
      minutes: { type: "string" },
      seconds: { type: "string" },
      members: { type: "string", default: "3" },
      ha: { type: "boolean", default: false },
      daemons: { type: "string" },
      restore: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      log: { type: "string" },
    },
    strict: true,
  });
  const { dir, members } = values;
  if (dir === undefined) throw new Error("--dir is missing: start this by scripts/chaos");
  if (members !== "1" && members !== "3") throw new Error(`--members ${members}: 1 or 3`);
  const daemons = values.ha ? Number(values.daemons ?? "2") : 1;
  if (values.ha ? daemons !== 2 && daemons !== 3 : values.daemons !== undefined) {
    throw new Error(`--daemons ${values.daemons}: 2 or 3, and only with --ha`);
  }
  const seconds = values.seconds === undefined
    ? 60 * within(values.minutes ?? "5", "minutes", 1_440)
    : within(values.seconds, "seconds", 86_400);
  const only = values.only === "" ? [] : values.only.split(",");
  const unknown = only.find((name) => !faults.includes(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: not one of ${faults.join(", ")}`);
  return {
    dir,
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
  if (!(value >= 0 && value <= max)) throw new Error(`--${name} ${text}: a number, 0 to ${max}`);
  return value;
}

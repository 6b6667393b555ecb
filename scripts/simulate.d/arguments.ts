/** The command line of `scripts/simulate`. */
import { type Mode, MODES } from "../../tests/support/simulation/model.ts";

export interface Arguments {
  readonly seeds: number;
  readonly from: number;
  readonly mode?: Mode;
  readonly steps?: number;
  /** Seeds, or mutations, that are run at once. */
  readonly jobs: number;
  readonly schedule?: string;
  readonly isShrinking: boolean;
  readonly isKeepingGoing: boolean;
  readonly isJson: boolean;
  readonly isMutating: boolean;
  readonly only: string;
}

/** Throws with the reason. */
export function readArguments(args: readonly string[]): Arguments {
  const values = new Map<string, string>();
  for (let index = 0; index < args.length; index++) {
    const [name = "", inline] = (args[index] ?? "").split(/=(.*)/s);
    if (FLAGS.has(name)) values.set(name, "yes");
    else if (VALUES.has(name)) {
      const value = inline ?? args[++index];
      if (value === undefined) throw new Error(`${name} needs a value`);
      values.set(name, value);
    } else throw new Error(`there is no option ${name}; scripts/simulate --help lists them`);
  }
  const mode = values.has("--ha") ? "ha" : MODES.find((known) => known === values.get("--mode"));
  if (values.has("--mode") && mode === undefined) throw new Error(`--mode is one of ${MODES.join(", ")}`);
  const schedule = values.get("--schedule");
  const steps = values.has("--steps") ? count(values.get("--steps"), "--steps") : undefined;
  return {
    seeds: count(values.get("--seeds") ?? (values.has("--mutations") ? "500" : "200"), "--seeds"),
    from: count(values.get("--from") ?? "1", "--from"),
    jobs: Math.max(1, count(values.get("--jobs") ?? String(navigator.hardwareConcurrency), "--jobs")),
    ...(mode === undefined ? {} : { mode }),
    ...(steps === undefined ? {} : { steps }),
    ...(schedule === undefined ? {} : { schedule }),
    isShrinking: !values.has("--no-shrink"),
    isKeepingGoing: values.has("--keep-going"),
    isJson: values.has("--json"),
    isMutating: values.has("--mutations"),
    only: values.get("--only") ?? "",
  };
}

const FLAGS: ReadonlySet<string> = new Set([
  ...["--ha", "--no-shrink", "--keep-going", "--json", "--mutations"] as const,
]);
const VALUES: ReadonlySet<string> = new Set([
  "--seeds",
  "--from",
  "--jobs",
  "--mode",
  "--steps",
  "--schedule",
  "--only",
]);

function count(text: string | undefined, name: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} is a whole number, not ${text}`);
  return value;
}

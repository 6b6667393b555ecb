/**
 * What every program of the vehicle does alike: read its options, say where it listens, end when told to or when its owner is gone.
 *
 *     DIR/run/PROGRAM.json    {"pid", "startTicks", "address"} of the one that serves now
 */
import { parseArgs } from "node:util";
import { findProcess, isAlive, type ProcessId, readProcess } from "./process_table.ts";
import { readIfThere } from "./store.ts";

export interface RunningProgram extends ProcessId {
  /** `127.0.0.1:port` */
  readonly address: string;
}

/** String options of the command line; a missing one takes its default, an unknown one is an error. */
export function readOptions<Name extends string>(
  defaults: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const options = Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: "string" as const }]),
  );
  const { values } = parseArgs({ args: Deno.args, options, strict: true });
  return { ...defaults, ...values as Partial<Record<Name, string>> };
}

export function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`--${name} is ${JSON.stringify(text)}, expected a whole number`);
  }
  return value;
}

/** Tells whoever reads DIR/run where this program serves; done when it is ready. */
export function announce(dir: string, { program, address }: { program: string; address: string }): void {
  const startTicks = readProcess(Deno.pid)?.startTicks ?? "";
  const path = programFile(dir, program);
  Deno.mkdirSync(`${dir}/run`, { recursive: true });
  Deno.writeTextFileSync(`${path}.new`, JSON.stringify({ pid: Deno.pid, startTicks, address }));
  Deno.renameSync(`${path}.new`, path);
}

/** Undefined = it never announced itself, or it is no longer alive. */
export function findProgram(dir: string, program: string): RunningProgram | undefined {
  const text = readIfThere(programFile(dir, program));
  if (text === undefined) return undefined;
  // Written by announce() only.
  const found = JSON.parse(text) as RunningProgram;
  return isAlive(found) ? found : undefined;
}

/** Ends the process on SIGTERM and SIGINT, and within a second after the owner has gone: a vehicle leaves nothing behind. */
export function endWithOwner(ownerPid: number, stop: () => void): void {
  const end = () => {
    stop();
    Deno.exit(0);
  };
  Deno.addSignalListener("SIGTERM", end);
  Deno.addSignalListener("SIGINT", end);
  const owner = readProcess(ownerPid);
  setInterval(() => {
    if (owner === undefined || !findProcess(owner)?.isAlive) end();
  }, 500);
}

function programFile(dir: string, program: string): string {
  return `${dir}/run/${program}.json`;
}

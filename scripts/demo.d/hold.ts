/** `scripts/demo --hold`: a small vehicle that stays up, one program that keeps real processes alive, and what to try beside it. */
import { untilAborted } from "../../src/kit/delay.ts";
import { eventually } from "../../tests/support/eventually.ts";
import { Ecu, NODE_WORDS } from "../../tests/support/node/ecu.ts";
import { runProgram } from "../../tests/support/program.ts";
import type { RuntimeName } from "./runtime/stage.ts";

const EXAMPLE = new URL("../../docs/examples/process/", import.meta.url).pathname;
const SERVICES = ["vehicle/can", "vehicle/lidar", "vehicle/planner"] as const;

/** Runs it until the signal aborts; with `isCheck` one process is killed, seen to come back, and that is all. Resolves to the exit code. */
export async function hold(
  { isCheck, signal }: { readonly isCheck: boolean; readonly signal: AbortSignal },
): Promise<number> {
  await using ecu = new Ecu({ http: { listen: ["127.0.0.1:0"] } });
  const address = await startExample(ecu, { example: EXAMPLE, services: SERVICES });
  const pids = () => ecu.pids("vehicle/lidar");
  if (isCheck) return await checkReplaced(ecu, { services: SERVICES, what: "processes", pids });
  const command = writeCommand(ecu, address);
  const page = Deno.readTextFileSync(`${ecu.manager.stateDir}/http_address`).trim();
  const [pid = 0, frozen = pid] = pids();
  console.error(
    `A small vehicle is up: three services, four processes, and one program that keeps them alive. In another terminal:

  cd ${command.slice(0, command.lastIndexOf("/"))}
  http://${`${page}/`.padEnd(30)}the same in a browser, live
  ./statemanagerd get                  what runs, and why
  ./statemanagerd get -w               the same, followed
  kill -9 ${`${pid}`.padEnd(29)}a process of vehicle/lidar: it comes back
  ./statemanagerd explain vehicle/lidar
  kill -STOP ${`${frozen}`.padEnd(26)}the other one is frozen: it falls silent and is replaced
  edit services.yaml                   what is wanted: then ./statemanagerd apply -f services.yaml
  edit workloads/vehicle/lidar.yaml    how it is run here: its processes are replaced
  ./statemanagerd delete vehicle/planner

Ctrl-C ends all of it and leaves nothing behind.`,
  );
  await untilAborted(signal);
  console.error("\nTaking it down");
  return 0;
}

/** Runs the services of an example on the ECU; resolves to the address of the State Manager once all of them run. */
export async function startExample(
  ecu: Ecu,
  { example, services, rewrite = (text) => text }: {
    /** Path of its folder, with a slash at the end. */
    readonly example: string;
    readonly services: readonly string[];
    /** Of a workload definition. */
    readonly rewrite?: (text: string) => string;
  },
): Promise<string> {
  for (const service of services) {
    ecu.define(service, rewrite(Deno.readTextFileSync(`${example}workloads/${service}.yaml`)));
  }
  const manifests = ecu.dir.write("services.yaml", Deno.readTextFileSync(`${example}services.yaml`));
  const address = await ecu.manager.start();
  const applied = await runProgram(["apply", "-f", manifests, "--address", address], {}, NODE_WORDS);
  if (applied.code !== 0) throw new Error(`apply: ${applied.stderr}`);
  await ecu.manager.untilRunning(...services);
  return address;
}

export interface Held {
  /** Names of all that run. */
  readonly services: readonly string[];
  /** What a process of vehicle/lidar is called here, in the plural. */
  readonly what: string;
  /** Main processes of vehicle/lidar that live now. */
  readonly pids: () => Promise<readonly number[]> | readonly number[];
}

/** Kills a process of vehicle/lidar, and prints a line of JSON once there are two again. Resolves to the exit code. */
export async function checkReplaced(
  ecu: Ecu,
  { services, what, pids, ...more }: Held & { readonly runtime?: RuntimeName },
): Promise<number> {
  const [pid = 0] = await pids();
  const beganMs = performance.now();
  Deno.kill(pid, "SIGKILL");
  await eventually(`two ${what} of vehicle/lidar again`, async () => {
    const now = await pids();
    return now.length === 2 && !now.includes(pid);
  }, { intervalMs: 20 });
  const recoveredMs = Math.round(performance.now() - beganMs);
  await ecu.manager.untilRunning(...services);
  console.error(`kill -9 ${pid}: two ${what} of vehicle/lidar again after ${recoveredMs} ms`);
  console.log(JSON.stringify({ ok: true, ...more, services: services.length, recoveredMs }));
  return 0;
}

/** The program under one name, with the address of this vehicle. */
export function writeCommand(ecu: Ecu, address: string): string {
  const words = NODE_WORDS.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const path = ecu.dir.write(
    "statemanagerd",
    `#!/bin/sh\nexport STATEMANAGER_ADDRESS='${address}'\nexec ${words} "$@"\n`,
  );
  Deno.chmodSync(path, 0o755);
  return path;
}

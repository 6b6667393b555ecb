/** `scripts/demo --hold`: a small vehicle that stays up, one program that keeps real processes alive, and what to try beside it. */
import { untilAborted } from "../../src/kit/delay.ts";
import { Ecu, NODE_WORDS } from "../../tests/support/node/ecu.ts";
import { runProgram } from "../../tests/support/program.ts";

const EXAMPLE = new URL("../../docs/examples/process/", import.meta.url).pathname;
const SERVICES = ["vehicle/can", "vehicle/lidar", "vehicle/planner"] as const;

/** Runs it until the signal aborts; with `isCheck` one process is killed, seen to come back, and that is all. Resolves to the exit code. */
export async function hold(
  { isCheck, signal }: { readonly isCheck: boolean; readonly signal: AbortSignal },
): Promise<number> {
  await using ecu = new Ecu({ http: { listen: ["127.0.0.1:0"] } });
  const say = (text: string) => console.error(text);
  const address = await startExample(ecu, EXAMPLE, SERVICES);
  if (isCheck) return await check(ecu, say);
  const command = writeCommand(ecu, address);
  const page = Deno.readTextFileSync(`${ecu.manager.stateDir}/http_address`).trim();
  const [pid = 0] = ecu.pids("vehicle/lidar");
  const [frozen = pid] = ecu.pids("vehicle/lidar").filter((other) => other !== pid);
  say(
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
  say("\nTaking it down");
  return 0;
}

/** Runs the services of an example on the ECU; resolves to the address of the State Manager once all of them run. */
export async function startExample(ecu: Ecu, example: string, names: readonly string[]): Promise<string> {
  for (const service of names) {
    ecu.define(service, Deno.readTextFileSync(`${example}workloads/${service}.yaml`));
  }
  const services = ecu.dir.write("services.yaml", Deno.readTextFileSync(`${example}services.yaml`));
  const address = await ecu.manager.start();
  const applied = await runProgram(["apply", "-f", services, "--address", address], {}, NODE_WORDS);
  if (applied.code !== 0) throw new Error(`apply: ${applied.stderr}`);
  await ecu.manager.untilRunning(...names);
  return address;
}

async function check(ecu: Ecu, say: (text: string) => void): Promise<number> {
  const [first = 0] = ecu.pids("vehicle/lidar");
  const beganMs = performance.now();
  Deno.kill(first, "SIGKILL");
  const pids = await ecu.untilProcesses("vehicle/lidar", 2, [first]);
  const tookMs = Math.round(performance.now() - beganMs);
  await ecu.manager.untilRunning("vehicle/lidar");
  say(`kill -9 ${first}: two processes of vehicle/lidar again after ${tookMs} ms`);
  console.log(
    JSON.stringify({ ok: true, services: SERVICES.length, recoveredMs: tookMs, pids: pids.length }),
  );
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

/** `scripts/demo --hold --runtime systemd`: units that stay up, and what to try beside them. */
import { untilAborted } from "../../src/kit/delay.ts";
import { Ecu } from "../../tests/support/node/ecu.ts";
import { checkReplaced, startExample, writeCommand } from "./hold.ts";
import { BUS, OwnUnits } from "./runtime/own_units.ts";

const EXAMPLE = new URL("../../docs/examples/unit/", import.meta.url).pathname;
const SERVICES = ["vehicle/lidar"] as const;
const TEMPLATE = "lidar@.service";

/** Runs it until the signal aborts; with `isCheck` one unit is killed, seen to come back, and that is all. Resolves to the exit code. */
export async function holdUnits(
  { isCheck, signal }: { readonly isCheck: boolean; readonly signal: AbortSignal },
): Promise<number> {
  const driver = { drivers: ["unit"], unit_bus: BUS };
  await using ecu = new Ecu({ http: { listen: ["127.0.0.1:0"] } }, { driver });
  await using units = new OwnUnits(ecu.dir.path);
  // First of all: it would start again what is taken away.
  await using _manager = {
    async [Symbol.asyncDispose]() {
      if (ecu.manager.isRunning) await ecu.manager.end("SIGKILL");
    },
  };
  units.write(TEMPLATE, Deno.readTextFileSync(`${EXAMPLE}${TEMPLATE}`));
  await units.reload();
  const address = await startExample(ecu, {
    example: EXAMPLE,
    services: SERVICES,
    rewrite: (text) => text.replace("lidar@", `${units.prefix}lidar@`),
  });
  const pids = () => units.mainPids();
  if (isCheck) {
    return await checkReplaced(ecu, { runtime: "systemd", services: SERVICES, what: "units", pids });
  }
  const command = writeCommand(ecu, address);
  const page = Deno.readTextFileSync(`${ecu.manager.stateDir}/http_address`).trim();
  const [pid = 0, frozen = pid] = await pids();
  console.error(
    `A service in two units of systemd, and one program that keeps them alive. In another terminal, as root:

  cd ${command.slice(0, command.lastIndexOf("/"))}
  http://${`${page}/`.padEnd(30)}the same in a browser, live
  ./statemanagerd get -w               what runs, and why, followed
  systemctl list-units '${units.prefix}*'
  kill -9 ${`${pid}`.padEnd(29)}a unit of vehicle/lidar: it comes back
  kill -STOP ${`${frozen}`.padEnd(26)}the other one is frozen: it is replaced
  ./statemanagerd explain vehicle/lidar
  edit services.yaml                   what is wanted: then ./statemanagerd apply -f services.yaml

Ctrl-C ends all of it and leaves nothing behind.`,
  );
  await untilAborted(signal);
  console.error("\nTaking it down");
  return 0;
}

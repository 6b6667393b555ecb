/** `scripts/demo --hold --runtime podman`: containers and a pod that stay up, and what to try beside them. */
import { untilAborted } from "../../src/kit/delay.ts";
import { readProcess } from "../../src/node/process/proc.ts";
import { Ecu } from "../../tests/support/node/ecu.ts";
import { Podman } from "../../tests/support/podman/podman.ts";
import { checkReplaced, startExample, writeCommand } from "./hold.ts";

const EXAMPLE = new URL("../../docs/examples/container/", import.meta.url).pathname;
const SERVICES = ["vehicle/lidar", "vehicle/recorder"] as const;
const IMAGES = ["localhost/lidar:1.0", "localhost/lidar:1.1", "localhost/recorder:1.0"] as const;
/** Longer than anybody looks at it. */
const LIFETIME_S = 86_400;

/** Runs it until the signal aborts; with `isCheck` one container is killed, seen to come back, and that is all. Resolves to the exit code. */
export async function holdContainers(
  { isCheck, signal }: { readonly isCheck: boolean; readonly signal: AbortSignal },
): Promise<number> {
  await using podman = await Podman.start({ lifetimeS: LIFETIME_S });
  for (const image of IMAGES) await podman.tag(image);
  const driver = { drivers: ["container", "pod"], container_socket: podman.socket };
  await using ecu = new Ecu({ http: { listen: ["127.0.0.1:0"] } }, { driver });
  const address = await startExample(ecu, { example: EXAMPLE, services: SERVICES });
  const pids = () => pidsOf(podman, "vehicle/lidar");
  if (isCheck) {
    return await checkReplaced(ecu, { runtime: "podman", services: SERVICES, what: "containers", pids });
  }
  const [pid = 0] = await pids();
  const command = writeCommand(ecu, address);
  podman.writeCommand(ecu.dir.path);
  const page = Deno.readTextFileSync(`${ecu.manager.stateDir}/http_address`).trim();
  console.error(
    `Two services in two containers and a pod, and one program that keeps them alive. In another terminal, as root:

  cd ${command.slice(0, command.lastIndexOf("/"))}
  http://${`${page}/`.padEnd(30)}the same in a browser, live
  ./statemanagerd get -w               what runs, and why, followed
  ./podman ps                          the containers, of a podman of their own
  kill -9 ${`${pid}`.padEnd(29)}a container of vehicle/lidar: it comes back
  ./podman pod kill --all              the pod: both of its containers come back
  ./statemanagerd explain vehicle/lidar
  edit services.yaml                   version 1.1 of the lidar there is, 1.2 there is not: ./statemanagerd apply -f services.yaml
  edit workloads/vehicle/lidar.yaml    how it is run here: its containers are replaced

Ctrl-C ends all of it and leaves nothing behind.`,
  );
  await untilAborted(signal);
  console.error("\nTaking it down");
  return 0;
}

/** The main processes of its containers. */
async function pidsOf(podman: Podman, service: string): Promise<readonly number[]> {
  const filters = ["--filter", `label=piccolo.service=${service}`, "--filter", "status=running"];
  const text = await podman.run("ps", "--format", "{{.Pid}}", ...filters);
  return text.split("\n").map(Number).filter((pid) => pid > 0 && readProcess(pid)?.isAlive === true);
}

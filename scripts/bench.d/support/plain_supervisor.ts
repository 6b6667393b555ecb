/**
 * What a supervisor does that knows nothing but its own children: starts each again 100 ms after it has ended (systemd's
 * Restart=always with its default RestartSec). The processes are those of the reference vehicle.
 *
 *     scripts/deno run -A scripts/bench.d/support/plain_supervisor.ts --dir DIR --services N [--workspace=DIR]
 *
 * Service N is `plain/sN`; its n-th process works in DIR/sN/n, n from 0. The first line on stdout comes when all are started.
 */
import { parseArgs } from "node:util";
import { pause } from "./figures.ts";

const WORKLOAD = new URL("../../../tests/support/vehicle/workload.sh", import.meta.url).pathname;
const RESTART_MS = 100;

export function plainResource(index: number): string {
  return `plain/s${index}`;
}

/** The file that the n-th process of a service writes once it is up. */
export function plainHeartbeat(dir: string, index: number, life: number): string {
  return `${dir}/s${index}/${life}/heartbeat`;
}

function start(dir: string, index: number, life: number): Deno.ChildProcess {
  const cwd = `${dir}/s${index}/${life}`;
  Deno.mkdirSync(cwd, { recursive: true });
  Deno.writeTextFileSync(`${cwd}/config.in`, "");
  return new Deno.Command("bash", {
    args: [WORKLOAD, dir, "plain", plainResource(index), "0", "1.0.0", String(Deno.pid)],
    cwd,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", LC_ALL: "C" },
    ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
    detached: true,
  }).spawn();
}

async function supervise(dir: string, index: number): Promise<never> {
  for (let life = 0;; life++) {
    await start(dir, index, life).status;
    await pause(RESTART_MS);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      dir: { type: "string", default: "" },
      services: { type: "string", default: "1" },
      workspace: { type: "string", default: "" },
    },
  });
  for (let index = 0; index < Number(values.services); index++) void supervise(values.dir, index);
  console.log("started");
}

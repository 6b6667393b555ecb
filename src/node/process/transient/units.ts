/** Whether processes become units of systemd here: where its manager answers and lets us. */
import type { ProcessUnitsMode } from "../../../platform/config/settings_node.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";
import type { InstanceLabels } from "../../driver.ts";
import type { TransientHost } from "./transient_host.ts";
import { unitNameOf } from "./unit_name.ts";

export interface ProcessUnits {
  readonly host: TransientHost;
  /** Whether nothing is started otherwise, also while systemd does not answer. */
  readonly isRequired: boolean;
  nameOf(labels: Pick<InstanceLabels, "node" | "resourceId" | "replica">): string;
}

export interface ProcessUnitsOptions {
  readonly mode: Exclude<ProcessUnitsMode, "never">;
  readonly node: string;
  /** Directory of the node's state. */
  readonly root: string;
  /** Socket of the bus that systemd is on. */
  readonly systemBus: string;
  /** Where the bus would be that the manager of this user is on. */
  readonly userBus: string;
  readonly uid: number;
  readonly gid: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Undefined = they stay children. Throws an Error where they may not. */
export async function openProcessUnits(options: ProcessUnitsOptions): Promise<ProcessUnits | undefined> {
  const { mode, systemBus, userBus, uid, gid, log, ...rest } = options;
  const reasons: string[] = [];
  for (const [socket, isSystem] of [[systemBus, true], [userBus, false]] as const) {
    if (!isSocket(socket)) {
      reasons.push(`there is no bus at ${socket}`);
      continue;
    }
    const { TransientHost } = await import("./transient_host.ts");
    const host = await TransientHost.open({ ...rest, log, socket, owner: { isSystem, uid, gid } });
    if (host instanceof TransientHost) {
      log.info("Each process becomes a unit of systemd", { bus: socket });
      return { host, isRequired: mode === "always", nameOf: unitNameOf };
    }
    reasons.push(host.message);
  }
  const why = reasons.join("; ");
  if (mode === "always") {
    throw new Error(
      `node.process_units is always, and no process can become a unit of systemd here: ${why}. ` +
        "Let the node manage units (as root, or by a rule of polkit), or set it to auto",
    );
  }
  log.info("Processes are children of the node: no unit of systemd can be made here", { why });
  return undefined;
}

/** The client of the bus costs memory: it is loaded where there is one. */
function isSocket(path: string): boolean {
  try {
    return Deno.statSync(path).isSocket ?? false;
  } catch {
    return false;
  }
}

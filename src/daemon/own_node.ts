/** The node that runs in this program, embedded or served: its drivers, its state, its definitions. Its code is loaded only where one is configured. */
import { join } from "node:path";
import type { EmbeddedNode, EmbeddedOptions } from "../node/embedded.ts";
import type { Node } from "../node/node.ts";
import type { Config } from "../platform/config/config.ts";
import { readBootId } from "../platform/process/boot_id.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

/** Directory of the node's state, below the state directory. */
export const NODE_DIRECTORY = "node";

/** Opens the node that the configuration names; undefined = none. Rejects where a driver cannot work here. */
export async function openOwnNode(
  { node, stateDir }: Pick<Config, "node" | "stateDir">,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<Node | undefined> {
  if (node.name === "") return undefined;
  const root = join(stateDir, NODE_DIRECTORY);
  Deno.mkdirSync(root, { recursive: true, mode: 0o700 });
  const { name, containerSocket, unitBus, processUnits } = node;
  const { openDrivers } = await import("../node/drivers.ts");
  const { Node } = await import("../node/node.ts");
  const drivers = await openDrivers(node.drivers, {
    ...{ root, node: name, containerSocket, unitBus, processUnits, clock, log },
  });
  return await Node.open({
    ...{ name: node.name, stateDir: root, workloads: node.workloads, drivers, clock, log },
    bootId: readBootId(),
  });
}

/** Gives an own node the ports of the manager. */
export async function embedNode(
  node: Node | undefined,
  options: EmbeddedOptions,
): Promise<EmbeddedNode | undefined> {
  if (node === undefined) return undefined;
  const { embed } = await import("../node/embedded.ts");
  return embed(node, options);
}

/** The nodes that may be followed at once. */
import { RegisteredNodes } from "../../../src/daemon/registered_nodes.ts";
import { fills } from "../../support/buffers/fills.ts";
import { FakeNode } from "../../support/engine/fake_node.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

fills("nodes", () => {
  const dir = new TempDir();
  const clock = new VirtualClock();
  const owner = new RegisteredNodes({
    ...{ stateDir: dir.path, log: new MemoryLog(), configured: ["front"], maxNodes: 5 },
    ...{ isNetworkAllowed: false, mayUse: () => true },
    connect: (node) =>
      Object.assign(new FakeNode(node, clock), { [Symbol.asyncDispose]: () => Promise.resolve() }),
  });
  const put = (index: number) => owner.onRegistered(`node-${index}`, `127.0.0.1:${47_000 + index}`);
  return { owner, put, fits: 4, end: () => dir[Symbol.dispose]() };
});

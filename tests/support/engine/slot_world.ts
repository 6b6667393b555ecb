/** What a node slot needs of the world, in memory; keeps what it reports. */
import { desiredStates } from "../../../src/manager/nodes/desired_states.ts";
import type { SlotDeps } from "../../../src/manager/nodes/node_slot.ts";
import type { ServiceState } from "../../../src/state/model.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { serviceOf } from "../domain.ts";
import { MemoryLog } from "../memory_log.ts";
import { VirtualClock } from "./virtual_clock.ts";

export class SlotWorld {
  readonly clock = new VirtualClock();
  readonly log = new MemoryLog();
  /** Events in order: "connected front", "judged front", "diff vehicle/lidar 7". */
  readonly heard: string[] = [];
  revision = 100n;
  /** Called with each event as well. */
  onHeard: (what: string) => void = () => {};
  readonly #records = new Map<ResourceId, ServiceRecord>();
  readonly deps: SlotDeps;
  /** Of this process; called before anything is judged. */
  noticePause: () => void = () => {};

  constructor(settings: Partial<SlotDeps["settings"]> = {}) {
    const hear = (what: string) => {
      this.heard.push(what);
      this.onHeard(what);
    };
    this.deps = {
      clock: this.clock,
      log: this.log,
      pause: { check: () => this.noticePause(), expect: () => {} },
      random01: () => 0.5,
      settings: { unreachableAfterMs: 1_000, lostAfterMs: 3_000, resyncMs: 0, ...settings },
      desired: desiredStates({
        revision: this.revision,
        records: () => this.#records.values(),
        service: (id) => this.#records.get(id)?.service,
      }),
      events: {
        onFence: () => false,
        onConnected: (node) => hear(`connected ${node}`),
        onDiff: ({ resourceId, sequence }) => hear(`diff ${resourceId} ${sequence}`),
        onJudged: (node) => hear(`judged ${node}`),
        onRefused: (node, id, why) => hear(`${node} ${why === undefined ? "takes" : "refuses"} ${id}`),
      },
    };
  }

  /** Assigns the service to the node, in that generation. */
  assign(id: string, node: string, generation = 1n): ResourceId {
    return this.#put(serviceOf({ id, generation, status: { node } }));
  }

  /** What was heard since the last call. */
  takeHeard(): readonly string[] {
    return this.heard.splice(0);
  }

  #put(service: ServiceState): ResourceId {
    this.#records.set(service.metadata.id, { service, term: 1n });
    return service.metadata.id;
  }
}

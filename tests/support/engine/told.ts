/** What a client of several instances in memory sees: subscribers that resume at any of them, and what they know then. */
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import { Subscription, type SubscriptionMessage } from "../../../src/manager/serve/subscription.ts";
import type { Cursor } from "../../../src/state/lineage.ts";
import type { ServiceState } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import type { Instance, SharedRig } from "./shared_rig.ts";

const ABORTED = "aborted";

export class Subscriber {
  readonly messages: SubscriptionMessage[] = [];
  readonly services = new Map<ResourceId, ServiceState>();
  cursor: Cursor | undefined;
  readonly #rig: SharedRig;
  #end = new AbortController();

  constructor(rig: SharedRig) {
    this.#rig = rig;
  }

  /** Resumes at this instance, or begins there. */
  async follow(instance: Instance): Promise<void> {
    this.#end.abort(ABORTED);
    this.#end = new AbortController();
    const { cursor } = this;
    const subscription = new Subscription(
      { api: instance.manager, clock: this.#rig.clock },
      {
        filter: ALL_SERVICES,
        start: cursor === undefined ? { kind: "snapshot" } : {
          kind: "after",
          afterRevision: cursor.revision,
          ...(cursor.term === 0n ? {} : { afterTerm: cursor.term }),
        },
        heartbeatIntervalMs: 1_000,
      },
      this.#end.signal,
    );
    void this.#read(subscription);
    await this.#rig.clock.settle();
  }

  stop(): void {
    this.#end.abort(ABORTED);
  }

  /** Revisions of the changes that came, since the newest snapshot or from the beginning. */
  revisions(): readonly bigint[] {
    return this.messages.flatMap((message) => message.kind === "change" ? [message.revision] : []);
  }

  kinds(): readonly string[] {
    return this.messages.map(({ kind }) => kind);
  }

  async #read(subscription: Subscription): Promise<void> {
    for (;;) {
      const message = await subscription.next();
      if (message === undefined) return;
      this.#take(message);
    }
  }

  #take(message: SubscriptionMessage): void {
    this.messages.push(message);
    if (message.kind === "gap") this.services.clear();
    if (message.kind === "snapshot") this.services.set(message.service.metadata.id, message.service);
    if (message.kind === "change") {
      const { service, event } = message;
      if (service === undefined) this.services.delete(event.resourceId);
      else this.services.set(event.resourceId, service);
    }
    if (message.revision > 0n) this.cursor = { revision: message.revision, term: message.term ?? 0n };
    else if (message.kind === "snapshot-complete") this.cursor = undefined;
  }
}

/**
 * Shares the state through etcd: creates the client, and starts and stops reconciliation with the leadership of this instance.
 *
 * A single instance starts reconciling after the initial sync with etcd, or after `etcd.start_wait`; one of several reconciles while it
 * is the leader.
 */
import type { EtcdClient } from "../etcd/client.ts";
import { newClient } from "../etcd/client.ts";
import { clientConfig } from "../etcd/client/files.ts";
import { Keys } from "../etcd/share/keys.ts";
import { SharedState } from "../etcd/share/shared_state.ts";
import { InstanceRegistry } from "../etcd/share/instance_registry.ts";
import type { Leadership } from "../manager/serve/api.ts";
import type { Manager } from "../manager.ts";
import type { Config } from "../platform/config/config.ts";
import { BACKLOG_EVENTS } from "../platform/config/memory.ts";
import { messageOf, StateManagerError } from "../kit/errors.ts";
import { VERSION } from "../platform/process/version.ts";
import type { Clock } from "../ports/clock.ts";
import type { InstanceList } from "../ports/instances.ts";
import type { Log } from "../ports/log.ts";
import type { Sharing, SharingOptions } from "./sharing_parts.ts";
import { Standing } from "./standing.ts";
import { TermFile } from "./term_file.ts";

/** Of the registration of an instance; nothing but the list of `instances` waits for its end. */
const REGISTRATION_TTL_MS = 10_000;

export class EtcdSharing implements Sharing {
  readonly #config: Config;
  readonly #manager: Manager;
  readonly #log: Log;
  readonly #client: EtcdClient;
  readonly #shared: SharedState;
  readonly #term: TermFile;
  readonly #standing: Standing;
  readonly #clock: Clock;
  #registry: InstanceRegistry | undefined;
  #writtenTerm = 0n;
  /** Starts and stops of reconciliation, one after the other; never rejects. */
  #turn: Promise<void> = Promise.resolve();
  #isActing = false;
  #isStopped = false;

  constructor(options: SharingOptions) {
    const { config, manager, clock, random, log, nodes, gate } = options;
    const { etcd, ha, instance } = config;
    this.#config = config;
    this.#manager = manager;
    this.#log = log;
    this.#clock = clock;
    this.#standing = new Standing(instance, { isAlone: !ha.enabled, clock });
    this.#client = newClient(clientConfig(etcd, { clock, log, callTimeoutMs: etcd.callTimeoutMs }));
    this.#shared = new SharedState({
      ...{ instance, manager, nodes },
      etcd: { kv: this.#client, keys: new Keys(etcd.prefix), clock, log, random01: () => random.next() },
      settings: {
        isHa: ha.enabled,
        leaseTtlMs: ha.leaseTtlMs,
        linger: { lingerMs: etcd.lingerMs, quietMs: etcd.quietLingerMs },
        ringSize: etcd.eventsPerService,
        endedServices: etcd.endedServices,
        capacityEvents: BACKLOG_EVENTS,
        maxServices: config.limits.services,
      },
      knownNodes: nodes.known,
      onLeadership: (leadership) => this.#setLeadership(leadership),
    });
    gate.set(this.#shared);
    manager.setAge({ ageMs: () => this.#shared.stalenessMs(), boundMs: ha.leaseTtlMs });
    this.#term = new TermFile(config.stateDir, log);
  }

  async start(): Promise<void> {
    this.#writtenTerm = this.#term.read();
    this.#manager.beginTerm(this.#writtenTerm);
    this.#manager.onTerm((term) => this.#keepTerm(term));
    this.#shared.start();
    if (this.#config.ha.enabled) return;
    const isSynced = await this.#shared.synced(this.#config.etcd.startWaitMs);
    if (!isSynced) this.#log.warn("No initial sync with etcd in time; starting from the journal alone");
    this.#act(true);
    await this.#turn;
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    void this.#registry?.[Symbol.asyncDispose]();
    this.#shared.stopIntake();
    await this.#turn;
    try {
      await this.#manager.stopReconciliation(graceMs);
    } finally {
      await this.#shared.stop(Math.min(graceMs, this.#config.etcd.callTimeoutMs));
    }
  }

  /** A single instance whose etcd does not answer keeps the term by itself; the next one that etcd gives is above it. */
  async adoptTerm(term: bigint, signal: AbortSignal): Promise<bigint> {
    const inForce = await this.#shared.adoptTerm(term, signal);
    if (inForce !== undefined) return inForce;
    if (this.#config.ha.enabled || this.#shared.isLeading()) {
      const why =
        "the term has not begun, because etcd does not answer or the lead was lost; look before asking again";
      throw new StateManagerError({ kind: "not-ready", why });
    }
    this.#manager.beginTerm(term);
    return this.#manager.term();
  }

  register(addresses: readonly string[]): void {
    const { ha, instance } = this.#config;
    if (!ha.enabled) return this.#standing.setPlace(addresses);
    const place = ha.advertise === "" ? addresses : [ha.advertise];
    const keys = new Keys(this.#config.etcd.prefix);
    const self = {
      ...{ name: instance, addresses: place, version: VERSION },
      startedAtMs: this.#clock.wallMs(),
    };
    this.#registry = new InstanceRegistry({
      etcd: { kv: this.#client, keys, clock: this.#clock, log: this.#log },
      self,
      ttlMs: Math.max(ha.leaseTtlMs, REGISTRATION_TTL_MS),
    });
    this.#standing.setPlace(place, this.#registry);
    this.#registry.start();
  }

  instances(): InstanceList {
    return this.#standing.list();
  }

  counters(): Readonly<Record<string, number>> {
    return this.#shared.counters();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#registry?.[Symbol.asyncDispose]();
    await this.#client[Symbol.asyncDispose]();
  }

  #keepTerm(term: bigint): void {
    if (term <= this.#writtenTerm) return;
    this.#writtenTerm = term;
    this.#term.write(term);
  }

  /** Resolves once the role has changed. */
  #setLeadership(leadership: Leadership): Promise<void> {
    this.#manager.setLeadership(leadership);
    const { ha, instance } = this.#config;
    this.#standing.setLeadership(ha.enabled ? leadership : { role: "leader", leader: instance });
    if (this.#config.ha.enabled) this.#act(leadership.role === "leader");
    return this.#turn;
  }

  #act(isToAct: boolean): void {
    if (this.#isActing === isToAct) return;
    this.#isActing = isToAct;
    this.#shared.setActing(isToAct);
    this.#turn = this.#turn.then(async () => {
      if (this.#isStopped) return;
      if (!isToAct) await this.#manager.standBy();
      else if (this.#isActing) this.#manager.startReconciliation();
      this.#log.info(isToAct ? "Active: reconciling services" : "Standby: following the leader");
    }).catch((error) => {
      // It is tried again with the next change of the leadership.
      this.#isActing = !isToAct;
      this.#log.error("Cannot change the role", { isToAct, error: messageOf(error) });
    });
  }
}

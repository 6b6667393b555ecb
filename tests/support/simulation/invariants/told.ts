/** What clients of several instances see: readers, writers that compare and set, and subscribers that resume across instances. */
import { readable, readLeader } from "../../../../src/etcd/share/documents.ts";
import { readStamp } from "../../../../src/records/spec_document.ts";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import { ALL_SERVICES } from "../../../../src/manager/serve/api.ts";
import { Subscription } from "../../../../src/manager/serve/subscription.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { HistoryChecker, type SubscriberHistory } from "../../history/checker.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";

const SUBSCRIBERS = 3;
/** A subscriber stays with an instance for so long, at most. */
const STAYS_MS = 7_000;
const WRITES_EVERY_MS = 9_000;
const PAGE = 1_000;

/** One subscriber, at one instance after the other. */
class Client {
  readonly history: SubscriberHistory;
  readonly #checker: HistoryChecker;
  readonly #world: World;
  #run: Run | undefined;
  #sinceMs = 0;
  #end = new AbortController();

  constructor(checker: HistoryChecker, world: World, name: string) {
    this.#checker = checker;
    this.#world = world;
    this.history = checker.subscriber(name);
  }

  /** Moves on when its instance is gone, or it was there for long enough. */
  step(runs: readonly Run[], choice: number): void {
    const nowMs = this.#world.clock.monotonicMs();
    const isThere = this.#run !== undefined && runs.includes(this.#run);
    if (isThere && nowMs - this.#sinceMs < STAYS_MS) return;
    this.stop();
    const run = runs[choice % Math.max(1, runs.length)];
    if (run === undefined || run.life.isPaused) return;
    this.#run = run;
    this.#sinceMs = nowMs;
    this.#end = new AbortController();
    this.#checker.resumes(this.history);
    void this.#follow(run, this.#end.signal).catch((error) => {
      if (!(error instanceof StateManagerError)) throw error;
      this.#run = undefined;
    });
  }

  async #follow(run: Run, signal: AbortSignal): Promise<void> {
    const { cursor } = this.history;
    const subscription = new Subscription({ api: run.manager, clock: this.#world.clock }, {
      filter: ALL_SERVICES,
      start: cursor === undefined ? { kind: "snapshot" } : {
        kind: "after",
        afterRevision: cursor.revision,
        ...(cursor.term === 0n ? {} : { afterTerm: cursor.term }),
      },
      heartbeatIntervalMs: 1_000,
    }, signal);
    await this.#read(subscription, run, signal);
  }

  stop(): void {
    this.#end.abort();
    this.#run = undefined;
  }

  async #read(subscription: Subscription, run: Run, signal: AbortSignal): Promise<void> {
    for (;;) {
      const message = await subscription.next();
      // What a dead process had to say does not arrive.
      if (message === undefined || signal.aborted || run.life.isDead) return;
      this.#checker.message(this.history, run.instance, message);
    }
  }
}

/** A spec that a State Manager wrote says which generation it is. */
function isOurs(document: string): boolean {
  return readable(readStamp, { value: document }) !== undefined;
}

/** The sentences of docs/consistency.md; `isLeaderless` = somebody took the key of the leader away just now. */
export function whatIsToldIsTrue(report: Report, world: World, isLeaderless: () => boolean): Invariant {
  const checker = new HistoryChecker((sentence, what) => report(`${sentence}: ${what}`));
  const clients = Array.from(
    { length: SUBSCRIBERS },
    (_, index) => new Client(checker, world, `subscriber ${index}`),
  );
  const nowMs = () => world.clock.monotonicMs();
  // Only the State Manager writes the status: a standby cannot know what somebody else takes away while nobody leads.
  const hasGeneration = (id: ResourceId) => {
    const [status, spec] = [world.etcd.entry(world.keys.status(id)), world.etcd.entry(world.keys.spec(id))];
    return readable(world.readStatus, status) !== undefined || (spec !== undefined && isOurs(spec.value));
  };
  world.etcd.onRevision(({ events }) => {
    // A State Manager writes more than one key at once.
    const [first] = events.length === 1 ? events : [];
    const alone = first === undefined
      ? undefined
      : world.keys.parse(first.kind === "put" ? first.entry.key : first.key);
    const isTouched = alone?.kind === "status" || alone?.kind === "spec";
    if (isTouched && !hasGeneration(alone.id)) checker.forgetGenerations(alone.id);
    for (const event of events) {
      const key = world.keys.parse(event.kind === "put" ? event.entry.key : event.key);
      const isBroken = event.kind === "delete" || readable(world.readStatus, event.entry) === undefined;
      if (key?.kind === "status" && isBroken) checker.forget(key.id);
      // What somebody else puts in place of a spec destroys it: who had not seen it before cannot tell it any more.
      if (key?.kind === "spec" && event.kind === "put" && !isOurs(event.entry.value)) checker.forget(key.id);
    }
  });
  let steps = 0;
  let writesAtMs = WRITES_EVERY_MS;
  const running = () => world.instances.flatMap(({ run }) => run ?? []);
  /**
   * Another one leads, or may at once, and it does not know: only the State Manager deletes the key (docs/consistency.md, "Assumed"), so
   * the lease that it still has says nothing. It finds out with the next keep-alive that is answered, or when the lease ends.
   */
  const isRobbed = ({ instance, manager }: Run) => {
    if (!isLeaderless() || manager.status().role !== "leader") return false;
    return readable(readLeader, world.etcd.entry(world.keys.leader))?.instance !== instance;
  };
  /** Undefined = it does not answer now. */
  const read = (run: Run) => {
    try {
      const page = run.manager.queryServices(ALL_SERVICES, { limit: PAGE });
      const isStale = page.isStale || isRobbed(run);
      checker.read({ instance: run.instance, atMs: nowMs(), ...page, isStale });
      return page;
    } catch (error) {
      if (error instanceof StateManagerError) return undefined;
      throw error;
    }
  };
  /** Reads at one instance, and writes at another what it would like instead. */
  const write = (from: Run, to: Run) => {
    const { services = [] } = read(from) ?? {};
    const service = services[steps % Math.max(1, services.length)];
    if (service === undefined || service.spec.state !== "Running") return;
    const { metadata: { id, generation }, spec } = service;
    const labels = { writer: `${steps}` };
    const change = {
      resourceId: id,
      spec,
      labels,
      expectedGeneration: generation,
      reason: "compare and set",
    };
    void to.life.pass(to.manager.updateState(change)).then((outcome) => {
      if (to.life.isDead) return;
      checker.compared({ instance: to.instance, expected: generation, service: outcome.service });
      checker.acknowledged({ service: outcome.service, atMs: nowMs() });
      world.observers.acknowledged(to, outcome.service);
    }, () => {
      // Refused, or not acknowledged: the client knows.
    });
  };
  return {
    name: "what-is-told-is-true",
    acknowledged: (_run, service) => checker.acknowledged({ service, atMs: nowMs() }),
    stepped() {
      steps += 1;
      const runs = running();
      clients.forEach((client, index) => client.step(runs, steps + 2 * index));
      for (const run of runs) if (!run.life.isPaused && run.manager.isReady()) read(run);
      const [from, to] = [
        runs[steps % Math.max(1, runs.length)],
        runs[(steps + 1) % Math.max(1, runs.length)],
      ];
      if (world.isMending || nowMs() < writesAtMs || from === undefined || to === undefined) return;
      writesAtMs = nowMs() + WRITES_EVERY_MS;
      // Not in the very moment in which others compare what is there.
      world.clock.schedule(100, () => {
        const isThere = !from.life.isDead && !to.life.isDead && !to.life.isPaused;
        if (isThere && from.manager.isReady() && to.manager.isReady()) write(from, to);
      });
    },
    settled() {
      const run = world.leader;
      if (run !== undefined) {
        checker.settled(run.manager.queryServices(ALL_SERVICES, { limit: PAGE }).services);
      }
      for (const client of clients) client.stop();
    },
  };
}

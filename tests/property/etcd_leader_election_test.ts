import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { writeLeader } from "../../src/etcd/share/documents.ts";
import { VirtualClock } from "../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../support/etcd/model.ts";
import { Candidate, TTL_MS } from "../unit/etcd/lead/campaign.ts";
import { KEYS } from "../unit/etcd/share/parts.ts";

type Step =
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "partition" | "heal" | "restart" | "depose" | "campaignNow"; readonly instance: number }
  | { readonly kind: "adopt"; readonly instance: number; readonly by: number }
  | { readonly kind: "down" | "up" | "expire" | "noSpace" | "space" | "meddle" }
  | { readonly kind: "lose"; readonly answers: number }
  | { readonly kind: "delay"; readonly ms: number };

const instance = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("wait"), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("partition", "heal", "heal", "restart", "depose", "campaignNow"),
      instance,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("down", "up", "up", "expire", "noSpace", "space", "space"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("adopt"), instance, by: fc.constantFrom(1, 3, 1_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("lose"), answers: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delay"), ms: fc.constantFrom(0, 1, 20, 150) }) },
);

class World {
  readonly clock = new VirtualClock();
  readonly etcd = new ModelEtcd({ clock: this.clock, callTimeoutMs: 500 });
  readonly candidates: readonly Candidate[];
  /** The owner of each term. */
  readonly #terms = new Map<bigint, string>();
  /** From the revocation of a lease behind its owner's back until its time to live would have ended. */
  #blindUntilMs = -Infinity;

  constructor() {
    this.etcd.delayMs = 1;
    const { etcd, clock } = this;
    this.candidates = ["a", "b", "c"].map((name, index) =>
      new Candidate(name, { etcd, clock, seed: index + 1 })
    );
  }

  async run(step: Step): Promise<void> {
    const candidate = "instance" in step ? this.candidates[step.instance] : undefined;
    switch (step.kind) {
      case "wait":
        await this.#wait(step.ms);
        break;
      case "partition":
        if (candidate !== undefined) this.etcd.partition(candidate.client);
        break;
      case "heal":
        if (candidate !== undefined) this.etcd.heal(candidate.client);
        break;
      case "restart":
        if (candidate !== undefined) {
          await candidate.stop(this.clock);
          // A run that ends is not notified any more.
          candidate.transitions.length = 0;
          candidate.renew();
          candidate.start();
        }
        break;
      case "depose":
        candidate?.election.depose("the test says so");
        break;
      case "adopt":
        if (candidate?.isValid === true) {
          candidate.election.adoptTerm((candidate.leaderTerms.at(-1)?.term ?? 0n) + BigInt(step.by));
        }
        break;
      case "campaignNow":
        candidate?.election.campaignNow();
        break;
      case "down":
        this.etcd.down();
        break;
      case "up":
        this.etcd.up();
        break;
      case "expire": {
        const [lease] = this.etcd.leases;
        if (lease !== undefined) this.etcd.expireLease(lease);
        this.#blindUntilMs = this.clock.monotonicMs() + TTL_MS;
        break;
      }
      case "meddle":
        this.etcd.put(KEYS.leader, writeLeader({ instance: "nobody", term: 1n }));
        break;
      case "noSpace":
      case "space":
        this.etcd.noSpace(step.kind === "noSpace");
        break;
      case "lose":
        this.etcd.loseAnswers(step.answers);
        break;
      case "delay":
        this.etcd.delayMs = step.ms;
        break;
    }
    this.#check();
  }

  /** All faults have ended: an instance is elected within the lease and a second turn. */
  async end(): Promise<void> {
    this.etcd.up();
    this.etcd.noSpace(false);
    this.etcd.loseAnswers(0);
    this.etcd.delayMs = 1;
    for (const { client } of this.candidates) this.etcd.heal(client);
    await this.#wait(3 * TTL_MS);
    ok(this.candidates.some(({ isValid }) => isValid), "nobody leads");
    for (const candidate of this.candidates) await candidate.stop(this.clock);
    this.#check();
    await this.clock.advance(2 * TTL_MS);
    deepEqual(this.etcd.leases, []);
  }

  async #wait(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 20) {
      await this.clock.advance(Math.min(20, left));
      this.#check();
    }
  }

  #check(): void {
    const valid = this.candidates.filter(({ isValid }) => isValid);
    const isBlind = this.clock.monotonicMs() < this.#blindUntilMs;
    ok(valid.length <= 1 || isBlind, `${valid.map(({ name }) => name).join(" and ")} lead at once`);
    for (const { name, leaderTerms, transitions } of this.candidates) {
      for (const [index, { term }] of leaderTerms.entries()) {
        const owner = this.#terms.get(term);
        ok(owner === undefined || owner === name, `term ${term} is used by ${owner} and ${name}`);
        this.#terms.set(term, name);
        ok(term >= (leaderTerms[index - 1]?.term ?? 0n), "a term went back");
      }
      let isLeading = false;
      for (const transition of transitions) {
        ok((transition === "elected") !== isLeading, transitions.join());
        isLeading = transition === "elected";
      }
    }
  }
}

Deno.test("LeaderElection: whatever fails, at most one instance may act at any moment, and no term is used by two", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25, size: "max" }), async (steps) => {
      const world = new World();
      for (const candidate of world.candidates) candidate.start();
      for (const one of steps) await world.run(one);
      await world.end();
    }),
    { numRuns: 200 },
  );
});

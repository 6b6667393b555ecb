/**
 * Scenarios as peers tell of them: their states, what a person applied, and what only repeats itself.
 *
 * I1: a scenario that a person applied has its effect when it is reported as done, or after a moment without such a report: nobody reports
 *     when one of its models could not be started.
 * I2: what an answer depends on is stored before it is given.
 */
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { MAX_NAMES, type Memory } from "./memory.ts";
import type { Nodes } from "./nodes.ts";
import type { StateChangeAnswer } from "./peer_requests.ts";
import type { Publisher } from "./publisher.ts";
import {
  parseScenarioState,
  scenarioKey,
  type ScenarioState,
  scenarioValue,
  type StateChange,
} from "./scenario.ts";
import { answerChange } from "./state_changes.ts";
import { desireOf } from "./wishes.ts";
import type { World } from "./world.ts";

export interface ScenariosDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly memory: Memory;
  readonly publisher: Publisher;
  readonly nodes: Nodes;
  readonly world: World;
  /** `settle` has something to do in so many milliseconds. */
  readonly onDue: (inMs: number) => void;
  /** Something may have been stopped that is to run. */
  readonly onReplay: () => void;
}

/** How long an applied scenario is waited for before what it launches is looked at, milliseconds (I1). */
const SETTLE_MS = 800;

const NO_ROOM: StateChangeAnswer = {
  errorCode: "ERROR_CODE_RESOURCE_UNAVAILABLE",
  message: `StateChange refused: more than ${MAX_NAMES} scenarios`,
  errorDetails: `more than ${MAX_NAMES} scenarios`,
};

export class Scenarios {
  readonly #deps: ScenariosDeps;
  /** Scenarios whose effect is due, with the time at which it is. */
  readonly #due = new Map<string, number>();
  #refused = 0;

  constructor(deps: ScenariosDeps) {
    this.#deps = deps;
  }

  /** Changes that there was no room for. */
  get refused(): number {
    return this.#refused;
  }

  stateChange(change: StateChange): StateChangeAnswer {
    const { memory } = this.#deps;
    if (!memory.hasRoomFor(change.resourceName)) {
      this.#refused += 1;
      return NO_ROOM;
    }
    const answer = answerChange({
      get: (name) => memory.scenarios.get(name),
      changed: (name, state, { isAnnounced }) => this.#changed(name, state, isAnnounced),
    }, change);
    this.#noticeReplay(change);
    memory.save(); // I2
    return answer;
  }

  /** Scenarios whose time has come become desires (I1). */
  settle(): void {
    const { clock, world, nodes, memory } = this.#deps;
    const nowMs = clock.monotonicMs();
    const { artifacts } = world;
    for (const [name, atMs] of this.#due) {
      if (nowMs < atMs) {
        this.#deps.onDue(atMs - nowMs);
        continue;
      }
      this.#due.delete(name);
      const scenario = artifacts.scenarios.get(name);
      if (scenario === undefined) continue;
      const isDone = memory.scenarios.get(name) === "COMPLETED";
      const desire = scenario.hasCondition && !isDone ? undefined : desireOf(scenario);
      if (desire === undefined) continue;
      // What was started in vain is not remembered by its agent.
      if (!isDone) nodes.forgetAll();
      memory.set(memory.desires, scenario.target, desire);
    }
  }

  #changed(name: string, state: ScenarioState, isAnnounced: boolean): void {
    const { memory, publisher, log } = this.#deps;
    const { scenarios, announced } = memory;
    const before = scenarios.get(name);
    memory.set(scenarios, name, state);
    publisher.want(scenarioKey(name), scenarioValue(state));
    if (isAnnounced) {
      memory.announce(name);
      this.#makeDue(name, SETTLE_MS);
    }
    if (state === "COMPLETED" && memory.remove(announced, name)) this.#makeDue(name, 0);
    if (before === undefined || before !== state) {
      log.info("Scenario changed", { scenario: name, state });
    }
  }

  /**
   * A peer that restarted tells what it told before, and starts everything again: the agents forget what they start in vain, and a
   * terminate scenario stops what it is not meant to stop. A condition that is met is no such thing.
   */
  #noticeReplay({ resourceName: name, currentState, targetState }: StateChange): void {
    const { memory, nodes, world, onReplay } = this.#deps;
    const { announced } = memory;
    const claimed = parseScenarioState(currentState);
    const target = parseScenarioState(targetState);
    if (target === "SATISFIED" && claimed === "WAITING") {
      memory.announce(name);
      return;
    }
    const isRegistered = claimed === "IDLE" && target === "WAITING" && !announced.has(name);
    const isRepeated = target === "COMPLETED" && claimed === "ALLOWED" && !announced.has(name) &&
      !this.#due.has(name);
    if (!isRegistered && !isRepeated) return;
    nodes.forgetAll();
    const scenario = world.artifacts.scenarios.get(name);
    if (!isRepeated || scenario === undefined || desireOf(scenario) !== "stop") return;
    for (const { id } of world.modelsOf(scenario.target)) {
      for (const node of nodes.whereIs(id)) node.expectToGo(id);
    }
    onReplay();
  }

  #makeDue(scenario: string, inMs: number): void {
    this.#due.set(scenario, this.#deps.clock.monotonicMs() + inMs);
    this.#deps.onDue(inMs);
  }
}

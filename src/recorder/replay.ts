/**
 * Runs a recording through the manager again and compares what it decides.
 *
 * I1: the manager is the real one; only its ports are played (`replay_ports.ts`).
 * I2: decisions are compared in the order in which they are made, every one of them; the first difference ends the replay.
 * I3: the last turn may lack decisions, because the program or the file may have ended in the middle of it.
 */
import { StateManager } from "../manager.ts";
import type { ManagerSettings } from "../manager/core/settings.ts";
import type { Log } from "../ports/log.ts";
import type { ReplayDifference, ReplayResult } from "../ports/replay.ts";
import { inputService, inputText, isSameDecision, serviceOf, sideBySide } from "./difference.ts";
import type { Placed, RecordedTurn, Recording } from "./reading.ts";
import type { Decision, Input, ManagerRequest } from "./recording.ts";
import { perform, type RequestTarget } from "./requests.ts";
import { ReplayWorld } from "./replay_ports.ts";

export interface ReplayOptions {
  /** Resolves in a task of its own, after every promise that is settled now was heard. */
  readonly drained: () => Promise<void>;
  /** Other settings than the recorded ones: what would have been decided with them. */
  readonly settings?: Partial<ManagerSettings>;
}

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export async function replay(recording: Recording, options: ReplayOptions): Promise<ReplayResult> {
  return await new Replay(recording, options).run();
}

class Replay {
  readonly #recording: Recording;
  readonly #drained: () => Promise<void>;
  readonly #world: ReplayWorld;
  readonly #target: RequestTarget;
  readonly #calls = new Map<number, string>();
  #turn: RecordedTurn | undefined;
  /** Decisions of this turn that were made. */
  #made = 0;
  #inputs = 0;
  #commits = 0;
  #midTurns = 0;
  #difference: ReplayDifference | undefined;

  constructor(recording: Recording, { drained, settings }: ReplayOptions) {
    const { header, origin } = recording;
    this.#recording = recording;
    this.#drained = drained;
    const world = new ReplayWorld({ judge: (decision) => this.#judge(decision), ...recording });
    this.#world = world;
    const manager = new StateManager({
      store: world.store,
      agents: header.nodes.map(({ node, address }) => world.newAgent(node, address)),
      controller: world.controller,
      monitoring: { queueAlert: () => {}, queueMetrics: () => {} },
      ...{ clock: world.clock, random: world.random, ids: world.ids, log: SILENT },
      settings: { ...header.settings, ...settings },
      ...(header.isGated ? { gate: world.gate } : {}),
    });
    this.#target = {
      manager,
      agent: ({ node, address }) => world.newAgent(node, address),
      resume: () => {
        if (origin.kind === "checkpoint") manager.resume(origin.checkpoint);
      },
    };
  }

  async run(): Promise<ReplayResult> {
    const last = this.#recording.turns.at(-1);
    for (const turn of this.#recording.turns) {
      this.#turn = turn;
      this.#made = 0;
      if (turn.isMid) this.#midTurns += 1;
      this.#world.setMoment(turn.moment);
      for (const input of turn.inputs) {
        this.#inputs += 1;
        this.#handOver(input);
        if (this.#difference !== undefined) break;
      }
      await this.#drained();
      const missing = turn.decisions[this.#made]?.value;
      if (missing !== undefined && turn !== last) this.#differ(missing, undefined);
      if (this.#difference !== undefined) break;
    }
    return {
      inputs: this.#inputs,
      commits: this.#commits,
      calls: this.#calls.size,
      midTurns: this.#midTurns,
      ...(this.#difference === undefined ? {} : { difference: this.#difference }),
    };
  }

  /** I2: answers what was recorded in its place, if it is the same. */
  #judge(decision: Decision): Decision | undefined {
    if (this.#difference !== undefined || this.#turn === undefined) return undefined;
    if (decision.kind === "commit") this.#commits += 1;
    else this.#calls.set(decision.call, decision.what);
    const recorded = this.#turn.decisions[this.#made]?.value;
    this.#made += 1;
    if (recorded === undefined && this.#turn === this.#recording.turns.at(-1)) return undefined;
    if (recorded !== undefined && isSameDecision(recorded, decision)) return recorded;
    this.#differ(recorded, decision);
    return undefined;
  }

  #differ(recorded: Decision | undefined, decided: Decision | undefined): void {
    const turn = this.#turn;
    if (turn === undefined || this.#difference !== undefined) return;
    const decision = decided ?? recorded;
    const service = decision === undefined ? "" : serviceOf(decision);
    const input = turn.inputs.findLast(({ value }) => inputService(value) === service) ?? turn.inputs.at(-1);
    this.#difference = {
      line: input?.line ?? turn.line,
      input: input === undefined ? "the begin of a turn" : this.#textOf(input.value),
      atMs: turn.moment.wallMs,
      service,
      ...sideBySide(recorded, decided),
    };
  }

  /** Nobody waits for this input any more, or for another one like it. */
  #impossible({ line, value }: Placed<Input>, decided: string): void {
    this.#difference ??= {
      line,
      input: this.#textOf(value),
      atMs: this.#turn?.moment.wallMs ?? 0,
      service: inputService(value),
      recorded: ["it was waited for"],
      decided: [decided],
    };
  }

  #textOf(input: Input): string {
    return inputText(input, (call) => this.#calls.get(call) ?? `call ${call}`);
  }

  #handOver(input: Placed<Input>): void {
    const { value } = input;
    if (value.kind === "timer") {
      const delayMs = this.#world.fire(value.timer, value.delayMs);
      if (delayMs === value.delayMs) return;
      this.#impossible(input, delayMs === undefined ? "it is not set" : `it is set for ${delayMs} ms`);
    } else if (!this.#tell(value)) this.#impossible(input, "it is not waited for");
  }

  /** False when nobody waits for it. */
  #tell(input: Exclude<Input, { readonly kind: "timer" }>): boolean {
    const world = this.#world;
    switch (input.kind) {
      case "request":
        this.#request(input.request);
        return true;
      case "answer":
        return world.answer(input.call, input.answer);
      case "connected":
        return world.tell(input.call, (listener, node) => listener.onConnected(node));
      case "diff":
        return world.tell(input.call, (listener, node) => listener.onDiff(node, input.diff));
      case "snapshotEnd":
        return world.tell(input.call, (listener, node) => listener.onSnapshotEnd(node));
      case "heard":
        return world.tell(input.call, (listener, node) => listener.onHeard(node));
      case "disconnected":
        return world.tell(input.call, (listener, node) => listener.onDisconnected(node, input.reason));
      case "fenced":
        return world.tell(input.call, (listener, node) => listener.onFenced(node, input.refusal));
    }
  }

  /** What is refused was refused then, too: the decisions tell. */
  #request(request: ManagerRequest): void {
    try {
      void Promise.resolve(perform(request, this.#target)).catch(() => {});
    } catch {
      return;
    }
  }
}

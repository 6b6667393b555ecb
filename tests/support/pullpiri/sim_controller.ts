/**
 * The ActionController as it was measured.
 *
 * I1: a source or target that is not in the store is skipped (source) or refused after the source was stopped (target).
 * I2: a node whose agent does not listen ends the request in the middle.
 */
import { delay } from "../../../src/kit/delay.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import { readArtifacts } from "../../../src/pullpiri/artifacts.ts";
import type { OffloadOutcome } from "../../../src/pullpiri/offload.ts";
import type { OffloadRequest } from "../../../src/pullpiri/peer_requests.ts";
import type { ControllerCalls } from "../../../src/pullpiri/peers.ts";
import type { SimNode, SimPod } from "./sim_node.ts";
import type { SimStore } from "./sim_store.ts";

export interface SimControllerOptions {
  readonly clock: Clock;
  readonly store: SimStore;
  readonly nodes: ReadonlyMap<string, SimNode>;
  /** allowed -> completed. */
  readonly completed: (scenario: string) => void;
}

export class SimController implements ControllerCalls {
  readonly offloads: (OffloadRequest & { readonly atMs: number })[] = [];
  isAway = false;
  slowMs = 0;
  /** Called in the middle of an offload: after the stop, and after the start. */
  onStep: (step: "asked" | "stopped" | "started") => void = () => {};
  readonly #options: SimControllerOptions;
  #active = new Map<string, number>();
  /** Most offloads at once: in all, and of one model. */
  most = { inAll: 0, ofOne: 0 };

  constructor(options: SimControllerOptions) {
    this.#options = options;
  }

  async offload(
    request: OffloadRequest,
    { deadlineMs }: { readonly deadlineMs: number },
  ): Promise<OffloadOutcome> {
    const { clock } = this.#options;
    if (this.isAway) return { kind: "unreachable", message: "connection refused" };
    const over = new AbortController();
    const late = delay(clock, deadlineMs, over.signal)
      .then((): OffloadOutcome => ({ kind: "timed-out", message: "no answer in time" }));
    const outcome = await Promise.race([this.#carryOut(request), late]);
    over.abort();
    return outcome;
  }

  /** TriggerAction: starts every model of a package, up to the first that fails; or stops them. */
  async trigger(scenarioName: string): Promise<void> {
    const { completed } = this.#options;
    const { scenarios, packages } = this.#artifacts();
    const scenario = scenarios.get(scenarioName);
    const models = packages.get(scenario?.target ?? "")?.models ?? [];
    if (scenario === undefined) return;
    await this.#wait(30);
    try {
      for (const { name, node } of models) {
        const target = this.#options.nodes.get(node);
        if (target === undefined || !target.isUp) throw new Error("panic");
        if (scenario.action === "terminate") target.stopPod(name);
        else target.startPod(this.#pod({ packageName: scenario.target, modelName: name, scenarioName }));
      }
    } catch {
      return;
    }
    await this.#wait(100);
    completed(scenarioName);
  }

  async #carryOut(request: OffloadRequest): Promise<OffloadOutcome> {
    const { clock, nodes } = this.#options;
    const { modelName, sourceNode, targetNode } = request;
    this.offloads.push({ ...request, atMs: clock.monotonicMs() });
    this.#begin(modelName);
    try {
      this.onStep("asked");
      await this.#wait(30 + this.slowMs);
      const pods = this.#artifacts().pods;
      if (!pods.has(modelName)) return failed(`Model ${modelName} not found`);
      const source = nodes.get(sourceNode);
      if (source !== undefined) {
        if (!source.isUp) return { kind: "broken-off", message: "CANCELLED" };
        source.stopPod(modelName);
      }
      this.onStep("stopped");
      await this.#wait(200);
      const target = nodes.get(targetNode);
      if (target === undefined) return failed(`Node ${targetNode} - not found in DB`);
      if (!target.isUp) return { kind: "broken-off", message: "CANCELLED" };
      try {
        target.startPod(this.#pod(request));
      } catch (error) {
        return failed(`${error}`);
      }
      this.onStep("started");
      await this.#wait(110);
      return { kind: "answered", isSuccess: true, message: "migrated" };
    } finally {
      this.#end(modelName);
    }
  }

  #pod(
    { packageName, modelName, scenarioName }: Pick<
      OffloadRequest,
      "packageName" | "modelName" | "scenarioName"
    >,
  ): SimPod {
    const pod = this.#artifacts().pods.get(modelName);
    if (pod === undefined) throw new Error(`no Pod/${modelName}`);
    return {
      ...{ model: modelName, containers: pod.containers, restartPolicy: pod.restartPolicy },
      labels: {
        "io.pullpiri.annotations.scenario": scenarioName,
        "io.pullpiri.annotations.package": packageName,
        "io.pullpiri.annotations.policy": "",
        "io.pullpiri.annotations.model": modelName,
      },
    };
  }

  #artifacts() {
    return readArtifacts([...this.#options.store.values].map(([key, value]) => ({ key, value })));
  }

  #begin(model: string): void {
    this.#active.set(model, (this.#active.get(model) ?? 0) + 1);
    const counts = [...this.#active.values()];
    this.most = {
      inAll: Math.max(this.most.inAll, counts.reduce((sum, count) => sum + count, 0)),
      ofOne: Math.max(this.most.ofOne, ...counts),
    };
  }

  #end(model: string): void {
    this.#active.set(model, (this.#active.get(model) ?? 1) - 1);
  }

  #wait(ms: number): Promise<void> {
    return delay(this.#options.clock, ms);
  }
}

function failed(message: string): OffloadOutcome {
  return { kind: "answered", isSuccess: false, message };
}

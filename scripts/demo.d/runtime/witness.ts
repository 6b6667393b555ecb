/** Looks at /proc all the time and remembers what must never be: two live processes of one replica. */
import type { Stage } from "./stage.ts";

const INTERVAL_MS = 100;

export class Witness implements Disposable {
  readonly violations: string[] = [];
  readonly #seen = new Set<string>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(stage: Stage, resources: readonly string[]) {
    this.#timer = setInterval(() => {
      for (const resource of resources) this.#look(resource, stage);
    }, INTERVAL_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(resource: string, stage: Stage): void {
    const pids = new Map<string, number>();
    for (const { replica, pid } of stage.instances(resource)) {
      const other = pids.get(replica);
      pids.set(replica, pid);
      if (other === undefined) continue;
      const violation = `replica ${replica} of ${resource} lives twice, as ${other} and ${pid}`;
      if (!this.#seen.has(violation)) this.violations.push(violation);
      this.#seen.add(violation);
    }
  }
}

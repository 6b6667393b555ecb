/**
 * What came of the diffs: counted by where the reconcile that they led to left their service.
 *
 * I1: of a service one answer is waited for at a time, however many diffs it is the answer to: a node that reports without end while
 *     its service is being reconciled costs one entry.
 */
import { RECONCILIATION_RESULTS, type ReconciliationResult } from "../../state/observation.ts";
import type { ResourceId } from "../../state/resource_id.ts";

interface Awaited {
  readonly answer: Promise<ReconciliationResult>;
  diffs: number;
}

export class DiffResults {
  readonly #counts = new Map<ReconciliationResult["kind"], number>(
    RECONCILIATION_RESULTS.map((kind) => [kind, 0]),
  );
  /** The newest answer that is waited for, by service (I1). */
  readonly #awaited = new Map<ResourceId, Awaited>();

  /** A diff of the service led to this answer. An answer that rejects is not counted: the next leader goes on. */
  count(id: ResourceId, answer: Promise<ReconciliationResult>): void {
    const known = this.#awaited.get(id);
    if (known?.answer === answer) {
      known.diffs += 1;
      return;
    }
    const awaited: Awaited = { answer, diffs: 1 };
    this.#awaited.set(id, awaited);
    void answer.then(({ kind }) => {
      this.#end(id, awaited);
      this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + awaited.diffs);
    }, () => this.#end(id, awaited));
  }

  counters(): Record<string, number> {
    return Object.fromEntries(
      [...this.#counts].map((
        [kind, count],
      ) => [`statemanager_diffs_reconciled_total{result="${kind}"}`, count]),
    );
  }

  #end(id: ResourceId, awaited: Awaited): void {
    if (this.#awaited.get(id) === awaited) this.#awaited.delete(id);
  }
}

/**
 * Reconciles that failed because of a fault of this program: how long a service waits after one, and who learns of it.
 *
 * I1: failures of one service in a row are one series: the wait grows with each, and it is logged and alerted once.
 */
import { backoffUpperBoundMs } from "../../kit/backoff.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { AlertDraft } from "../../state/alert.ts";
import type { ResourceId } from "../../state/resource_id.ts";

const BACKOFF = { baseMs: 1_000, capMs: 60_000, first: "delayed" } as const;

export class ReconcileFaults {
  readonly #log: Log;
  readonly #raise: (alert: AlertDraft) => void;
  readonly #series = new Map<ResourceId, number>();
  #total = 0;

  constructor(log: Log, raise: (alert: AlertDraft) => void) {
    this.#log = log;
    this.#raise = raise;
  }

  /** The reconcile threw. How long the next one is to wait, milliseconds. */
  note(resourceId: ResourceId, error: unknown): number {
    const before = this.#series.get(resourceId) ?? 0;
    this.#series.set(resourceId, before + 1);
    this.#total += 1;
    if (before === 0) this.#tell(resourceId, error);
    return backoffUpperBoundMs(before, BACKOFF);
  }

  /** The service was reconciled, or does not exist any more: the series is over. */
  end(resourceId: ResourceId): void {
    this.#series.delete(resourceId);
  }

  /** By Prometheus name. */
  counters(): Record<string, number> {
    return {
      statemanager_reconcile_errors_total: this.#total,
      statemanager_services_in_error: this.#series.size,
    };
  }

  #tell(resourceId: ResourceId, error: unknown): void {
    this.#log.error("A reconcile failed because of a bug", {
      resourceId,
      error: messageOf(error),
      stack: error instanceof Error ? error.stack : undefined,
    });
    const message = `A fault of the State Manager keeps it from reconciling ${resourceId}; it tries again: ${
      messageOf(error)
    }`;
    this.#raise({ resourceId, severity: "Critical", reason: "ReconcileFailed", message });
  }
}

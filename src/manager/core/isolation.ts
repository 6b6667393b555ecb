/**
 * Holding a service back, and letting it go: by recovery when nothing else helped, by an operator who asks for it.
 *
 * I1: an isolated service is stopped and left alone until it is released, its spec changes, or its time is over.
 * I2: the end of the isolation is a monotonic time; a reboot, or a wall clock that jumps, makes it no longer than it was to be.
 */
import type { Clock } from "../../ports/clock.ts";
import type { ServiceIssue } from "../../state/issue.ts";
import { isIsolated, type ServiceState, withCondition, withStatus } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { type Ledger } from "./ledger.ts";
import { withParts } from "../../state/record.ts";
import type { RuntimeBook } from "./runtime.ts";
import type { ManagerSettings } from "./settings.ts";
import { recordDraft, takeTransition } from "../../reconciliation/apply/transition.ts";

/** Flapping is a matter of time: its isolation ends by itself, after so many times the longest damping. */
const FLAPPING_FACTOR = 4;

export class Isolation {
  readonly #ledger: Ledger;
  readonly #runtimes: RuntimeBook;
  readonly #clock: Clock;
  readonly #settings: Pick<ManagerSettings, "flap">;

  constructor(options: {
    readonly ledger: Ledger;
    readonly runtimes: RuntimeBook;
    readonly clock: Clock;
    readonly settings: Pick<ManagerSettings, "flap">;
  }) {
    this.#ledger = options.ledger;
    this.#runtimes = options.runtimes;
    this.#clock = options.clock;
    this.#settings = options.settings;
  }

  /** The service as it is held back by recovery; nothing is committed. */
  byRecovery(service: ServiceState, issue: ServiceIssue): ServiceState {
    const ttlMs = issue.type === "Flapping" ? FLAPPING_FACTOR * this.#settings.flap.maxDampedMs : undefined;
    const message = `Held back after repeated failures: ${issue.evidence}`;
    this.#setEnd(service.metadata.id, ttlMs);
    return this.#isolated(service, { by: "Recovery", reason: issue.evidence, ttlMs }, [issue.type, message]);
  }

  /** Because somebody asks for it. `ttlMs` not set = until it is released. */
  byOperator(serviceId: ResourceId, request: { readonly reason: string; readonly ttlMs?: number }): void {
    const record = this.#ledger.get(serviceId);
    if (record === undefined) return;
    const { reason, ttlMs } = request;
    const message = `Held back by an operator: ${reason}`;
    this.#setEnd(serviceId, ttlMs);
    const service = this.#isolated(record.service, { by: "Operator", reason, ttlMs }, ["Operator", message]);
    const ttl = ttlMs === undefined ? {} : { ttlMs: String(ttlMs) };
    const step = takeTransition(service, "Fail", {
      wallMs: this.#clock.wallMs(),
      source: "Operator",
      reason: message,
    });
    const draft = recordDraft("ConditionChanged", "Operator", {
      metadata: { reason: message, condition: "Isolated", ...ttl },
    });
    // A plan that was at work is not carried on: nothing is done to it any more.
    this.#ledger.commit({
      id: serviceId,
      record: withParts(record, { service: step.service, plan: null }),
      events: step.draft === undefined ? [draft] : [draft, step.draft],
    });
  }

  /** Ends it, with what was counted before: the service is worked on again. False when it is not isolated. */
  release(
    serviceId: ResourceId,
    request: { readonly by: "Operator" | "Recovery"; readonly reason: string },
  ): boolean {
    const record = this.#ledger.get(serviceId);
    if (record === undefined || !isIsolated(record.service)) return false;
    const runtime = this.#runtimes.of(serviceId);
    runtime.isolatedUntilMs = undefined;
    runtime.retryAtMs = 0;
    const { by, reason } = request;
    const message = `Released: ${reason}`;
    const condition = { type: "Isolated", status: "False", reason: by, message } as const;
    const wallMs = this.#clock.wallMs();
    const { isolation: _over, ...status } = withCondition(record.service.status, condition, wallMs);
    const service = { ...record.service, status };
    const draft = recordDraft("ConditionChanged", by, {
      metadata: { reason: message, condition: "Isolated" },
    });
    // It was stopped on purpose: it begins anew, and that it is not there is no failure.
    const step = status.state === "Failed"
      ? takeTransition(service, "Reschedule", { wallMs: this.#clock.wallMs(), source: by, reason: message })
      : { service, draft: undefined };
    this.#ledger.commit({
      id: serviceId,
      record: withParts(record, { service: step.service, recovery: null }),
      events: step.draft === undefined ? [draft] : [draft, step.draft],
    });
    runtime.brokenSinceMs = undefined;
    return true;
  }

  #setEnd(id: ResourceId, ttlMs: number | undefined): void {
    this.#runtimes.of(id).isolatedUntilMs = ttlMs === undefined
      ? undefined
      : this.#clock.monotonicMs() + ttlMs;
  }

  #isolated(
    service: ServiceState,
    { by, reason, ttlMs }: {
      readonly by: "Operator" | "Recovery";
      readonly reason: string;
      readonly ttlMs: number | undefined;
    },
    [word, message]: readonly [string, string],
  ): ServiceState {
    const wallMs = this.#clock.wallMs();
    const condition = { type: "Isolated", status: "True", reason: word, message } as const;
    const isolation = { by, reason, sinceMs: wallMs, ...(ttlMs === undefined ? {} : { ttlMs }) };
    return withStatus(service, { ...withCondition(service.status, condition, wallMs), isolation });
  }
}

/**
 * The newest alerts, for whoever asks what is wrong: those that are open, and how the others ended. In memory; the MonitoringServer
 * keeps them for good (docs/adr/0031).
 *
 * I1: at most `ALERT_CAPACITY`; where there is no room one that ended gives way before one that is open, the oldest first.
 * I2: an alert that is raised again while it is open is counted, and is no other one.
 * I3: it decides nothing: no other part of the manager reads it.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { type AlertReason, alertState, type KeptAlert, type StateAlert } from "../../state/alert.ts";
import { findCondition, isDamped, isIsolated, type ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";

export const ALERT_CAPACITY = 256;

/** Services and reasons that an alert was raised for and that are over; undefined = it is not over. */
type Resolution = (service: ServiceState) => string | undefined;

function runs({ metadata, spec, status }: ServiceState): string | undefined {
  if (findCondition(status, "Reachable")?.status === "Unknown") return undefined;
  if (spec.state !== "Running") {
    return status.state === "Pending" ? "it is stopped, as its spec says" : undefined;
  }
  return status.state === "Running" && status.observedGeneration === metadata.generation
    ? "it runs as its spec says"
    : undefined;
}

/** Where running is not what ends it. */
const RESOLUTIONS: Partial<Record<string, Resolution>> = {
  ServiceIsolated: (service) => isIsolated(service) ? undefined : "it is not isolated any more",
  ServiceDamped: (service) => isDamped(service) ? undefined : "it is not suppressed any more",
  SpecHeldBack: ({ metadata, status }) =>
    status.override?.generation === metadata.generation
      ? undefined
      : "nothing of its spec is quarantined any more",
} satisfies Partial<Record<AlertReason, Resolution>>;

export class AlertLog implements Buffered {
  /** Oldest first. */
  #alerts: KeptAlert[] = [];
  #lost = 0;

  /** Oldest first. */
  get alerts(): readonly KeptAlert[] {
    return this.#alerts;
  }

  add(alert: StateAlert): void {
    if (alert.severity === "Info") {
      this.#end((one) => isSame(one, alert), { atMs: alert.timestampMs, text: alert.message });
      return;
    }
    const open = this.#alerts.find((one) => isOpen(one) && isSame(one, alert));
    if (open !== undefined) {
      const again = { ...open, count: open.count + 1, lastMs: alert.timestampMs, message: alert.message };
      this.#alerts = this.#alerts.map((one) => one === open ? again : one);
      return;
    }
    if (this.#alerts.length >= ALERT_CAPACITY) this.#makeRoom();
    this.#alerts.push({ ...alert, count: 1, lastMs: alert.timestampMs });
  }

  /** Only where it is not known to be open. */
  addIfNew(alert: StateAlert): void {
    if (!this.#alerts.some((one) => isOpen(one) && isSame(one, alert))) this.add(alert);
  }

  /** What became of services, `undefined` of one that is gone, ends the alerts about them. */
  changed(services: Iterable<readonly [ResourceId, ServiceState | undefined]>, nowMs: number): void {
    if (!this.#alerts.some((one) => isOpen(one) && one.resourceId !== undefined)) return;
    for (const [id, service] of services) {
      const atMs = nowMs;
      if (service === undefined) {
        this.#end((one) => one.resourceId === id, { atMs, text: "the service is deleted" });
        continue;
      }
      for (const alert of this.#alerts.filter((one) => isOpen(one) && one.resourceId === id)) {
        const text = (RESOLUTIONS[alert.reason] ?? runs)(service);
        if (text !== undefined) this.#end((one) => one === alert, { atMs, text });
      }
    }
  }

  /** What the manager itself was alerted of is over. */
  resolve(reason: AlertReason, { about = "", text, nowMs }: {
    /** What the message begins with, where there can be several. */
    readonly about?: string;
    readonly text: string;
    readonly nowMs: number;
  }): void {
    this.#end(
      (one) => one.reason === reason && one.resourceId === undefined && one.message.startsWith(about),
      { atMs: nowMs, text },
    );
  }

  buffers(): readonly BufferLevel[] {
    return [{
      ...{ name: "kept_alerts", unit: "entries", capacity: ALERT_CAPACITY, overflow: "drop-oldest" },
      ...{ used: this.#alerts.length, overflows: this.#lost },
    }];
  }

  #end(matches: (alert: KeptAlert) => boolean, resolution: NonNullable<KeptAlert["resolution"]>): void {
    if (!this.#alerts.some((one) => isOpen(one) && matches(one))) return;
    this.#alerts = this.#alerts.map((one) => isOpen(one) && matches(one) ? { ...one, resolution } : one);
  }

  /** I1. */
  #makeRoom(): void {
    const ended = this.#alerts.findIndex((one) => !isOpen(one));
    this.#alerts = this.#alerts.toSpliced(Math.max(0, ended), 1);
    this.#lost += 1;
  }
}

function isOpen(alert: KeptAlert): boolean {
  return alertState(alert) === "open";
}

function isSame(one: StateAlert, other: StateAlert): boolean {
  return one.resourceId === other.resourceId && one.reason === other.reason;
}

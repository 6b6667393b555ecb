/** One instance that is a unit: its record, what systemd said of the unit last, and how both read as an `Instance`. */
import type { Clock } from "../../ports/clock.ts";
import type { Instance, InstanceEnd } from "../driver.ts";
import { MAX_INVOCATIONS, type UnitRecord, writeRecord } from "./record.ts";
import { endOf, readUnit, type UnitReading } from "./sight.ts";
import type { UnitSight } from "./systemd.ts";

/** One whose health nothing tells has been up when it has lived for so long. */
const SETTLED_AFTER_MS = 1_000;
const UNKNOWN_END: InstanceEnd = { isResourceExhausted: false, message: "it ended while no node watched it" };

export class TrackedUnit {
  readonly directory: string;
  readonly #clock: Clock;
  #record: UnitRecord;
  #unit: UnitSight | undefined;
  #isHeld = false;
  #isStopping = false;
  #runsSinceMs: number | undefined;
  #lastSignature = "";

  constructor(
    record: UnitRecord,
    { directory, clock }: { readonly directory: string; readonly clock: Clock },
  ) {
    this.#record = record;
    this.directory = directory;
    this.#clock = clock;
  }

  get instanceId(): string {
    return this.#record.labels.instanceId;
  }

  get record(): UnitRecord {
    return this.#record;
  }

  get unit(): UnitSight | undefined {
    return this.#unit;
  }

  get isEnded(): boolean {
    return this.#record.end !== undefined;
  }

  /** 0 = no process lives. */
  get pid(): number {
    return this.isEnded ? 0 : this.#unit?.mainPid ?? 0;
  }

  markStopping(): void {
    this.#isStopping = true;
  }

  markHeld(isHeld: boolean): void {
    this.#isHeld = isHeld;
  }

  /** What systemd says of the unit, while it is this instance that runs as it. */
  note(unit: UnitSight): void {
    this.#unit = unit;
    const reading = readUnit(unit);
    const { end, ...rest } = this.#record;
    const { invocations, previousInvocation } = rest;
    const { invocationId } = unit;
    const isOther = invocationId === "" || invocationId === previousInvocation;
    const isNew = !isOther && !invocations.includes(invocationId);
    const kept = isNew ? [...invocations, invocationId].slice(-MAX_INVOCATIONS) : invocations;
    const known = { ...rest, invocations: kept, startedAtMs: unit.startedAtMs || rest.startedAtMs };
    if (reading.state.kind === "ended") {
      this.#runsSinceMs = undefined;
      // What systemd has unloaded it knows nothing of.
      const isForgotten = isOther || unit.exitKind === 0;
      if (!isForgotten) this.#write({ ...known, end: endOf(unit) });
      else if (end === undefined) this.#write({ ...rest, end: UNKNOWN_END });
      return;
    }
    this.#runsSinceMs ??= this.#clock.monotonicMs();
    if (isNew || end !== undefined) this.#write(known);
  }

  /** Another instance runs as the unit now. */
  noteReplaced(): void {
    if (!this.isEnded) this.#write({ ...this.#record, end: UNKNOWN_END });
  }

  /** As it is shown; undefined = nothing has changed since the last call. */
  changed(): Instance | undefined {
    const sight = this.sight();
    const signature = JSON.stringify(sight);
    if (signature === this.#lastSignature) return undefined;
    this.#lastSignature = signature;
    return sight;
  }

  sight(): Instance {
    const reading = this.#reading();
    this.#judge(reading);
    const { labels, wasHealthy, startedAtMs } = this.#record;
    const isOver = reading.state.kind === "ended";
    return {
      labels,
      ...reading,
      health: isOver ? (wasHealthy ? "lost" : "starting") : reading.health,
      wasHealthy,
      startedAtMs,
    };
  }

  #reading(): UnitReading {
    const { end } = this.#record;
    if (end !== undefined) return { state: { kind: "ended", end }, health: "lost", message: end.message };
    if (this.#unit === undefined) {
      return { state: { kind: "ended", end: UNKNOWN_END }, health: "lost", message: "" };
    }
    const reading = readUnit(this.#unit);
    if (reading.state.kind !== "running") return reading;
    if (this.#isStopping) return { ...reading, state: { kind: "stopping" } };
    return this.#isHeld ? { ...reading, state: { ...reading.state, kind: "held" } } : reading;
  }

  #judge({ state, health }: UnitReading): void {
    if (this.#record.wasHealthy || state.kind !== "running") return;
    const runsForMs = this.#clock.monotonicMs() - (this.#runsSinceMs ?? this.#clock.monotonicMs());
    const isUp = health === "healthy" || (health === "none" && runsForMs >= SETTLED_AFTER_MS);
    if (isUp) this.#write({ ...this.#record, wasHealthy: true });
  }

  #write(record: UnitRecord): void {
    if (JSON.stringify(record) === JSON.stringify(this.#record)) return;
    this.#record = record;
    writeRecord(this.directory, record);
  }
}

/**
 * Starts transient units, and asks whether that can be.
 *
 * I1  A name that is taken is never taken away: what lives under it stays, and what has ended under it is read before it is cleared away.
 */
import { delay } from "../../../kit/delay.ts";
import type { Clock } from "../../../ports/clock.ts";
import { resourceId } from "../../../state/resource_id.ts";
import { type DriverFailure, type DriverResult, failed, succeeded } from "../../driver.ts";
import { failure, failureOfAnswer } from "../../unit/failure.ts";
import type { Session } from "../../unit/session.ts";
import { type Outcome, pathOfUnit, type UnitProperty, type UnitSight } from "../../unit/systemd.ts";
import type { ProcessOrder } from "../host.ts";
import { type ProcessId, readProcess } from "../proc.ts";
import { copyProperties, countFileOf } from "./legacy_memory.ts";
import { type Owner, SLICE, unitProperties } from "./properties.ts";
import { readFound, startProblem } from "./reading.ts";
import type { UnitClearing } from "./unit_clearing.ts";

export interface UnitStarterOptions {
  readonly node: string;
  /** Directory of the node's state. */
  readonly root: string;
  /** Path of the bus, for people. */
  readonly socket: string;
  readonly owner: Owner;
  readonly clock: Clock;
  /** Has the end of this unit's process noted, if it has ended. */
  readonly refresh: (unit: string) => Promise<void>;
}

type Refusal = Extract<Outcome<unknown>, { readonly ok: false }>;

/** systemd ends a start that takes too long by itself; this is for one that it does not. */
const START_MS = 120_000;
/** A name is free at once, as soon as what had it is cleared away. */
const MAX_ATTEMPTS = 5;
const ATTEMPT_MS = 20;

const NO_PROPERTY = "PiccoloProbe";
const PROBE_UNIT = `piccolo-probe-${crypto.randomUUID()}.service`;
/** Has every property that a workload may have. */
const PROBE: ProcessOrder = {
  record: {
    v: 1,
    labels: {
      instanceId: "probe",
      resourceId: resourceId("piccolo", "probe"),
      ...{ replica: 0, node: "probe", version: "", configFingerprint: "", definitionFingerprint: "" },
    },
    ...{ pid: 0, startTicks: "", bootId: "", startedAtMs: 0, wasHealthy: false },
    health: { kind: "settle", afterMs: 0 },
    stop: { signal: "SIGTERM", timeoutMs: 1 },
    environment: { PROBE: "1" },
    ...{ workingDirectory: "/", logPath: "/dev/null", logSizeBytes: 0 },
  },
  directory: "/",
  runtime: {
    kind: "process",
    command: ["/bin/true"],
    ...{ environment: {}, workingDirectory: "/", log: "none", logSizeBytes: 0 },
    limits: { openFiles: 1, processes: 1, fileSizeBytes: 1, coreSizeBytes: 1, lockedMemoryBytes: 1 },
    health: { kind: "settle", afterMs: 0 },
    stop: { signal: "SIGTERM", timeoutMs: 1 },
  },
  resources: { cpuMillis: 1_000, memoryBytes: 1n << 30n },
};

export class UnitStarter {
  readonly #clearing: UnitClearing;
  readonly #options: UnitStarterOptions;

  constructor(clearing: UnitClearing, options: UnitStarterOptions) {
    this.#clearing = clearing;
    this.#options = options;
  }

  /**
   * Whether a process could become a unit, without starting one: a property that there is none of is refused after the caller's rights and
   * all that stands before it, so a refusal that names it says that everything else is well.
   */
  async probe(session: Session): Promise<DriverFailure | undefined> {
    const properties = [...this.#propertiesOf(PROBE), [NO_PROPERTY, "s", ""] as const];
    const probed = await session.systemd.startTransient(PROBE_UNIT, properties);
    if (probed.ok) return failure("refused", "systemd takes properties that do not exist");
    const { answer } = probed;
    if (answer.kind === "refused" && answer.message.includes(NO_PROPERTY)) return undefined;
    return failureOfAnswer(answer, "systemd makes no unit for a process", this.#options.socket);
  }

  /** Resolves when the program runs. */
  async start(session: Session, order: ProcessOrder, what: string): Promise<DriverResult<ProcessId>> {
    const { systemd } = session;
    const { unit = "", labels } = order.record;
    const properties = this.#propertiesOf(order);
    for (let attempt = 1;; attempt++) {
      await this.#clearing.untilDone(unit);
      await session.follow(pathOfUnit(unit), unit, { isKept: true });
      const job = await systemd.startTransient(unit, properties);
      if (job.ok) return await this.#untilStarted(session, { order, job: job.value, what });
      if (!isTaken(job.answer)) return { ok: false, failure: this.#failed(job, what) };
      const owner = await systemd.unitAt(pathOfUnit(unit));
      if (!owner.ok) return { ok: false, failure: this.#failed(owner, what) };
      const found = readFound(unit, owner.value, this.#options);
      // It was started by a run that did not hear of it.
      if (found?.labels.instanceId === labels.instanceId && owner.value.mainPid !== 0) {
        return succeeded(identified(owner.value));
      }
      if (found === undefined && owner.value.execMainPid !== 0) {
        return failed(
          "name-taken",
          `${what}: the unit exists and is not of this node; systemctl status ${unit}`,
        );
      }
      if (owner.value.mainPid !== 0) {
        const other = found?.labels.instanceId ?? "unknown";
        return failed("name-taken", `${what}: instance ${other} of it runs already`);
      }
      if (attempt === MAX_ATTEMPTS) {
        return failed("timed-out", `${what}: what was there before does not go away`);
      }
      await this.#options.refresh(unit);
      await this.#clearing.clear(unit, owner.value.execMainPid);
      await delay(this.#options.clock, ATTEMPT_MS);
    }
  }

  #propertiesOf(order: ProcessOrder): readonly UnitProperty[] {
    const { record: { unit = "" }, directory, resources: { memoryBytes } } = order;
    const { owner } = this.#options;
    const countFile = owner.isSystem && memoryBytes > 0n ? countFileOf(unit, SLICE) : undefined;
    return [
      ...unitProperties(order, owner),
      ...(countFile === undefined ? [] : copyProperties(countFile, directory)),
    ];
  }

  async #untilStarted(
    session: Session,
    { order, job, what }: { readonly order: ProcessOrder; readonly job: string; readonly what: string },
  ): Promise<DriverResult<ProcessId>> {
    const { unit = "" } = order.record;
    const result = await session.untilJob(job, { limitMs: START_MS, isEnough: () => false });
    if (result === undefined) return failed("timed-out", `${what}: systemd has not said that it is started`);
    const seen = await session.systemd.unitAt(pathOfUnit(unit));
    // That it runs is known, and which process it is will be.
    if (!seen.ok) return failed("timed-out", this.#failed(seen, what).message);
    const problem = result === "done" ? undefined : startProblem(seen.value) ??
      (seen.value.execMainPid === 0
        ? `systemd's job ended with ${result} (${seen.value.result})`
        : undefined);
    if (problem === undefined) return succeeded(identified(seen.value));
    await this.#clearing.clear(unit, seen.value.execMainPid);
    return failed("program-broken", `${what}: ${problem}`);
  }

  #failed({ answer }: Refusal, what: string): DriverFailure {
    const { kind, message } = failureOfAnswer(answer, what, this.#options.socket);
    // It was asked already: it may have happened.
    return failure(kind === "runtime-away" ? "timed-out" : kind, message);
  }
}

function isTaken(answer: Refusal["answer"]): boolean {
  return answer.kind === "refused" && answer.name.endsWith(".UnitExists");
}

function identified({ execMainPid, mainPid }: UnitSight): ProcessId {
  return { pid: execMainPid, startTicks: mainPid === 0 ? "" : readProcess(mainPid)?.startTicks ?? "" };
}

/**
 * The health of one process: from how long it lives, from a file that it touches, or from a command that is run again and again.
 *
 * I1  Ages are measured on the monotonic clock, from when a change was seen: wall time may jump, and a file may have any time.
 * I2  A time in which the node itself did not run is held against nobody.
 */
import { isAbsolute, join } from "node:path";
import { messageOf } from "../../kit/errors.ts";
import { Silence } from "../../kit/silence.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { CommandHealth, ProcessHealth } from "../definition/workload.ts";
import type { InstanceHealth } from "../driver.ts";

export interface HealthSight {
  readonly health: InstanceHealth;
  /** A sentence for people; "" = nothing. */
  readonly message: string;
}

export interface HealthOptions {
  readonly clock: Clock;
  readonly directory: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly wasHealthy: boolean;
  /** Called when what `look` answers may have changed. */
  readonly onChange: () => void;
}

/** Watches the health of a process that runs, until it is stopped. */
export class HealthWatch {
  readonly #rule: ProcessHealth;
  readonly #options: HealthOptions;
  readonly #beganAtMs: number;
  readonly #ending = new AbortController();
  #wasHealthy: boolean;
  readonly #silence: Silence;
  #beatMs: number | undefined;
  #failures = 0;
  #isPassing: boolean | undefined;
  #complaint = "";
  #timer: Timer | undefined;

  constructor(rule: ProcessHealth, options: HealthOptions) {
    this.#rule = rule;
    this.#options = options;
    this.#beganAtMs = options.clock.monotonicMs();
    this.#silence = new Silence(rule.kind === "heartbeat" ? rule.silentAfterMs : Infinity, this.#beganAtMs);
    this.#wasHealthy = options.wasHealthy;
    if (rule.kind === "command") this.#scheduleCheck(rule, 0);
  }

  /** Health as of now. */
  look(): HealthSight {
    const sight = this.#sight();
    if (sight.health === "healthy") this.#wasHealthy = true;
    return sight;
  }

  /** In how many milliseconds `look` may answer something else by itself; Infinity = it calls back. */
  nextLookMs(): number {
    const { health } = this.look();
    const ageMs = this.#options.clock.monotonicMs() - this.#beganAtMs;
    switch (this.#rule.kind) {
      case "settle":
        return health === "starting" ? Math.max(1, this.#rule.afterMs - ageMs) : Infinity;
      case "heartbeat":
        // One that never sends a heartbeat is not worth a quick look for ever.
        return health === "starting" && ageMs < QUICK_LOOKS_MS
          ? 25
          : Math.max(50, this.#rule.silentAfterMs / 4);
      case "command":
        return Infinity;
    }
  }

  stop(): void {
    this.#ending.abort();
    this.#timer?.cancel();
  }

  #sight(): HealthSight {
    switch (this.#rule.kind) {
      case "settle":
        return this.#settled(this.#rule.afterMs);
      case "heartbeat":
        return this.#heard(this.#rule.file, this.#rule.silentAfterMs);
      case "command":
        return this.#checked();
    }
  }

  #settled(afterMs: number): HealthSight {
    const isSettled = this.#wasHealthy || this.#options.clock.monotonicMs() - this.#beganAtMs >= afterMs;
    return isSettled ? HEALTHY : STARTING;
  }

  #heard(file: string, silentAfterMs: number): HealthSight {
    const beatMs = modifiedMs(isAbsolute(file) ? file : join(this.#options.directory, file));
    this.#silence.note(this.#options.clock.monotonicMs(), beatMs !== this.#beatMs);
    this.#beatMs = beatMs;
    if (beatMs === undefined && !this.#wasHealthy) return STARTING;
    if (!this.#silence.isTooLong) return HEALTHY;
    return { health: "lost", message: `has sent no heartbeat for ${silentAfterMs} ms` };
  }

  #checked(): HealthSight {
    if (this.#isPassing === undefined) return this.#wasHealthy ? HEALTHY : STARTING;
    return this.#isPassing ? HEALTHY : { health: "lost", message: this.#complaint };
  }

  #scheduleCheck(rule: CommandHealth, delayMs: number): void {
    if (this.#ending.signal.aborted) return;
    this.#timer = this.#options.clock.schedule(delayMs, () => {
      this.#check(rule).then(() => {
        const isQuick = this.#isPassing === undefined;
        this.#scheduleCheck(rule, isQuick ? Math.min(rule.intervalMs, QUICK_CHECK_MS) : rule.intervalMs);
      });
    });
  }

  /** Never rejects. */
  async #check(rule: CommandHealth): Promise<void> {
    const { environment, workingDirectory } = this.#options;
    const beganMs = this.#options.clock.monotonicMs();
    const problem = await runCheck(rule, { environment, workingDirectory, ending: this.#ending.signal });
    if (this.#ending.signal.aborted) return;
    // I2: neither it nor its time limit ran.
    const tookMs = this.#options.clock.monotonicMs() - beganMs;
    if (problem !== undefined && tookMs > AWAY_FACTOR * rule.timeoutMs) return;
    const before = this.#isPassing;
    if (problem === undefined) {
      this.#failures = 0;
      this.#isPassing = true;
    } else {
      const ageMs = this.#options.clock.monotonicMs() - this.#beganAtMs;
      if (this.#isPassing === undefined && ageMs < rule.startPeriodMs) return;
      this.#failures += 1;
      this.#complaint = `fails its health check: ${problem}`;
      if (this.#failures >= rule.failures) this.#isPassing = false;
    }
    if (this.#isPassing !== before) this.#options.onChange();
  }
}

const HEALTHY: HealthSight = { health: "healthy", message: "" };
const STARTING: HealthSight = { health: "starting", message: "" };
const QUICK_LOOKS_MS = 10_000;
const QUICK_CHECK_MS = 200;
/** A check that took so many times its limit says nothing. */
const AWAY_FACTOR = 2;

/** Undefined = the check passed. */
async function runCheck(
  { command, timeoutMs }: CommandHealth,
  { environment, workingDirectory, ending }: {
    readonly environment: Readonly<Record<string, string>>;
    readonly workingDirectory: string;
    readonly ending: AbortSignal;
  },
): Promise<string | undefined> {
  const [program = "", ...args] = command;
  const limit = AbortSignal.any([ending, AbortSignal.timeout(timeoutMs)]);
  try {
    const child = new Deno.Command(program, {
      args: [...args],
      cwd: workingDirectory,
      clearEnv: true,
      env: { ...environment },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    // By force: a check that ignores SIGTERM would be the last one.
    const end = () => child.kill("SIGKILL");
    limit.addEventListener("abort", end, { once: true });
    const { code, signal } = await child.status.finally(() => limit.removeEventListener("abort", end));
    if (code === 0) return undefined;
    if (limit.aborted) return `no answer within ${timeoutMs} ms`;
    return signal === null ? `exit code ${code}` : `ended by ${signal}`;
  } catch (error) {
    return messageOf(error);
  }
}

function modifiedMs(path: string): number | undefined {
  try {
    return Deno.statSync(path).mtime?.getTime();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}

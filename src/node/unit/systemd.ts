/**
 * systemd over D-Bus: its units as plain values (org.freedesktop.systemd1(5)).
 *
 * I1: a refusal of systemd is a value with its D-Bus error name; what that means for a workload is for `failure.ts`.
 */
import type { Bus, BusAnswer, BusSignal } from "./bus.ts";
import { plainOf, variantOf } from "./bus.ts";

const SYSTEMD = "org.freedesktop.systemd1";
const MANAGER = {
  destination: SYSTEMD,
  path: "/org/freedesktop/systemd1",
  interface: `${SYSTEMD}.Manager`,
} as const;
const PROPERTIES = "org.freedesktop.DBus.Properties";
const UNIT = `${SYSTEMD}.Unit`;
const SERVICE = `${SYSTEMD}.Service`;

/** A unit as systemd has it now. */
export interface UnitSight {
  readonly path: string;
  /** loaded, not-found, masked, bad-setting, error. */
  readonly loadState: string;
  /** Why it could not be loaded; "" = it could. */
  readonly loadError: string;
  /** active, reloading, inactive, failed, activating, deactivating. */
  readonly activeState: string;
  readonly subState: string;
  /** Of this start, 32 hexadecimal digits; "" = it was never started. */
  readonly invocationId: string;
  /** 0 = none. */
  readonly mainPid: number;
  /** The same, also when it has ended; 0 = it never had one. */
  readonly execMainPid: number;
  /** Why it ended: success, exit-code, signal, core-dump, watchdog, oom-kill, timeout, resources, start-limit-hit... */
  readonly result: string;
  /** How the main process ended, as si_code has it: 1 = it exited, 2 = by a signal, 3 = with a core dump; 0 = it did not. */
  readonly exitKind: number;
  /** Exit code or signal. */
  readonly exitStatus: number;
  /** How often systemd restarted it by itself. */
  readonly restarts: number;
  /** notify, simple, exec, forking, oneshot... */
  readonly type: string;
  readonly isFrozen: boolean;
  /** Wall time, milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly stopTimeoutMs: number;
  /** Number of the signal that asks it to end. */
  readonly killSignal: number;
  readonly workingDirectory: string;
  /** NAME=value. */
  readonly environment: readonly string[];
}

/** A property of a unit that is made by a call: its name, its D-Bus type, its value. */
export type UnitProperty = readonly [name: string, signature: string, value: unknown];

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly answer: Exclude<BusAnswer, { kind: "answered" }> };

/** A job that systemd has finished. */
export interface FinishedJob {
  readonly path: string;
  /** done, canceled, timeout, failed, dependency, skipped. */
  readonly result: string;
}

export class Systemd {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** Has systemd send signals to this connection. */
  async subscribe(): Promise<Outcome<undefined>> {
    for (
      const rule of [
        `type='signal',sender='${SYSTEMD}',interface='${MANAGER.interface}',member='JobRemoved'`,
        `type='signal',sender='${SYSTEMD}',interface='${MANAGER.interface}',member='Reloading'`,
      ]
    ) {
      const matched = await this.#bus.addMatch(rule);
      if (matched.kind !== "answered") return { ok: false, answer: matched };
    }
    const subscribed = await this.#bus.call({ ...MANAGER, member: "Subscribe" });
    if (subscribed.kind === "answered" || isAlready(subscribed)) return { ok: true, value: undefined };
    return { ok: false, answer: subscribed };
  }

  /** Has the changes of one unit delivered. */
  async follow(path: string): Promise<Outcome<undefined>> {
    const answer = await this.#bus.addMatch(changesOf(path));
    return answer.kind === "answered" ? { ok: true, value: undefined } : { ok: false, answer };
  }

  /** Best effort. A bus allows each connection a few hundred rules. */
  async unfollow(path: string): Promise<void> {
    await this.#bus.removeMatch(changesOf(path));
  }

  /** The unit, loaded for it if need be. A unit that does not exist has the load state not-found. */
  async unit(name: string): Promise<Outcome<UnitSight>> {
    const loaded = await this.#bus.call({ ...MANAGER, member: "LoadUnit", signature: "s", body: [name] });
    if (loaded.kind !== "answered") return { ok: false, answer: loaded };
    return await this.unitAt(String(loaded.body[0]));
  }

  /** The unit with this object path. */
  async unitAt(path: string): Promise<Outcome<UnitSight>> {
    const found = new Map<string, unknown>();
    const answers = await Promise.all([UNIT, SERVICE].map(async (name) => {
      const call = { path, interface: PROPERTIES, member: "GetAll", signature: "s", body: [name] };
      return { name, answer: await this.#bus.call({ destination: SYSTEMD, ...call }) };
    }));
    for (const { name, answer } of answers) {
      // A unit of another kind has no service properties.
      if (answer.kind === "refused" && name === SERVICE) continue;
      if (answer.kind !== "answered") return { ok: false, answer };
      for (const [key, value] of entriesOf(answer.body[0])) found.set(key, plainOf(value));
    }
    return { ok: true, value: sightOf(path, found) };
  }

  /** Answers with the path of the job. */
  startUnit(name: string): Promise<Outcome<string>> {
    return this.#job("StartUnit", name);
  }

  /** Makes a unit that exists as long as it runs or has failed, and starts it. Answers with the path of the job. */
  async startTransient(name: string, properties: readonly UnitProperty[]): Promise<Outcome<string>> {
    const set = properties.map(([key, signature, value]) => [key, variantOf(signature, value)]);
    const answer = await this.#bus.call({
      ...MANAGER,
      member: "StartTransientUnit",
      signature: "ssa(sv)a(sa(sv))",
      body: [name, "fail", set, []],
    });
    return answer.kind === "answered" ? { ok: true, value: String(answer.body[0]) } : { ok: false, answer };
  }

  /** Names of the loaded units that fit the pattern of fnmatch(3). */
  async listUnits(pattern: string): Promise<Outcome<readonly string[]>> {
    const answer = await this.#bus.call({
      ...MANAGER,
      member: "ListUnitsByPatterns",
      signature: "asas",
      body: [[], [pattern]],
    });
    if (answer.kind !== "answered") return { ok: false, answer };
    const [rows] = answer.body;
    return { ok: true, value: Array.isArray(rows) ? rows.map((row) => String(row[0])) : [] };
  }

  stopUnit(name: string): Promise<Outcome<string>> {
    return this.#job("StopUnit", name);
  }

  /** Keeps the unit loaded as long as this connection lives, so that how it ended can be asked for. Best effort. */
  async keepLoaded(name: string): Promise<void> {
    await this.#bus.call({ ...MANAGER, member: "RefUnit", signature: "s", body: [name] });
  }

  async letUnload(name: string): Promise<void> {
    await this.#bus.call({ ...MANAGER, member: "UnrefUnit", signature: "s", body: [name] });
  }

  async resetFailed(name: string): Promise<Outcome<undefined>> {
    const answer = await this.#bus.call({
      ...MANAGER,
      member: "ResetFailedUnit",
      signature: "s",
      body: [name],
    });
    return answer.kind === "answered" ? { ok: true, value: undefined } : { ok: false, answer };
  }

  /** `whom` = main or all. */
  async kill(name: string, whom: "main" | "all", signal: number): Promise<Outcome<undefined>> {
    const body = [name, whom, signal];
    const answer = await this.#bus.call({ ...MANAGER, member: "KillUnit", signature: "ssi", body });
    return answer.kind === "answered" ? { ok: true, value: undefined } : { ok: false, answer };
  }

  async #job(member: string, name: string): Promise<Outcome<string>> {
    const answer = await this.#bus.call({ ...MANAGER, member, signature: "ss", body: [name, "replace"] });
    return answer.kind === "answered" ? { ok: true, value: String(answer.body[0]) } : { ok: false, answer };
  }
}

/** The object path of a unit: letters and digits stand for themselves, anything else in hexadecimal digits. */
export function pathOfUnit(name: string): string {
  const label = name.replace(
    /^[0-9]|[^A-Za-z0-9]/g,
    (char) => `_${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `${MANAGER.path}/unit/${label}`;
}

function changesOf(path: string): string {
  return `type='signal',sender='${SYSTEMD}',interface='${PROPERTIES}',member='PropertiesChanged',path='${path}'`;
}

/** Undefined = the signal is of something else. */
export function finishedJob({ interface: name, member, body }: BusSignal): FinishedJob | undefined {
  if (name !== MANAGER.interface || member !== "JobRemoved") return undefined;
  return { path: String(body[1]), result: String(body[3]) };
}

/** By name, as far as the signal has them; undefined = it is of something else. */
export function changedProperties(
  { interface: name, member, body }: BusSignal,
): ReadonlyMap<string, unknown> | undefined {
  if (name !== PROPERTIES || member !== "PropertiesChanged") return undefined;
  return new Map(entriesOf(body[1]).map(([key, value]) => [key, plainOf(value)]));
}

/** The unit after a signal on it: as far as its state and its main process go, which save a question. */
export function updated(unit: UnitSight, changes: ReadonlyMap<string, unknown>): UnitSight {
  const { activeState, subState, mainPid, execMainPid, exitKind, exitStatus, result } = sightOf(
    unit.path,
    changes,
  );
  return {
    ...unit,
    ...(changes.has("ActiveState") && { activeState, subState }),
    // systemd tells these in one signal.
    ...(changes.has("ExecMainCode") && { mainPid, execMainPid, exitKind, exitStatus, result }),
  };
}

/** Whether systemd has just read its units again. */
export function isReloaded({ interface: name, member, body }: BusSignal): boolean {
  return name === MANAGER.interface && member === "Reloading" && body[0] === false;
}

function isAlready(answer: BusAnswer): boolean {
  return answer.kind === "refused" && answer.name === `${SYSTEMD}.AlreadySubscribed`;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

const MICROS_PER_MS = 1_000;
/** systemd's "never". */
const INFINITY = 2n ** 64n - 1n;

function sightOf(path: string, found: ReadonlyMap<string, unknown>): UnitSight {
  const text = (key: string) => {
    const value = found.get(key);
    return typeof value === "string" ? value : "";
  };
  const number = (key: string) => Number(found.get(key) ?? 0);
  const loadError = found.get("LoadError");
  const environment = found.get("Environment");
  return {
    path,
    loadState: text("LoadState"),
    loadError: Array.isArray(loadError) ? String(loadError[1] ?? "") : "",
    activeState: text("ActiveState"),
    subState: text("SubState"),
    invocationId: hexOf(found.get("InvocationID")),
    mainPid: number("MainPID"),
    execMainPid: number("ExecMainPID"),
    result: text("Result"),
    exitKind: number("ExecMainCode"),
    exitStatus: number("ExecMainStatus"),
    restarts: number("NRestarts"),
    type: text("Type"),
    isFrozen: text("FreezerState") === "frozen",
    startedAtMs: Math.floor(number("ExecMainStartTimestamp") / MICROS_PER_MS),
    stopTimeoutMs: msOf(found.get("TimeoutStopUSec")),
    killSignal: number("KillSignal"),
    workingDirectory: text("WorkingDirectory"),
    environment: Array.isArray(environment) ? environment.map(String) : [],
  };
}

function msOf(value: unknown): number {
  const micros = typeof value === "bigint" ? value : BigInt(Number(value ?? 0));
  return micros >= INFINITY ? Infinity : Number(micros / BigInt(MICROS_PER_MS));
}

function hexOf(value: unknown): string {
  if (!(value instanceof Uint8Array) && !Array.isArray(value)) return "";
  const text = [...value].map((byte) => Number(byte).toString(16).padStart(2, "0")).join("");
  return /^0*$/.test(text) ? "" : text;
}

/** One seeded run: services, random kills, and what must hold during and after it. */
import { findProcess, readProcess } from "../../../src/node/process/proc.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { Dice } from "../dice.ts";
import type { Rig, Side } from "./rig.ts";

const STEPS = 8;
const NAMES = ["a", "b"] as const;
const REPLICAS = 2;
const WITNESS_MS = 200;
const LIMIT_MS = 180_000;
const LONGEST_REST_MS = 600;
const LONGEST_ABSENCE_MS = 1_500;

export interface RunResult {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly violations: readonly string[];
}

interface Scene {
  readonly rig: Rig;
  readonly side: Side;
  readonly dice: Dice;
  readonly services: readonly string[];
}

export async function runSeed(rig: Rig, seed: number, signal: AbortSignal): Promise<RunResult> {
  const dice = new Dice(seed);
  const side = rig.sides[seed % rig.sides.length];
  if (side === undefined) throw new Error("there is no side");
  const services = NAMES.map((name) => `run-${seed}/${name}`);
  const scene = { rig, side, dice, services };
  const violations: string[] = [];
  const faults: string[] = [side.name];
  for (const service of services) side.define(service);
  await Promise.all(services.map((service) => side.manager.apply(service, { replicas: REPLICAS })));
  await untilAsWanted(scene, `seed ${seed}: the services start`, signal);
  {
    using _witness = witness(scene, violations);
    for (let step = 0; step < STEPS; step++) {
      signal.throwIfAborted();
      faults.push(await breakSomething(scene));
      await rest(dice, LONGEST_REST_MS);
    }
    await untilAsWanted(scene, `seed ${seed}: all is as wanted after ${faults.join(", ")}`, signal);
  }
  violations.push(...doubles(side), ...await leftovers(scene));
  await Promise.all(
    services.map((service) => side.manager.apply(service, { replicas: REPLICAS, state: "Terminating" })),
  );
  await until(
    async () => (await Promise.all(services.map((one) => side.manager.find(one)))).every((one) => !one),
    {
      ...{ what: `seed ${seed}: the services are gone`, timeoutMs: LIMIT_MS, pollMs: 50, signal },
    },
  );
  for (const service of services) {
    const left = side.pids(service).length;
    if (left > 0) violations.push(`${left} processes of ${service} live, and it is deleted`);
  }
  return { seed, faults, violations: violations.map((one) => `seed ${seed}: ${one}`) };
}

/** Does one thing and says which. */
async function breakSomething({ rig, side, dice, services }: Scene): Promise<string> {
  const kill = (signal: Deno.Signal): string => {
    const pids = side.pids(dice.pick(services));
    if (pids.length > 0) send(dice.pick(pids), signal);
    return signal;
  };
  const dies = dice.next();
  if (dies < 0.4) return kill("SIGKILL");
  if (dies < 0.5) return kill("SIGSTOP");
  if (dies < 0.7) {
    await rig.ecu.podman.killService();
    const also = dice.next() < 0.6 ? `, ${kill("SIGKILL")}` : "";
    await rest(dice, LONGEST_ABSENCE_MS);
    await rig.ecu.podman.startService();
    return `podman${also}`;
  }
  const program = dice.pick(side.programs);
  const signal = dice.next() < 0.7 ? "SIGKILL" : "SIGTERM";
  // Sometimes in the middle of a recovery.
  const before = dice.next() < 0.5 ? `${kill("SIGKILL")}, ` : "";
  if (before !== "") await rest(dice, 400);
  await program.end(signal);
  const also = dice.next() < 0.4 ? `, ${kill("SIGKILL")}` : "";
  await rest(dice, LONGEST_ABSENCE_MS);
  await program.start();
  return `${before}${signal} ${program.name}${also}`;
}

async function untilAsWanted({ side, services }: Scene, what: string, signal: AbortSignal): Promise<void> {
  let seen = "";
  await until(async () => {
    const states = await Promise.all(services.map(async (service) => {
      const pids = side.pids(service).filter((pid) => readProcess(pid)?.isHeld === false);
      const found = await side.manager.find(service);
      return { service, live: pids.length, state: found?.status.state, reason: found?.status.lastReason };
    }));
    seen = JSON.stringify(states);
    return states.every(({ live, state }) => live === REPLICAS && state === "Running");
  }, { what, timeoutMs: LIMIT_MS, pollMs: 50, signal, describe: () => seen });
}

/** Two live processes of one replica must never be. */
function witness({ side, services }: Scene, violations: string[]): Disposable {
  const timer = setInterval(() => {
    for (const service of services) {
      const replicas = new Map<string, number>();
      for (const pid of side.pids(service)) {
        const sight = readProcess(pid);
        const replica = replicaOf(pid);
        if (sight?.isAlive !== true || replica === "") continue;
        const other = replicas.get(replica);
        replicas.set(replica, pid);
        if (
          other === undefined || findProcess(sight)?.isAlive !== true || readProcess(other)?.isAlive !== true
        ) continue;
        violations.push(`replica ${replica} of ${service} lives twice, as ${other} and ${pid}`);
      }
    }
  }, WITNESS_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function replicaOf(pid: number): string {
  try {
    return /PICCOLO_REPLICA=(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/environ`))?.[1] ?? "";
  } catch {
    return "";
  }
}

/** Actions that were carried out twice. */
function doubles(side: Side): readonly string[] {
  const seen = new Set<string>();
  return side.carriedOut().flatMap((id) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [`action ${id} was carried out twice`];
  });
}

/** podman has one running container of each replica, and in the end nothing else of these services. */
async function leftovers({ rig, services }: Scene): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const service of services) {
    const list = async (...filters: readonly string[]) =>
      (await rig.ecu.podman.run(
        ...[
          "ps",
          "--all",
          "--format",
          "{{.Names}} {{.Status}}",
          "--filter",
          `label=piccolo.service=${service}`,
        ],
        ...filters.flatMap((filter) => ["--filter", filter]),
      )).split("\n").filter((line) => line !== "");
    const running = await list("status=running");
    if (running.length !== REPLICAS) {
      problems.push(`${running.length} containers of ${service} run: ${running}`);
    }
    let all: readonly string[] = [];
    try {
      await until(async () => {
        all = await list();
        return all.length <= REPLICAS;
      }, { what: "what has ended is removed", timeoutMs: 15_000, pollMs: 500 });
    } catch {
      problems.push(`containers of ${service} that have ended are left: ${all.join(", ")}`);
    }
  }
  return problems;
}

/** It may have ended already. */
function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function rest(dice: Dice, longestMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, dice.next() * longestMs));
}

/** Plays the faults of a runtime and reckons at the end. */
import type { Settings } from "../../../tests/support/program.ts";
import { Follower } from "../../../tests/support/instances/follower.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { delay } from "../../../src/kit/delay.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import type { Screen } from "../screen.ts";
import type { RuntimeFault } from "./fault.ts";
import { faultsOf } from "./faults.ts";
import { PodmanStage } from "./podman_stage.ts";
import { type Moment, Play, type RuntimeName, type Stage } from "./stage.ts";
import { SystemdStage } from "./systemd_stage.ts";
import { Wanted } from "./wanted.ts";
import { Witness } from "./witness.ts";

const LIMIT_MS = 180_000;
const POLL_MS = 20;
/** Events in the message when something never comes. */
const SHOWN = 20;
/** Damping is another demo; limits short enough that nobody waits for what a car would wait for. */
const SETTINGS: Settings = {
  flapping: { suppress_from: 1_000 },
  // The same service is broken again and again: what the backoff adds to that grows with each time.
  recovery: { backoff_base: "50ms", backoff_cap: "2s", known_good_after: "1s" },
};

export interface RuntimeFaultResult {
  readonly name: string;
  readonly detectedMs: number;
  readonly recoveredMs: number;
  readonly actions: readonly string[];
  /** What this machine does not show of it. */
  readonly note?: string;
}

export interface RuntimeVerdict {
  readonly ok: boolean;
  readonly runtime: RuntimeName;
  readonly faults: readonly RuntimeFaultResult[];
  /** What this machine cannot show, and why. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  readonly violations: readonly string[];
  readonly services: number;
  readonly tookMs: number;
}

export interface RuntimeOptions {
  readonly runtime: RuntimeName;
  /** Empty = all. */
  readonly only: readonly string[];
  /** Rest before each fault. */
  readonly paceMs: number;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

export async function runOnRuntime(options: RuntimeOptions): Promise<RuntimeVerdict> {
  const beganMs = performance.now();
  const { screen, signal } = options;
  const wanted = new Wanted();
  await using stage = await openStage(options.runtime, wanted);
  await using follower = new Follower(stage.manager);
  const play = new Play({ stage, follower, wanted });
  screen.say(`${options.runtime} and the State Manager with a node in it are up`);
  for (const resource of wanted.resources) await play.apply(resource, {}, "demo: the services");
  await settle(play, signal);
  screen.say(`${wanted.resources.length} services run, dependencies first`);
  using witness = new Witness(stage, wanted.resources);
  const faults: RuntimeFaultResult[] = [];
  const skipped: { name: string; why: string }[] = [];
  const violations: string[] = [];
  for (const fault of faultsOf(options.runtime)) {
    if (options.only.length > 0 && !options.only.includes(fault.name)) continue;
    const why = stage.impossible[fault.name];
    if (why !== undefined) {
      skipped.push({ name: fault.name, why });
      screen.say(`SKIPPED ${fault.title}: ${why}`);
      continue;
    }
    await delay(new SystemClock(), options.paceMs, signal);
    const played = await playFault(play, fault, options);
    faults.push(played.result);
    violations.push(...played.violations);
  }
  violations.push(...play.faults(), ...witness.violations, ...follower.violations);
  const { code } = await stage.manager.end("SIGTERM");
  if (code !== 0) violations.push(`the State Manager exited with ${code} after SIGTERM`);
  return {
    ok: violations.length === 0,
    runtime: options.runtime,
    ...{ faults, skipped, violations },
    services: wanted.resources.length,
    tookMs: Math.round(performance.now() - beganMs),
  };
}

function openStage(runtime: RuntimeName, wanted: Wanted): Promise<Stage> {
  switch (runtime) {
    case "podman":
      return PodmanStage.start(wanted, SETTINGS);
    case "systemd":
      return SystemdStage.start(wanted, SETTINGS);
  }
}

async function playFault(
  play: Play,
  fault: RuntimeFault,
  { screen, signal }: RuntimeOptions,
): Promise<{ readonly result: RuntimeFaultResult; readonly violations: readonly string[] }> {
  await fault.prepare?.(play);
  screen.say(`FAULT ${fault.title}`);
  const since = play.now();
  const beganMs = performance.now();
  await fault.inject(play);
  const noticed = await until(() => play.eventsSince(since, fault.resource).find(fault.detects), {
    what: `${fault.name} is noticed`,
    timeoutMs: LIMIT_MS,
    pollMs: POLL_MS,
    signal,
    describe: () => newestEvents(play, since),
  });
  await settle(play, signal);
  const recoveredMs = Math.round(performance.now() - beganMs);
  const detectedMs = Math.round(noticed.arrivedMs - beganMs);
  const actions = await play.actionsSince(since);
  screen.say(`      noticed after ${detectedMs} ms, well after ${recoveredMs} ms: ${actions.join(", ")}`);
  const note = play.stage.unexplained[fault.name];
  if (note !== undefined) screen.say(`      ${note}`);
  const violations = (await fault.findViolations?.(play, since) ?? []).map((one) => `${fault.name}: ${one}`);
  for (const violation of violations) screen.say(`      VIOLATION ${violation}`);
  await fault.repair?.(play);
  await settle(play, signal);
  const result = { name: fault.name, detectedMs, recoveredMs, actions, ...(note !== undefined && { note }) };
  return { result, violations };
}

async function settle(play: Play, signal: AbortSignal): Promise<void> {
  let faults: readonly string[] = [];
  await until(() => {
    faults = play.faults();
    return faults.length === 0;
  }, {
    what: "every service is as it is wanted",
    timeoutMs: LIMIT_MS,
    pollMs: POLL_MS,
    signal,
    describe: () => `${faults.join("; ")}; newest events: ${newestEvents(play)}`,
  });
}

/** Default of `since`: from the beginning. */
function newestEvents(play: Play, since: Moment = { events: 0, atMs: 0 }): string {
  return play.eventsSince(since).slice(-SHOWN).map(({ event: { resourceId, eventType, metadata } }) =>
    `${resourceId} ${eventType} ${metadata["reason"] ?? ""}`
  ).join("; ") || "no event";
}

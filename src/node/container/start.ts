/** Starts a container, and tells beforehand whether that could work. */
import { isAbsolute } from "node:path";
import type { Clock } from "../../ports/clock.ts";
import type { CommandHealth, ContainerRuntime, JsonValue, Workload } from "../definition/workload.ts";
import {
  type DriverFailure,
  type DriverResult,
  failed,
  type Instance,
  type StartRequest,
  succeeded,
} from "../driver.ts";
import { createBody } from "./create.ts";
import type { Answer, Engine } from "./engine.ts";
import { failure, failureOf } from "./failure.ts";
import type { Followed } from "./followed.ts";
import { memberOf, numberOf, textOf, textsOf } from "./json.ts";
import { containerName, labelsOf } from "./labels.ts";
import { endStrays } from "./strays.ts";

const START_MS = 60_000;
const PULL_MS = 600_000;
const OLDEST_PODMAN = 4;
const NANOS_PER_MS = 1_000_000;
/** Docker's own defaults for the health check of an image. */
const IMAGE_HEALTH = { intervalMs: 30_000, timeoutMs: 30_000, failures: 3, startPeriodMs: 0 };

export interface StartParts {
  readonly engine: Engine;
  readonly followed: Followed;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export async function startContainer(
  request: StartRequest,
  { engine, followed, clock, signal }: StartParts,
): Promise<DriverResult<Instance>> {
  const { workload, labels } = request;
  const { runtime } = workload;
  const what = `Cannot start replica ${labels.replica} of ${labels.resourceId}`;
  if (runtime.kind !== "container") return failed("refused", `${what}: the workload is a ${runtime.kind}`);
  const [known] = followed.find(labels.instanceId);
  if (known !== undefined && !known.isEnded) return succeeded(known.sight());
  const problem = mountProblem(runtime, what);
  if (problem !== undefined) return { ok: false, failure: problem };
  openConfigFile(workload);
  const image = await prepareImage(runtime, what, { engine, signal });
  if (!image.ok) return image;
  const parts = { engine, followed, clock, signal, what, imageHealth: image.value };
  let started = await createAndStart(request, runtime, parts);
  // What a start left behind in which the runtime was killed may never run: it is made anew, once.
  if (!started.ok && started.isOld) started = await createAndStart(request, runtime, parts);
  return started;
}

interface CreateParts extends StartParts {
  readonly what: string;
  readonly imageHealth: CommandHealth | undefined;
}

/** `isOld`: an earlier start had made the container; it has been removed. */
async function createAndStart(
  request: StartRequest,
  runtime: ContainerRuntime,
  parts: CreateParts,
): Promise<DriverResult<Instance> & { readonly isOld?: boolean }> {
  const { engine, followed, signal, what } = parts;
  const made = await create(request, runtime, parts);
  if (!made.ok) return made;
  const { containerId, isOld } = made.value;
  const answer = await engine.post(`/containers/${containerId}/start`, { signal, deadlineMs: START_MS });
  const refused = failureOf(answer, what, engine.socket);
  if (refused !== undefined) {
    const gone = await endStrays(containerId, parts);
    await removeWhatFailed(engine, containerId, followed);
    if (!gone.ok) return gone;
    const isAnswered = refused.kind !== "runtime-away" && refused.kind !== "timed-out";
    return { ok: false, failure: refused, isOld: isOld && isAnswered };
  }
  const started = await followed.refresh(containerId);
  return started.ok ? succeeded(started.value.sight()) : started;
}

interface Made {
  readonly containerId: string;
  readonly isOld: boolean;
}

async function create(
  request: StartRequest,
  runtime: ContainerRuntime,
  { engine, followed, signal, what, imageHealth }: CreateParts,
): Promise<DriverResult<Made>> {
  const { workload, labels, resources, directory } = request;
  const health = runtime.health ?? imageHealth;
  const body = createBody({
    ...{ workload, runtime, resources },
    labels: labelsOf(labels, {
      directory,
      stopSignal: runtime.stop.signal,
      stopTimeoutMs: runtime.stop.timeoutMs,
      ...(health === undefined ? {} : { health }),
    }),
  });
  const query = { name: containerName(labels) };
  const answer = await engine.post("/containers/create", { signal, query, body, deadlineMs: START_MS });
  const refused = failureOf(answer, what, engine.socket);
  if (refused?.kind === "name-taken") return await takenBy(request, { followed, signal, what });
  if (refused !== undefined) return { ok: false, failure: named(refused, runtime) };
  const containerId = answer.kind === "answered" ? textOf(answer.body, "Id") : "";
  return containerId === ""
    ? failed("refused", `${what}: the container runtime answered without an id`)
    : succeeded({ containerId, isOld: false });
}

/** An earlier start of the same instance made it, or a stranger did. */
async function takenBy(
  { labels }: StartRequest,
  { followed, signal, what }: Pick<StartParts, "followed" | "signal"> & { readonly what: string },
): Promise<DriverResult<Made>> {
  const listed = await followed.list(signal);
  if (!listed.ok) return listed;
  const [ours] = followed.find(labels.instanceId);
  if (ours !== undefined) return succeeded({ containerId: ours.containerId, isOld: true });
  return failed(
    "name-taken",
    `${what}: somebody else's container has the name ${containerName(labels)}; remove or rename it`,
  );
}

/** A missing image is told with its name and with what to do. */
function named(
  refused: DriverFailure,
  { image, pull }: Pick<ContainerRuntime, "image" | "pull">,
): DriverFailure {
  if (refused.kind !== "program-missing") return refused;
  const advice = pull === "never" ? "; load it, or set pull: missing in the workload definition" : "";
  return failure("program-missing", `${refused.message} (image ${image}${advice})`);
}

/** Undefined = the image has no health check that the definition does not replace. */
async function prepareImage(
  runtime: ContainerRuntime,
  what: string,
  { engine, signal }: { readonly engine: Engine; readonly signal: AbortSignal },
): Promise<DriverResult<CommandHealth | undefined>> {
  if (runtime.health !== undefined && runtime.pull === "never") return succeeded(undefined);
  const path = `/images/${encodeURIComponent(runtime.image)}/json`;
  let answer = await engine.get(path, { signal });
  let problem = failureOf(answer, what, engine.socket);
  if (problem?.kind === "not-found" || problem?.kind === "program-missing") {
    problem = runtime.pull === "never"
      ? named({ kind: "program-missing", message: `${what}: there is no such image` }, runtime)
      : await pull(runtime.image, what, { engine, signal });
    if (problem === undefined) answer = await engine.get(path, { signal });
  }
  if (problem !== undefined) return { ok: false, failure: problem };
  return succeeded(answer.kind === "answered" ? imageHealth(answer.body) : undefined);
}

async function pull(
  image: string,
  what: string,
  { engine, signal }: { readonly engine: Engine; readonly signal: AbortSignal },
): Promise<DriverFailure | undefined> {
  const query = { fromImage: image };
  const answer = await engine.post("/images/create", { signal, query, deadlineMs: PULL_MS });
  const refused = failureOf(answer, `${what}: cannot fetch image ${image}`, engine.socket);
  if (refused !== undefined) {
    const isAway = refused.kind === "runtime-away" || refused.kind === "timed-out";
    return isAway ? refused : { ...refused, kind: "program-missing" };
  }
  // The status is sent before the result is known: an error is in the last of the lines.
  const error = pullError(answer);
  return error === ""
    ? undefined
    : failure("program-missing", `${what}: cannot fetch image ${image}: ${error}`);
}

function pullError(answer: Answer): string {
  if (answer.kind !== "answered") return "";
  const lines = typeof answer.body === "string" ? answer.body.split("\n") : [JSON.stringify(answer.body)];
  for (const line of lines.reverse()) {
    const found = /"error":\s*"((?:[^"\\]|\\.)*)"/.exec(line);
    if (found !== null) return found[1] ?? "";
  }
  return "";
}

function imageHealth(body: JsonValue): CommandHealth | undefined {
  const check = memberOf(body, "Config", "Healthcheck");
  const [kind, ...words] = textsOf(check, "Test");
  if (kind !== "CMD" && kind !== "CMD-SHELL") return undefined;
  const ms = (key: string, otherwise: number) => numberOf(check, key) / NANOS_PER_MS || otherwise;
  return {
    command: kind === "CMD" ? words : ["/bin/sh", "-c", ...words],
    intervalMs: ms("Interval", IMAGE_HEALTH.intervalMs),
    timeoutMs: ms("Timeout", IMAGE_HEALTH.timeoutMs),
    failures: numberOf(check, "Retries") || IMAGE_HEALTH.failures,
    startPeriodMs: ms("StartPeriod", IMAGE_HEALTH.startPeriodMs),
  };
}

/** I3 of the driver; what cannot be removed now is found by its labels as one that was never started. */
async function removeWhatFailed(engine: Engine, containerId: string, followed: Followed): Promise<void> {
  const { signal } = new AbortController();
  followed.markRemoving(containerId);
  await engine.delete(`/containers/${containerId}`, { signal, query: { force: "true", v: "true" } });
  followed.forget(containerId);
}

/** The user in the container is another one than the node's; on the machine the directory of the instance keeps others out. */
export function openConfigFile({ configFile }: Workload): void {
  if (configFile !== undefined) Deno.chmodSync(configFile.hostPath, 0o644);
}

/** podman makes a missing directory, docker refuses it: neither is what a person meant. */
function mountProblem({ mounts }: ContainerRuntime, what: string): DriverFailure | undefined {
  for (const { kind, source } of mounts) {
    if (kind !== "bind" || !isAbsolute(source)) continue;
    try {
      Deno.statSync(source);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) continue;
      return failure("program-missing", `${what}: there is no ${source} on this machine to mount`);
    }
  }
  return undefined;
}

/** What speaks against a workload, without starting it. */
export async function checkWorkload(
  { runtime }: Workload,
  { engine, signal }: { readonly engine: Engine; readonly signal: AbortSignal },
): Promise<DriverFailure | undefined> {
  if (runtime.kind !== "container") return undefined;
  // An outage lasts as long as this takes: both are asked for at once.
  const [pinged, image] = await Promise.all([
    engine.ping(signal),
    imageProblem(runtime, { engine, signal }),
  ]);
  if (pinged.kind !== "pinged") return failureOf(pinged, "Cannot start anything", engine.socket);
  return oldPodman(pinged.podmanVersion) ?? mountProblem(runtime, "The workload cannot start") ?? image;
}

/** Why a container of this image cannot be started; what can be fetched is fetched when it is needed. */
export async function imageProblem(
  wanted: Pick<ContainerRuntime, "image" | "pull">,
  { engine, signal }: { readonly engine: Engine; readonly signal: AbortSignal },
): Promise<DriverFailure | undefined> {
  const image = await engine.get(`/images/${encodeURIComponent(wanted.image)}/json`, { signal });
  const problem = failureOf(image, `Image ${wanted.image}`, engine.socket);
  const isMissing = problem?.kind === "not-found" || problem?.kind === "program-missing";
  if (!isMissing) return problem;
  if (wanted.pull === "missing") return undefined;
  return named({ kind: "program-missing", message: "There is no such image on this machine" }, wanted);
}

export function oldPodman(version: string): DriverFailure | undefined {
  if (version === "" || Number(version.split(".")[0]) >= OLDEST_PODMAN) return undefined;
  return failure("refused", `podman ${version} is too old: ${OLDEST_PODMAN}.0 or later is needed`);
}

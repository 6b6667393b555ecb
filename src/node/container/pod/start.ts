/**
 * Starts a pod by podman's own reading of a Kubernetes document, and tells beforehand whether that could work.
 *
 * I1: the pod has a name made of its instance: a second start of the same instance meets it, and runs nothing twice.
 * I2: what failed to start is removed before the failure is told.
 */
import type { JsonValue, Workload } from "../../definition/workload.ts";
import {
  type DriverFailure,
  type DriverResult,
  failed,
  type Instance,
  type StartRequest,
  succeeded,
} from "../../driver.ts";
import type { Engine } from "../engine.ts";
import { failure, failureOf, failureOfWords } from "../failure.ts";
import { listOf, textOf, textsOf } from "../json.ts";
import { containerName, LABEL, labelsOf, membersText } from "../labels.ts";
import { imageProblem, oldPodman, openConfigFile, type StartParts } from "../start.ts";
import { endStrays } from "../strays.ts";
import { imagesOf, membersOf, podDocument } from "./manifest.ts";

/** Images are fetched within it. */
const PLAY_MS = 600_000;

export async function startPod(
  request: StartRequest,
  { engine, followed, clock, signal }: StartParts,
): Promise<DriverResult<Instance>> {
  const { labels } = request;
  const what = `Cannot start replica ${labels.replica} of ${labels.resourceId}`;
  const known = followed.shownOf(labels.instanceId);
  if (known !== undefined && known.state.kind !== "ended") return succeeded(known);
  let played = await play(request, { engine, signal, what });
  if (played?.kind === "name-taken") {
    const found = await takenBy(request, { engine, followed, signal, what });
    if (found.kind === "decided") return found.result;
    for (const { containerId } of followed.find(labels.instanceId)) {
      const gone = await endStrays(containerId, { clock, signal });
      if (!gone.ok) return gone;
    }
    await removePod(containerName(labels), engine);
    played = await play(request, { engine, signal, what });
  }
  if (played !== undefined) {
    await removePod(containerName(labels), engine);
    return { ok: false, failure: played };
  }
  const listed = await followed.list(signal);
  if (!listed.ok) return listed;
  const started = followed.shownOf(labels.instanceId);
  return started === undefined
    ? failed("not-found", `${what}: somebody removed its containers at once`)
    : succeeded(started);
}

/** Undefined = it was started. */
async function play(
  { workload, labels, directory }: StartRequest,
  { engine, signal, what }: Pick<StartParts, "engine" | "signal"> & { readonly what: string },
): Promise<DriverFailure | undefined> {
  const { runtime, configFile } = workload;
  if (runtime.kind !== "pod") return failure("refused", `${what}: the workload is a ${runtime.kind}`);
  openConfigFile(workload);
  const own = { directory, stopSignal: runtime.stop.signal, stopTimeoutMs: runtime.stop.timeoutMs };
  const body = podDocument({ runtime, ...(configFile && { configFile }) }, {
    name: containerName(labels),
    labels: {
      ...labelsOf(labels, own, LABEL.pod),
      [LABEL.members]: membersText(membersOf(runtime)),
    },
  });
  const query = { start: "true", ...(runtime.network === "" ? {} : { network: runtime.network }) };
  const answer = await engine.post("/libpod/play/kube", { signal, query, body, deadlineMs: PLAY_MS });
  const refused = failureOf(answer, what, engine.socket);
  if (refused !== undefined) return refused;
  // It is answered with 200 when the pod was made and its containers do not start.
  const [error] = answer.kind === "answered" ? containerErrors(answer.body) : [];
  return error === undefined ? undefined : failureOfWords(error, what);
}

function containerErrors(body: JsonValue): readonly string[] {
  return listOf(body, "Pods").flatMap((pod) => textsOf(pod, "ContainerErrors"));
}

/** `left-behind`: what a start of this instance made in which the runtime was killed; it is to be made anew. */
type Taken =
  | { readonly kind: "decided"; readonly result: DriverResult<Instance> }
  | { readonly kind: "left-behind" };

/** A stranger's pod is left as it is. */
async function takenBy(
  { labels }: StartRequest,
  { engine, followed, signal, what }: Omit<StartParts, "clock"> & { readonly what: string },
): Promise<Taken> {
  const name = containerName(labels);
  const found = await engine.get(`/libpod/pods/${name}/json`, { signal });
  const refused = failureOf(found, what, engine.socket);
  if (refused?.kind === "not-found") return { kind: "left-behind" };
  if (refused !== undefined) return { kind: "decided", result: { ok: false, failure: refused } };
  if (found.kind !== "answered" || textOf(found.body, "Labels", LABEL.pod) !== labels.instanceId) {
    const message = `${what}: somebody else's pod has the name ${name}; remove or rename it`;
    return { kind: "decided", result: failed("name-taken", message) };
  }
  const listed = await followed.list(signal);
  if (!listed.ok) return { kind: "decided", result: listed };
  const ours = followed.shownOf(labels.instanceId);
  if (ours === undefined || ours.state.kind === "ended") return { kind: "left-behind" };
  return { kind: "decided", result: succeeded(ours) };
}

/** I2. */
async function removePod(name: string, engine: Engine): Promise<void> {
  const { signal } = new AbortController();
  await engine.delete(`/libpod/pods/${name}`, { signal, query: { force: "true" } });
}

/** What speaks against a pod, without starting it. */
export async function checkPod(
  { runtime }: Workload,
  { engine, signal }: { readonly engine: Engine; readonly signal: AbortSignal },
): Promise<DriverFailure | undefined> {
  if (runtime.kind !== "pod") return undefined;
  const pinged = await engine.ping(signal);
  if (pinged.kind !== "pinged") return failureOf(pinged, "Cannot start anything", engine.socket);
  if (pinged.podmanVersion === "") {
    return failure(
      "refused",
      `The container runtime at ${engine.socket} is not podman, and only podman has pods`,
    );
  }
  const old = oldPodman(pinged.podmanVersion);
  if (old !== undefined) return old;
  for (const image of imagesOf(runtime)) {
    const problem = await imageProblem(image, { engine, signal });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * What the replicas of one service write, from whichever runtime runs them.
 *
 * I1: a replica that is followed is followed over its restarts: from its next instance everything is read.
 * I2: whoever stops reading ends what reads on its behalf.
 */
import { delay, type Scheduler } from "../../kit/delay.ts";
import { messageOf, StateManagerError } from "../../kit/errors.ts";
import { type LogLine, type LogQuery, MAX_BATCH_LINES, MAX_TAIL_LINES } from "../../ports/workload_logs.ts";
import type { RuntimeKind } from "../definition/workload.ts";
import { type Driver, type DriverFailure, type DriverResult, failed } from "../driver.ts";
import { merged } from "./merged.ts";
import type { LogReading, LogSource, LogSubject } from "./source.ts";

/** Replicas that are read at once. */
const MAX_REPLICAS = 32;
const LOOK_MS = 250;

/** A replica, and who runs it or would. */
export interface LogTarget extends LogSubject {
  readonly runtime: RuntimeKind;
}

export interface ServiceLogsOptions {
  /** Name of the node. */
  readonly node: string;
  readonly drivers: readonly Driver[];
  readonly timers: Scheduler;
  /** The replicas of the service as they are now; empty = nothing is known of it. */
  readonly targets: () => readonly LogTarget[];
}

type Opened =
  & { readonly target: LogTarget }
  & (
    | { readonly ok: true; readonly value: LogSource }
    | { readonly ok: false; readonly failure: DriverFailure }
  );

/** Throws a StateManagerError where there is nothing to read, and an Error that says why reading broke off. */
export async function* readServiceLogs(
  query: LogQuery,
  options: ServiceLogsOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly LogLine[], void, undefined> {
  const { tailLines, maxAgeMs, isFollowed } = query;
  const reading = { tailLines, maxAgeMs, isFollowed };
  const leaving = new AbortController();
  const either = AbortSignal.any([signal, leaving.signal]);
  const opened: Opened[] = [];
  try {
    for (const target of chosen(query, options)) {
      opened.push({ target, ...await openLog(target, reading, { ...options, signal: either }) });
    }
    const replicas = readableOf(opened, options.node).map(({ target, source }) =>
      isFollowed
        ? overRestarts({ target, source }, options, either)
        : batches(source, target, { node: options.node, signal: either })
    );
    if (isFollowed) yield* merged(replicas, () => leaving.abort());
    else for (const replica of replicas) yield* replica;
  } finally {
    // I2
    leaving.abort();
    await Promise.allSettled(opened.map((one) => one.ok && one.value.return()));
  }
}

/** Those of which there is something; a replica of which there is nothing is left out where there are others. */
function readableOf(
  opened: readonly Opened[],
  node: string,
): readonly { readonly target: LogTarget; readonly source: LogSource }[] {
  const readable = opened.flatMap((one) => one.ok ? [{ target: one.target, source: one.value }] : []);
  const broken = opened.flatMap((one) => one.ok ? [] : [one]);
  const [worst] = [...broken.filter(({ failure }) => failure.kind !== "not-found"), ...broken];
  if (worst !== undefined && (readable.length === 0 || worst.failure.kind !== "not-found")) {
    throw problemOf(worst.target, node, worst.failure.message);
  }
  return readable;
}

function chosen(
  { resourceId, replica }: LogQuery,
  { node, targets }: ServiceLogsOptions,
): readonly LogTarget[] {
  const known = targets();
  const wanted = replica === undefined ? known : known.filter((target) => target.replica === replica);
  if (wanted.length === 0) {
    const which = replica === undefined || known.length === 0
      ? resourceId
      : `replica ${replica} of ${resourceId}`;
    throw new StateManagerError({ kind: "not-found", what: `${which} on node ${node}` });
  }
  if (wanted.length > MAX_REPLICAS) {
    const why = `it has ${wanted.length} replicas, and ${MAX_REPLICAS} can be read at once: name one`;
    throw problemOf({ resourceId }, node, why);
  }
  return wanted;
}

async function openLog(
  target: LogTarget,
  reading: LogReading,
  { drivers, signal }: Pick<ServiceLogsOptions, "drivers"> & { readonly signal: AbortSignal },
): Promise<DriverResult<LogSource>> {
  const driver = drivers.find(({ kind }) => kind === target.runtime);
  if (driver?.logs === undefined) {
    return failed("refused", `this node cannot read what a ${target.runtime} writes`);
  }
  return await driver.logs(target, reading, signal);
}

/** I1. */
async function* overRestarts(
  first: { readonly target: LogTarget; readonly source: LogSource },
  options: ServiceLogsOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly LogLine[], void, undefined> {
  let { target, source } = first;
  const all = { tailLines: MAX_TAIL_LINES, maxAgeMs: 0, isFollowed: true };
  while (!signal.aborted) {
    yield* batches(source, target, { node: options.node, signal });
    const next = await nextInstance(target, options, signal);
    if (next === undefined) return;
    const opened = await openLog(next, all, { ...options, signal });
    if (!opened.ok) throw problemOf(next, options.node, opened.failure.message);
    target = next;
    source = opened.value;
  }
}

/** Undefined = the signal came first, or nothing of the service is left. */
async function nextInstance(
  last: LogTarget,
  { targets, timers }: ServiceLogsOptions,
  signal: AbortSignal,
): Promise<LogTarget | undefined> {
  while (!signal.aborted) {
    await delay(timers, LOOK_MS, signal);
    const known = targets();
    if (known.length === 0) return undefined;
    const found = known.find(({ replica }) => replica === last.replica);
    if (found?.instanceId !== undefined && found.instanceId !== last.instanceId) return found;
  }
  return undefined;
}

async function* batches(
  source: LogSource,
  target: LogTarget,
  { node, signal }: { readonly node: string; readonly signal: AbortSignal },
): AsyncGenerator<readonly LogLine[], void, undefined> {
  const { replica } = target;
  try {
    for await (const lines of source) {
      for (let from = 0; from < lines.length; from += MAX_BATCH_LINES) {
        yield lines.slice(from, from + MAX_BATCH_LINES).map((line) => ({ ...line, replica }));
      }
    }
  } catch (error) {
    // Reading was ended: what breaks then is no problem.
    if (!signal.aborted) throw problemOf(target, node, messageOf(error));
  }
}

function problemOf(
  { resourceId, replica }: Pick<LogSubject, "resourceId"> & { readonly replica?: number },
  node: string,
  reason: string,
): StateManagerError {
  const which = replica === undefined ? resourceId : `replica ${replica} of ${resourceId}`;
  return new StateManagerError({
    kind: "not-possible",
    what: `${which} on node ${node}`,
    reason,
  });
}

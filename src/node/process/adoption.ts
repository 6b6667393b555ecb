/**
 * What an earlier run of the node began, as it is found again.
 *
 * I1  A process is found by its record: (pid, start time). One that was begun while the node died, by its directory in its environment.
 * I2  Another boot of the machine has nothing of it.
 * I3  A unit of this node whose record is lost is found by what systemd keeps of it: never is there a second one beside it.
 */
import { basename, join } from "node:path";
import type { Log } from "../../ports/log.ts";
import { DIRECTORY_VARIABLE } from "./host.ts";
import { hasLog } from "./log_reader.ts";
import { findProcess, type ProcessSight, readProcess, scanEnvironment } from "./proc.ts";
import { type ProcessRecord, readRecord, recordedDirectories, removeRecord, writeRecord } from "./record.ts";
import type { FoundUnit } from "./transient/reading.ts";

export interface Adopted {
  readonly record: ProcessRecord;
  readonly directory: string;
  /** As /proc shows its process; undefined = it is gone. */
  readonly sight: ProcessSight | undefined;
}

/** Everything of which there is a record; records of what never was, or of another boot, are removed. */
export function findRecorded(
  root: string,
  { bootId, found }: { readonly bootId: string; readonly found: readonly FoundUnit[] },
): readonly Adopted[] {
  return recordedDirectories(join(root, "instances")).flatMap((directory) => {
    const record = readRecord(directory);
    if (record === undefined || record.labels.instanceId !== basename(directory)) return [];
    const unit = found.find(({ labels }) => labels.instanceId === record.labels.instanceId);
    const adopted = record.bootId === bootId ? adopt(record, directory, unit) : undefined;
    // I2
    if (adopted === undefined) removeRecord(directory);
    return adopted === undefined ? [] : [adopted];
  });
}

function adopt(record: ProcessRecord, directory: string, unit: FoundUnit | undefined): Adopted | undefined {
  if (record.end !== undefined) return { record, directory, sight: undefined };
  if (record.pid !== 0) return { record, directory, sight: findProcess(record) };
  // I1
  const sight = scanEnvironment(DIRECTORY_VARIABLE, directory).find(({ pid, sessionId }) =>
    pid === sessionId
  );
  if (sight === undefined && unit === undefined) return undefined;
  const pid = sight?.pid ?? unit?.sight.execMainPid ?? 0;
  const known = { ...record, pid, startTicks: sight?.startTicks ?? "" };
  writeRecord(directory, known);
  return { record: known, directory, sight };
}

/** I3. `log` gets told when its record is lost. */
export function adoptUnit(
  found: FoundUnit,
  { bootId, logPath, log }: { readonly bootId: string; readonly logPath: string; readonly log: Log },
): Adopted | undefined {
  const { unit, sight, labels, directory, environment, stop } = found;
  const kept = readRecord(directory);
  // Its start was not answered in time.
  if (kept?.bootId === bootId && kept.labels.instanceId === labels.instanceId) {
    return adopt(kept, directory, found);
  }
  log.warn("A unit of this node is found of which there is no record", { unit });
  const pid = sight.execMainPid;
  const process = sight.mainPid === 0 ? undefined : readProcess(pid);
  const record: ProcessRecord = {
    v: 1,
    labels,
    pid,
    startTicks: process?.startTicks ?? "",
    bootId,
    startedAtMs: sight.startedAtMs,
    wasHealthy: true,
    health: { kind: "settle", afterMs: 0 },
    stop,
    environment,
    workingDirectory: sight.workingDirectory,
    logPath: hasLog(logPath) ? logPath : "",
    logSizeBytes: 1024 * 1024,
    unit,
  };
  Deno.mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeRecord(directory, record);
  return { record, directory, sight: process };
}

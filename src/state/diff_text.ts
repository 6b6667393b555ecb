/** Observations of a node as names and sentences. */
import type { StateDiff } from "./diff.ts";

/** Name of an observation, for the chain of causes. */
export function diffId(diff: StateDiff): string {
  return `diff:${diff.node}/${diff.sequence}`;
}

/** An observation in plain text. */
export function describeDiff(diff: StateDiff): string {
  const parts: string[] = [];
  const { existenceDiff, scaleDiff, versionDiff, configDiff, statusDiff } = diff;
  if (statusDiff !== undefined) {
    const code = statusDiff.exitCode === undefined ? "" : ` (exit code ${statusDiff.exitCode})`;
    parts.push(`${statusDiff.message || statusDiff.reason}${code}`);
  }
  if (existenceDiff !== undefined) {
    parts.push(existenceDiff.actualExists ? "it should not be there" : "the service is not there");
  }
  if (scaleDiff !== undefined) {
    parts.push(`${scaleDiff.actualReplicas} of ${scaleDiff.desiredReplicas} replicas`);
  }
  if (versionDiff !== undefined) {
    parts.push(`version ${versionDiff.actualVersion || "unknown"} instead of ${versionDiff.desiredVersion}`);
  }
  if (configDiff !== undefined) {
    const keys = new Set([...Object.keys(configDiff.desired), ...Object.keys(configDiff.actual)]);
    parts.push(`config differs in ${[...keys].sort().slice(0, 5).join(", ")}`);
  }
  return parts.length === 0 ? "in sync with its spec" : parts.join("; ");
}

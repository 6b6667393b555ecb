/**
 * What the ActionController really did, one JSON line each, so that anyone can prove afterwards that nothing was done twice.
 *
 *     DIR/audit.jsonl
 */
import type { ProcessId } from "./process_table.ts";
import { readIfThere } from "./store.ts";

/** A process that was started or ended for an action. */
export interface AuditedProcess extends ProcessId {
  readonly node: string;
  readonly resource: string;
  readonly replica: number;
  readonly version: string;
}

export type AuditLine =
  /** An action is carried out for the first time; a repeated id writes nothing. */
  | {
    readonly event: "begin";
    readonly actionId: string;
    readonly kind: string;
    readonly resource: string;
    readonly node: string;
  }
  | { readonly event: "started" | "stopped"; readonly actionId: string; readonly process: AuditedProcess }
  | {
    readonly event: "end";
    readonly actionId: string;
    readonly outcome: string;
    readonly message: string;
    readonly tookMs: number;
  }
  /** An order of a leader that had been replaced; nothing was done. */
  | { readonly event: "refused"; readonly actionId: string; readonly term: string }
  /** A process of the controller's own ended, wanted or not. */
  | { readonly event: "exited"; readonly process: AuditedProcess; readonly exitCode: number };

export type TimedAuditLine = AuditLine & {
  /** Wall time, milliseconds since 1970. */
  readonly atMs: number;
};

/** One action as it was carried out. */
export interface Execution {
  readonly actionId: string;
  readonly kind: string;
  readonly resource: string;
  readonly node: string;
  readonly atMs: number;
  readonly started: readonly AuditedProcess[];
  readonly stopped: readonly AuditedProcess[];
  /** Undefined = not at its end yet, or cut off by the end of the controller. */
  readonly outcome: string | undefined;
  readonly message: string;
}

export class AuditLog {
  readonly #path: string;

  constructor(vehicleDir: string) {
    this.#path = auditPath(vehicleDir);
  }

  write(line: AuditLine): void {
    Deno.writeTextFileSync(this.#path, JSON.stringify({ atMs: Date.now(), ...line }) + "\n", {
      append: true,
    });
  }
}

/** The log from its beginning; a last line that is still being written is left out. */
export function readAudit(vehicleDir: string): TimedAuditLine[] {
  const text = readIfThere(auditPath(vehicleDir)) ?? "";
  // Written by AuditLog only.
  return text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line) as TimedAuditLine
  );
}

/** The same log, an entry per execution in order of begin. An id that was executed twice has two entries. */
export function executions(lines: readonly TimedAuditLine[]): Execution[] {
  interface Open extends Execution {
    readonly started: AuditedProcess[];
    readonly stopped: AuditedProcess[];
    outcome: string | undefined;
    message: string;
  }
  const all: Open[] = [];
  const newest = new Map<string, Open>();
  for (const line of lines) {
    if (line.event === "exited" || line.event === "refused") continue;
    if (line.event === "begin") {
      const { actionId, kind, resource, node, atMs } = line;
      const open: Open = {
        ...{ actionId, kind, resource, node, atMs },
        ...{ started: [], stopped: [], outcome: undefined, message: "" },
      };
      newest.set(actionId, open);
      all.push(open);
      continue;
    }
    const open = newest.get(line.actionId);
    if (open === undefined) continue;
    if (line.event === "end") Object.assign(open, { outcome: line.outcome, message: line.message });
    else open[line.event].push(line.process);
  }
  return all;
}

function auditPath(vehicleDir: string): string {
  return `${vehicleDir}/audit.jsonl`;
}

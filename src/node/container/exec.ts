/** Runs a command in a container and tells how it ended: for health checks. */
import type { MonotonicClock } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { CommandHealth } from "../definition/workload.ts";
import type { Answer, Engine } from "./engine.ts";
import type { CheckResult } from "./health.ts";
import { memberOf, numberOf, textOf } from "./json.ts";

const MAX_OUTPUT_CHARACTERS = 200;

/** Whoever notices the end of the time so many times too late did not run, and perhaps what is checked did not either. */
const AWAY_FACTOR = 2;

/** Never rejects; undefined = nothing can be said: the runtime does not answer, the container does not run, or this process did not. */
export async function runCheck(
  engine: Engine,
  containerId: string,
  { rule, signal, clock }: {
    readonly rule: CommandHealth;
    readonly signal: AbortSignal;
    readonly clock: MonotonicClock;
  },
): Promise<CheckResult> {
  try {
    const body = { Cmd: rule.command, AttachStdout: true, AttachStderr: true };
    const made = await engine.post(`/containers/${containerId}/exec`, { signal, body });
    const execId = made.kind === "answered" ? textOf(made.body, "Id") : "";
    if (execId === "") return undefined;
    const beganMs = clock.monotonicMs();
    const started = await engine.post(`/exec/${execId}/start`, {
      signal,
      body: { Detach: false, Tty: false },
      deadlineMs: rule.timeoutMs,
    });
    if (started.kind === "slow") {
      const isAway = clock.monotonicMs() - beganMs > AWAY_FACTOR * rule.timeoutMs;
      return isAway ? undefined : { isPassed: false, problem: `no answer within ${rule.timeoutMs} ms` };
    }
    if (started.kind === "away") return undefined;
    return await verdict(engine, execId, { started, signal });
  } catch (error) {
    return signal.aborted ? undefined : { isPassed: false, problem: messageOf(error) };
  }
}

async function verdict(
  engine: Engine,
  execId: string,
  { started, signal }: {
    readonly started: Extract<Answer, { kind: "answered" }>;
    readonly signal: AbortSignal;
  },
): Promise<CheckResult> {
  const ended = await engine.get(`/exec/${execId}/json`, { signal });
  if (ended.kind !== "answered") return undefined;
  if (started.status >= 400) {
    const why = textOf(started.body, "message");
    return { isPassed: false, problem: why.slice(0, MAX_OUTPUT_CHARACTERS) };
  }
  // The runtime forgets it when the container has ended meanwhile.
  if (ended.status !== 200 || memberOf(ended.body, "Running") === true) return undefined;
  const code = numberOf(ended.body, "ExitCode");
  if (code === 0) return { isPassed: true, problem: "" };
  const output = outputOf(started);
  return { isPassed: false, problem: `exit code ${code}${output === "" ? "" : `, ${output}`}` };
}

/** What the command wrote, without the frame headers of the stream. */
function outputOf({ body }: Extract<Answer, { kind: "answered" }>): string {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  // deno-lint-ignore no-control-regex -- they are what is taken out
  return text.replace(/[\u0000-\u001f\ufffd]+/g, " ").trim().slice(0, MAX_OUTPUT_CHARACTERS);
}

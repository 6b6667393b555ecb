/** `statemanagerd recover`, `isolate` and `release`: what an operator asks for. */
import type { RecoveryRequest } from "../../state/issue.ts";
import { didYouMean } from "../../platform/config/suggest.ts";
import { duration, formatDuration } from "../../platform/config/units.ts";
import { RECOVERY_ACTIONS, type RecoveryAction } from "../../state/issue.ts";
import type { ServiceState } from "../../state/model.ts";
import { type Arguments, durationOf, resourceIdsOf, textOption } from "../arguments.ts";
import { type ClientContext, withDeadline } from "../context.ts";
import { EXIT_CODES, usage } from "../errors.ts";

/** For the history, where the operator gives none. */
const DEFAULT_REASON = "statemanagerd recover";
const TTL = duration({ min: "1s", max: "720h" });

/** Runs it; resolves to the exit code. */
export async function runRecover(context: ClientContext): Promise<number> {
  const action = actionOf(context.args);
  const reason = textOption(context.args, "reason") ?? DEFAULT_REASON;
  return await trigger(
    context,
    { kind: "recover", action, reason },
    ({ status }) =>
      action === "Notify" ? "an alert was sent" : `${action} is under way; the service is ${status.state}`,
  );
}

/** Runs it; resolves to the exit code. */
export async function runIsolate(context: ClientContext): Promise<number> {
  const reason = textOption(context.args, "reason");
  if (reason === undefined || reason.trim() === "") {
    throw usage(
      "isolate needs --reason",
      "Whoever finds the service stopped has to know why: --reason 'sensor is exchanged'.",
    );
  }
  const ttlMs = durationOf(context.args, "ttl", { kind: TTL, examples: "30m or 2h" });
  const until = ttlMs === undefined ? "until it is released" : `for ${formatDuration(ttlMs)} at most`;
  const request = { kind: "isolate" as const, reason, ...(ttlMs === undefined ? {} : { ttlMs }) };
  return await trigger(context, request, () => `is stopped and isolated ${until}`);
}

/** Runs it; resolves to the exit code. */
export async function runRelease(context: ClientContext): Promise<number> {
  const reason = textOption(context.args, "reason") ?? "statemanagerd release";
  return await trigger(context, { kind: "release", reason }, () => "is released and reconciled again");
}

async function trigger(
  context: ClientContext,
  request: RecoveryRequest,
  outcome: (service: ServiceState) => string,
): Promise<number> {
  const { io, client, args, timeoutMs } = context;
  for (const id of resourceIdsOf(args)) {
    const service = await withDeadline(
      context,
      { timeoutMs, what: `Cannot ${request.kind} ${id}` },
      (signal) => client.triggerRecovery(id, request, signal),
    );
    io.stdout(`${id} ${outcome(service)}\n`);
  }
  return EXIT_CODES.ok;
}

function actionOf(args: Arguments): RecoveryAction {
  const text = textOption(args, "action") ?? "Restart";
  const action = RECOVERY_ACTIONS.find((known) => known.toLowerCase() === text.toLowerCase());
  if (action !== undefined) return action;
  throw usage(
    `--action: there is no action "${text}"${didYouMean(text, RECOVERY_ACTIONS)}`,
    `There are: ${RECOVERY_ACTIONS.join(", ")}.`,
  );
}

/** `statemanagerd recover`, `isolate` and `release`: what an operator asks for. */
import type { RecoveryRequest } from "../../state/issue.ts";
import { didYouMean } from "../../platform/config/suggest.ts";
import { duration, formatDuration } from "../../platform/config/units.ts";
import { RECOVERY_ACTIONS, type RecoveryAction } from "../../state/issue.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { type Arguments, durationOf, textOption } from "../arguments.ts";
import { type ClientContext, reportError, withDeadline } from "../context.ts";
import { refuseIfNeeded } from "../dependents.ts";
import { EXIT_CODES, isUserError, usage } from "../errors.ts";
import { about } from "../names.ts";
import { selectedIds } from "../selection.ts";

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

/** Each by itself: what one service cannot do keeps no other. The exit code is that of the first that failed. */
async function trigger(
  context: ClientContext,
  request: RecoveryRequest,
  outcome: (service: ServiceState) => string,
): Promise<number> {
  const { io } = context;
  const ids = await selectedIds(context);
  if (isStop(request)) await refuseIfNeeded(context, ids, "isolates them");
  let exitCode: number = EXIT_CODES.ok;
  for (const id of ids) {
    try {
      const service = await triggerOne(context, id, request);
      io.stdout(`${id} ${outcome(service)}\n`);
    } catch (error) {
      if (!isUserError(error)) throw error;
      const code = reportError(io, error);
      if (exitCode === EXIT_CODES.ok) exitCode = code;
      if (error.reason === "unreachable") break;
    }
  }
  return exitCode;
}

function isStop(request: RecoveryRequest): boolean {
  return request.kind === "isolate" || (request.kind === "recover" && request.action === "Isolate");
}

function triggerOne(context: ClientContext, id: ResourceId, request: RecoveryRequest): Promise<ServiceState> {
  const { client, timeoutMs } = context;
  const what = `Cannot ${request.kind} ${id}`;
  return about(context, id, () =>
    withDeadline(
      context,
      { timeoutMs, what },
      (signal) => client.triggerRecovery(id, request, signal),
    ));
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

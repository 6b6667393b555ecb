/** `statemanagerd alerts`: what a person should know, what led to it, and whether it is over. */
import { type AlertState, alertState, type KeptAlert } from "../../state/alert.ts";
import type { Explanation } from "../../reconciliation/explain/explain_model.ts";
import { didYouMean } from "../../platform/config/suggest.ts";
import { durationOf, hasSwitch, resourceIdOf, textOptions } from "../arguments.ts";
import { type ClientContext, tableStyle, withDeadline } from "../context.ts";
import { CliError, EXIT_CODES, isUserError, usage } from "../errors.ts";
import { alertColumns, alertRow, alertText } from "../format/alert_table.ts";
import { toPlain } from "../format/manifest_value.ts";
import { renderTable } from "../format/table.ts";
import { SINCE } from "../format/since.ts";
import { listFormatOf, printList } from "../output.ts";

const STATES: readonly AlertState[] = ["open", "resolved", "noted"];

/** Runs it; resolves to the exit code. */
export async function runAlerts(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const format = listFormatOf(args);
  const alerts = await readAlerts(context);
  const [word] = args.positionals;
  const one = alerts.find(({ id }) => id === word);
  if (one !== undefined && format.kind === "table") {
    const explanation = await explanationOf(context, one);
    io.stdout(alertText(one, { explanation, ...(io.isTTY ? { columns: io.columns } : {}) }));
    return EXIT_CODES.ok;
  }
  const wanted = one === undefined ? filtered(context, alerts) : [one];
  await printList(io, format, {
    value: toPlain({
      kind: "AlertList",
      alerts: wanted.map((alert) => ({ ...alert, state: alertState(alert) })),
    }),
    names: wanted.map(({ id }) => id),
    table: ({ isWide, isHeadless }) => {
      const rows = wanted.map((alert) => alertRow(alert, { nowMs: io.nowMs(), isWide }));
      const style = { ...tableStyle(io, { isCut: !isWide }), isHeadless };
      return rows.length === 0 ? "" : renderTable(alertColumns(isWide), rows, style);
    },
  });
  if (wanted.length === 0) io.stderr("There are no alerts.\n");
  return EXIT_CODES.ok;
}

function readAlerts(context: ClientContext): Promise<readonly KeptAlert[]> {
  const { client, timeoutMs } = context;
  return withDeadline(
    context,
    { timeoutMs, what: "Cannot list the alerts" },
    (signal) => client.alerts(signal),
  );
}

/** Of the services that are named; without a name, all. An id that is not kept is no name. */
function filtered({ args, io }: ClientContext, alerts: readonly KeptAlert[]): readonly KeptAlert[] {
  const isId = (word: string) => !/^[a-z0-9][-a-z0-9._/]*$/.test(word);
  const unknown = args.positionals.find(isId);
  if (unknown !== undefined) {
    throw new CliError("notFound", `The alert ${unknown} is not kept`, {
      hint: "statemanagerd alerts lists them.",
    });
  }
  const ids: readonly string[] = args.positionals.map((word) => resourceIdOf(args, word));
  const states = textOptions(args, "state").flatMap((text) => text.split(",")).map(stateOf);
  const sinceMs = durationOf(args, "since", { kind: SINCE, examples: "10m or 2h" });
  return alerts.filter((alert) =>
    (ids.length === 0 || ids.includes(alert.resourceId ?? "")) &&
    (states.length === 0 || states.includes(alertState(alert))) &&
    (!hasSwitch(args, "open") || alertState(alert) === "open") &&
    (sinceMs === undefined || alert.lastMs >= io.nowMs() - sinceMs)
  );
}

function stateOf(word: string): AlertState {
  const state = STATES.find((known) => known === word.toLowerCase());
  if (state !== undefined) return state;
  throw usage(
    `--state: there is no "${word}"${didYouMean(word, STATES)}`,
    `There are: ${STATES.join(", ")}.`,
  );
}

/** The episode of the alert's event; undefined where it has none, or its events were overwritten. */
async function explanationOf(context: ClientContext, alert: KeptAlert): Promise<Explanation | undefined> {
  const { client, timeoutMs } = context;
  if (alert.resourceId === undefined || alert.revision === 0n) return undefined;
  const { resourceId } = alert;
  try {
    const explanation = await withDeadline(
      context,
      { timeoutMs, what: "Cannot explain the alert" },
      (signal) => client.explain({ kind: "service", resourceId, last: 100 }, signal),
    );
    const episodes = explanation.episodes.filter(({ steps }) => (steps[0]?.revision ?? 0n) <= alert.revision);
    return { ...explanation, episodes: episodes.slice(-1) };
  } catch (error) {
    if (isUserError(error) && error.reason === "notFound") return undefined;
    throw error;
  }
}

/** `statemanagerd status`: how the State Manager itself is, on one screen. */
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import { alertState } from "../../state/alert.ts";
import { SERVICE_STATES } from "../../state/model.ts";
import { textFormatOf } from "../arguments.ts";
import { type ClientContext, jsonText, tableStyle, withDeadline } from "../context.ts";
import { EXIT_CODES, isUserError } from "../errors.ts";
import { loadYaml } from "../format/yaml.ts";
import { toPlain } from "../format/manifest_value.ts";
import { type Overview, overviewText } from "../format/overview_text.ts";
import { isConfirmed } from "../format/service_table.ts";

/** Runs it; resolves to the exit code. */
export async function runStatus(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const format = textFormatOf(args);
  const overview = await readOverview(context);
  const value = toPlain({ kind: "Status", ...overview });
  if (format === "json") io.stdout(jsonText(value));
  else if (format === "yaml") io.stdout((await loadYaml())([value]));
  else io.stdout(overviewText(overview, tableStyle(io)));
  return EXIT_CODES.ok;
}

/** What `status` and `top` show above everything else. */
export function readOverview(context: ClientContext): Promise<Overview> {
  const { client, timeoutMs } = context;
  return withDeadline(context, { timeoutMs, what: "Cannot read the status" }, async (signal) => {
    const manager = await client.status(signal);
    if (!manager.isReady) return { manager, states: {}, unconfirmed: 0, openAlerts: 0 };
    const [{ services }, alerts] = await Promise.all([
      client.listServices(ALL_SERVICES, signal),
      client.alerts(signal).catch((error) => {
        // An older State Manager does not keep them.
        if (isUserError(error) && error.reason === "failed" && !signal.aborted) return [];
        throw error;
      }),
    ]);
    const states = SERVICE_STATES.map((state) => {
      return [state, services.filter(({ status }) => status.state === state).length] as const;
    });
    return {
      manager,
      states: Object.fromEntries(states.filter(([, count]) => count > 0)),
      unconfirmed: services.filter((service) => !isConfirmed(service)).length,
      openAlerts: alerts.filter((alert) => alertState(alert) === "open").length,
    };
  });
}

/** `statemanagerd explain`: why a service is as it is, in sentences. */
import type { ExplainSubject } from "../../reconciliation/explain/explain_model.ts";
import { MAX_INT64 } from "../../records/checks.ts";
import { integerOf, resourceIdsOf, textFormatOf } from "../arguments.ts";
import { type ClientContext, jsonText, withDeadline } from "../context.ts";
import { EXIT_CODES, usage } from "../errors.ts";
import { explanationText } from "../format/explanation_text.ts";
import { toPlain } from "../format/manifest_value.ts";
import { loadYaml } from "../format/yaml.ts";

const DEFAULT_LAST = 10n;

/** Ids of plans and actions: 12 letters and digits of their run, a number, and that of the action. */
const PLAN_OR_ACTION_ID = /^[0-9a-hjkmnp-tv-z]{12}-[0-9a-z]+(?:\/[0-9]+)?$/;

/** Runs it; resolves to the exit code. */
export async function runExplain(context: ClientContext): Promise<number> {
  const { io, client, timeoutMs } = context;
  const format = textFormatOf(context.args);
  const what = "Cannot explain it";
  const explanation = await withDeadline(context, { timeoutMs, what }, async (signal) => {
    const subject = await subjectOf(context, signal);
    return await client.explain(subject, signal);
  });
  const value = toPlain({ kind: "Explanation", ...explanation });
  if (format === "json") io.stdout(jsonText(value));
  else if (format === "yaml") io.stdout((await loadYaml())([value]));
  else io.stdout(explanationText(explanation, io.isTTY ? io.columns : undefined));
  return EXIT_CODES.ok;
}

async function subjectOf({ client, args }: ClientContext, signal: AbortSignal): Promise<ExplainSubject> {
  const last = Number(integerOf(args, "last", { min: 1n, max: 100n }) ?? DEFAULT_LAST);
  const [word = ""] = args.positionals;
  if (/^\d{1,20}$/.test(word)) {
    const revision = BigInt(word);
    if (revision < 1n || revision > MAX_INT64) {
      throw usage(`"${word}" is not a revision`, `Accepted: 1 to ${MAX_INT64}.`);
    }
    return { kind: "revision", revision };
  }
  const [resourceId] = resourceIdsOf(args);
  if (resourceId === undefined) throw usage("explain needs a name, an id or a revision");
  // A service may be called like that; then it is meant.
  const isId = PLAN_OR_ACTION_ID.test(word) && (await client.findService(resourceId, signal)) === undefined;
  return isId ? { kind: "plan", id: word } : { kind: "service", resourceId, last };
}

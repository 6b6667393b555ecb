/** `statemanagerd explain`: why a service is as it is, in sentences. */
import type { ExplainSubject, Explanation } from "../../reconciliation/explain/explain_model.ts";
import { MAX_INT64 } from "../../records/checks.ts";
import { integerOf, pictureFormatOf, resourceIdOf } from "../arguments.ts";
import { type ClientContext, jsonText, reportError, withDeadline } from "../context.ts";
import { EXIT_CODES, isUserError, usage } from "../errors.ts";
import { explanationPicture } from "../format/explanation_picture.ts";
import { explanationText } from "../format/explanation_text.ts";
import { toPlain } from "../format/manifest_value.ts";
import { pictureText } from "../format/picture.ts";
import { loadYaml } from "../format/yaml.ts";
import { about } from "../names.ts";
import { hasFilters, selectedIds } from "../selection.ts";

const DEFAULT_LAST = 10n;

/** Ids of plans and actions: 12 letters and digits of their run, a number, and that of the action. */
const PLAN_OR_ACTION_ID = /^[0-9a-hjkmnp-tv-z]{12}-[0-9a-z]+(?:\/[0-9]+)?$/;

/** Runs it; resolves to the exit code. */
export async function runExplain(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const format = pictureFormatOf(args);
  const explanations: Explanation[] = [];
  let exitCode: number = EXIT_CODES.ok;
  for (const word of await wordsOf(context)) {
    try {
      explanations.push(await explainOne(context, word));
    } catch (error) {
      if (!isUserError(error) || error.reason !== "notFound") throw error;
      exitCode = reportError(io, error);
    }
  }
  const values = explanations.map((one) => toPlain({ kind: "Explanation", ...one }));
  if (format === "json") { for (const value of values) io.stdout(jsonText(value)); }
  else if (format === "yaml") io.stdout((await loadYaml())(values));
  else if (format !== "text") {
    io.stdout(explanations.map((one) => pictureText(explanationPicture(one), format)).join(""));
  } else {
    const texts = explanations.map((one) => explanationText(one, io.isTTY ? io.columns : undefined));
    io.stdout(texts.join("\n"));
  }
  return exitCode;
}

/** What is to be explained, as it was typed; or the names of the services that pass the filters. */
async function wordsOf(context: ClientContext): Promise<readonly string[]> {
  const { positionals } = context.args;
  return positionals.length > 0 && !hasFilters(context.args) ? positionals : await selectedIds(context);
}

function explainOne(context: ClientContext, word: string): Promise<Explanation> {
  const { client, timeoutMs } = context;
  return withDeadline(context, { timeoutMs, what: "Cannot explain it" }, async (signal) => {
    const subject = await subjectOf(context, { word, signal });
    if (subject.kind !== "service") return await client.explain(subject, signal);
    return await about(context, subject.resourceId, () => client.explain(subject, signal));
  });
}

async function subjectOf(
  { client, args }: ClientContext,
  { word, signal }: { readonly word: string; readonly signal: AbortSignal },
): Promise<ExplainSubject> {
  const last = Number(integerOf(args, "last", { min: 1n, max: 100n }) ?? DEFAULT_LAST);
  if (/^\d{1,20}$/.test(word)) {
    const revision = BigInt(word);
    if (revision < 1n || revision > MAX_INT64) {
      throw usage(`"${word}" is not a revision`, `Accepted: 1 to ${MAX_INT64}.`);
    }
    return { kind: "revision", revision };
  }
  const resourceId = resourceIdOf(args, word);
  // A service may be called like that; then it is meant.
  const isId = PLAN_OR_ACTION_ID.test(word) && (await client.findService(resourceId, signal)) === undefined;
  return isId ? { kind: "plan", id: word } : { kind: "service", resourceId, last };
}

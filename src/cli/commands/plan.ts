/** `statemanagerd plan`: what would be done, without doing it. */
import { messageOf, StateManagerError } from "../../kit/errors.ts";
import { diffFromTree } from "../../client/diff_json.ts";
import type { PreviewSubject } from "../../reconciliation/explain/preview_model.ts";
import { resourceIdsOf, textFormatOf, textOptions } from "../arguments.ts";
import { type ClientContext, jsonText, withDeadline } from "../context.ts";
import { CliError, EXIT_CODES, usage } from "../errors.ts";
import { toPlain } from "../format/manifest_value.ts";
import { previewText } from "../format/preview_text.ts";
import { loadYaml } from "../format/yaml.ts";
import { readInput } from "../input.ts";

/** Runs it; resolves to the exit code. */
export async function runPlan(context: ClientContext): Promise<number> {
  const { io, client, args, timeoutMs } = context;
  const format = textFormatOf(args);
  const subject = await subjectOf(context);
  const what = "Cannot make the dry run";
  const preview = await withDeadline(
    context,
    { timeoutMs, what },
    (signal) => client.planReconciliation(subject, signal),
  );
  const value = toPlain({ kind: "PlanPreview", ...preview });
  if (format === "json") io.stdout(jsonText(value));
  else io.stdout(format === "yaml" ? (await loadYaml())([value]) : previewText(preview));
  return EXIT_CODES.ok;
}

async function subjectOf({ io, args }: ClientContext): Promise<PreviewSubject> {
  const files = textOptions(args, "filename");
  const [file] = files;
  const [resourceId] = resourceIdsOf(args);
  if (files.length + (resourceId === undefined ? 0 : 1) !== 1) {
    throw usage("plan needs a name or one file", "statemanagerd plan NAME, or statemanagerd plan -f FILE.");
  }
  if (resourceId !== undefined) return { kind: "service", resourceId };
  const name = file ?? "-";
  const tree = await parseTree(name, await readInput(io, name));
  try {
    return { kind: "diff", diff: diffFromTree(tree) };
  } catch (error) {
    if (!(error instanceof StateManagerError) || error.failure.kind !== "invalid") throw error;
    const { field, problem, accepted } = error.failure;
    throw usage(`${name}: ${field}: ${problem}`, `Accepted: ${accepted}.`);
  }
}

/** YAML, and so JSON; whole numbers stay whole, and a key is what is written, `1.10` included. */
async function parseTree(file: string, text: string): Promise<unknown> {
  const { isScalar, parseDocument, visit } = await import("yaml");
  try {
    const document = parseDocument(text, { intAsBigInt: true });
    const [fault] = document.errors;
    if (fault !== undefined) throw fault;
    visit(document, {
      Pair: (_key, { key }) => {
        if (isScalar(key) && typeof key.value !== "string") key.value = key.source ?? String(key.value);
      },
    });
    return document.toJS();
  } catch (error) {
    throw new CliError("usage", `${file} is neither JSON nor YAML: ${messageOf(error)}`, { cause: error });
  }
}

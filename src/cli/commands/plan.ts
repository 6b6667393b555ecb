/** `statemanagerd plan`: what would be done, without doing it. */
import { messageOf, StateManagerError } from "../../kit/errors.ts";
import { QUIET_YAML } from "../../kit/yaml_options.ts";
import { diffFromTree } from "../../client/diff_json.ts";
import type { PlanPreview, PreviewSubject } from "../../reconciliation/explain/preview_model.ts";
import { textFormatOf, textOptions } from "../arguments.ts";
import { type ClientContext, jsonText, reportError, withDeadline } from "../context.ts";
import { CliError, EXIT_CODES, isUserError, usage } from "../errors.ts";
import { toPlain } from "../format/manifest_value.ts";
import { previewText } from "../format/preview_text.ts";
import { loadYaml } from "../format/yaml.ts";
import { readInput } from "../input.ts";
import { about } from "../names.ts";
import { hasFilters, selectedIds } from "../selection.ts";

/** Runs it; resolves to the exit code. */
export async function runPlan(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const format = textFormatOf(args);
  const previews: PlanPreview[] = [];
  let exitCode: number = EXIT_CODES.ok;
  for (const subject of await subjectsOf(context)) {
    try {
      previews.push(await planOne(context, subject));
    } catch (error) {
      if (!isUserError(error) || error.reason !== "notFound") throw error;
      exitCode = reportError(io, error);
    }
  }
  const values = previews.map((preview) => toPlain({ kind: "PlanPreview", ...preview }));
  if (format === "json") { for (const value of values) io.stdout(jsonText(value)); }
  else io.stdout(format === "yaml" ? (await loadYaml())(values) : previews.map(previewText).join("\n"));
  return exitCode;
}

function planOne(context: ClientContext, subject: PreviewSubject): Promise<PlanPreview> {
  const { client, timeoutMs } = context;
  const call = () =>
    withDeadline(
      context,
      { timeoutMs, what: "Cannot make the dry run" },
      (signal) => client.planReconciliation(subject, signal),
    );
  return subject.kind === "service" ? about(context, subject.resourceId, call) : call();
}

async function subjectsOf(context: ClientContext): Promise<readonly PreviewSubject[]> {
  const { io, args } = context;
  const files = textOptions(args, "filename");
  const [file] = files;
  const isByName = args.positionals.length > 0 || hasFilters(args);
  if (files.length + (isByName ? 1 : 0) !== 1) {
    throw usage("plan needs names or one file", "statemanagerd plan NAME, or statemanagerd plan -f FILE.");
  }
  if (isByName) {
    return (await selectedIds(context)).map((resourceId) => ({ kind: "service", resourceId }));
  }
  const name = file ?? "-";
  const tree = await parseTree(name, await readInput(io, name));
  try {
    return [{ kind: "diff", diff: diffFromTree(tree) }];
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
    const document = parseDocument(text, { ...QUIET_YAML, intAsBigInt: true });
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

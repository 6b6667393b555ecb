/**
 * Which services a command is about: those that are named, or those that pass the filters.
 *
 * I1  What the State Manager can filter it is asked to; the rest is filtered here, and all of it again here, so that a list and what
 *     is followed agree.
 */
import { ALL_SERVICES, matchesFilter, type ServiceFilter } from "../manager/serve/api.ts";
import { didYouMean } from "../platform/config/suggest.ts";
import { CRITICALITIES, SERVICE_STATES, type ServiceState } from "../state/model.ts";
import { parseName, type ResourceId } from "../state/resource_id.ts";
import { type Arguments, asUsage, namespaceOf, resourceIdsOf, textOptions } from "./arguments.ts";
import { SELECTION_OPTIONS } from "./command_options.ts";
import { type ClientContext, withDeadline } from "./context.ts";
import { usage } from "./errors.ts";
import { parsePath, valuesAt, wordOf } from "./format/json_path.ts";
import { serviceValue } from "./format/manifest_value.ts";
import { parseSelector } from "./label_selector.ts";
import { whyEmpty } from "./names.ts";

/** What was asked for. */
export interface Selection {
  /** Named services, in the order given; empty where none is named. */
  readonly ids: readonly ResourceId[];
  readonly namespace: string | undefined;
  readonly nodes: readonly string[];
  /** For the State Manager. */
  readonly filter: ServiceFilter;
  /** Whether any filter was given besides the namespace. */
  readonly hasFilters: boolean;
  /** Whether the service is one of them. */
  matches(service: ServiceState): boolean;
}

/** Every value of an option that may be repeated or joined by commas. */
function listOf(args: Arguments, name: string): readonly string[] {
  return textOptions(args, name).flatMap((text) => text.split(",")).map((word) => word.trim());
}

function known<T extends string>(option: string, words: readonly string[], all: readonly T[]): readonly T[] {
  return words.map((word) => {
    const found = all.find((one) => one.toLowerCase() === word.toLowerCase());
    if (found !== undefined) return found;
    throw usage(
      `--${option}: there is no "${word}"${didYouMean(word, all)}`,
      `There are: ${all.join(", ")}.`,
    );
  });
}

function fieldTest(text: string): (service: ServiceState) => boolean {
  const match = /^([^=!]+)(==|!=|=)(.*)$/s.exec(text);
  const [, path = "", operator = "", value = ""] = match ?? [];
  if (match === null) throw usage(`--field: "${text}" is not PATH=VALUE`, "Such as spec.version=1.4.0.");
  const segments = parsePath(path);
  const has = (service: ServiceState) =>
    valuesAt(serviceValue(service), segments).some((found) => wordOf(found) === value);
  return operator === "!=" ? (service) => !has(service) : has;
}

/** Whether any filter was given besides the namespace. */
export function hasFilters(args: Arguments): boolean {
  return SELECTION_OPTIONS.some(({ name }) => textOptions(args, name).length > 0);
}

/** Reads the names and filters of the command line. Throws a usage error where one is malformed. */
export function selectionOf(args: Arguments): Selection {
  const ids = resourceIdsOf(args);
  const namespace = namespaceOf(args);
  const states = known("state", listOf(args, "state"), SERVICE_STATES);
  const nodes = listOf(args, "node").map((node) => asUsage(() => parseName(node, "node")));
  const criticalities = known("criticality", listOf(args, "criticality"), CRITICALITIES);
  const labels = textOptions(args, "selector").map(parseSelector);
  const fields = textOptions(args, "field").map(fieldTest);
  const filter = {
    ...ALL_SERVICES,
    ...(ids.length > 0 ? { resourceIds: ids } : namespace === undefined ? {} : { namespaces: [namespace] }),
    ...{ states, nodes },
  };
  return {
    ...{ ids, namespace, nodes, filter },
    hasFilters: hasFilters(args),
    matches: (service) =>
      matchesFilter(service, filter) &&
      (criticalities.length === 0 || criticalities.includes(service.spec.criticality)) &&
      labels.every((test) => test(service.metadata.labels)) && fields.every((test) => test(service)),
  };
}

/**
 * The ids of the services that a command acts on: the names as they are given, or those that the filters leave. Says on standard
 * error where there is none.
 */
export async function selectedIds(context: ClientContext): Promise<readonly ResourceId[]> {
  const { args, client, timeoutMs, io } = context;
  const selection = selectionOf(args);
  if (!selection.hasFilters) {
    if (selection.ids.length > 0) return selection.ids;
    throw usage(
      "A name or a filter is missing",
      "Name the services, or select them with -l, --state or --node.",
    );
  }
  if (selection.ids.length > 0) {
    throw usage("Names and filters exclude each other", "Name the services, or select them.");
  }
  const { services } = await withDeadline(
    context,
    { timeoutMs, what: "Cannot list services" },
    (signal) => client.listServices(selection.filter, signal),
  );
  const ids = services.filter((service) => selection.matches(service)).map(({ metadata }) => metadata.id);
  if (ids.length === 0) {
    io.stderr(`${await whyEmpty(context, selection) ?? "No service passes the filters."}\n`);
  }
  return ids;
}

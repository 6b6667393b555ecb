/** What is said of a name that does not exist: which namespace, which service or which node was probably meant. */
import { ALL_SERVICES } from "../manager/serve/api.ts";
import { closest, didYouMean } from "../platform/config/suggest.ts";
import { type ResourceId, splitResourceId } from "../state/resource_id.ts";
import { type ClientContext, withDeadline } from "./context.ts";
import { CliError, isUserError } from "./errors.ts";

/** Names that are offered at most. */
const MAX_OFFERED = 3;
const HINT = "statemanagerd get lists the services.";

/** The ids of all services; empty where they cannot be had: then nothing is suggested. */
async function knownIds(context: ClientContext): Promise<readonly ResourceId[]> {
  const { client, timeoutMs } = context;
  try {
    const list = await withDeadline(
      context,
      { timeoutMs, what: "Cannot list services" },
      (signal) => client.listServices(ALL_SERVICES, signal),
    );
    return list.services.map(({ metadata }) => metadata.id);
  } catch (error) {
    if (isUserError(error)) return [];
    throw error;
  }
}

/** The services that may have been meant, best first: that of the same name elsewhere, then those that are spelt like it. */
export function similarIds(id: ResourceId, known: readonly ResourceId[]): readonly ResourceId[] {
  const { namespace, name } = splitResourceId(id);
  const sameName = known.filter((other) => splitResourceId(other).name === name);
  if (sameName.length > 0) return sameName.slice(0, MAX_OFFERED);
  const inside = known.filter((other) => splitResourceId(other).namespace === namespace);
  const near = (among: readonly ResourceId[]) => {
    const found = closest(name, among.map((other) => splitResourceId(other).name));
    return among.filter((other) => splitResourceId(other).name === found);
  };
  const spelt = near(inside);
  return (spelt.length > 0 ? spelt : near(known)).slice(0, MAX_OFFERED);
}

function namespacesOf(known: readonly ResourceId[]): readonly string[] {
  return [...new Set(known.map((id) => splitResourceId(id).namespace))];
}

/** ` in the namespace "x"`, with the namespace that was probably meant. */
function unknownNamespace(namespace: string, known: readonly ResourceId[]): string | undefined {
  const namespaces = namespacesOf(known);
  if (namespaces.length === 0 || namespaces.includes(namespace)) return undefined;
  return `there is no service in the namespace ${namespace}${didYouMean(namespace, namespaces)}`;
}

/** The error that says so for a service. */
export function notFoundAmong(id: ResourceId, known: readonly ResourceId[]): CliError {
  const offered = similarIds(id, known);
  const { namespace } = splitResourceId(id);
  if (offered.length > 0) {
    const text = `${id} does not exist; did you mean ${offered.join(" or ")}?`;
    return new CliError("notFound", text, { hint: HINT });
  }
  const about = unknownNamespace(namespace, known);
  return new CliError("notFound", `${id} does not exist${about === undefined ? "" : `: ${about}`}`, {
    hint: HINT,
  });
}

/** The same, for several services with one look at those that exist. */
export async function notFound(
  context: ClientContext,
  ids: readonly ResourceId[],
): Promise<readonly CliError[]> {
  if (ids.length === 0) return [];
  const known = await knownIds(context);
  return ids.map((id) => notFoundAmong(id, known));
}

/** Carries out a call about one service; that it does not exist is told with what was probably meant. */
export async function about<T>(
  context: ClientContext,
  id: ResourceId,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isUserError(error) || error.reason !== "notFound") throw error;
    throw (await notFound(context, [id]))[0] ?? error;
  }
}

/** What is said where a list is empty, a whole sentence; undefined = there is nothing to add to that it is. */
export async function whyEmpty(
  context: ClientContext,
  { namespace, nodes }: { readonly namespace: string | undefined; readonly nodes: readonly string[] },
): Promise<string | undefined> {
  if (namespace !== undefined) {
    const text = unknownNamespace(namespace, await knownIds(context));
    if (text !== undefined) return sentence(`${text.charAt(0).toUpperCase()}${text.slice(1)}`);
  }
  if (nodes.length === 0) return undefined;
  const known = await knownNodes(context);
  const unknown = nodes.find((node) => !known.includes(node));
  return unknown === undefined ? undefined : sentence(unknownNode(unknown, known));
}

function sentence(text: string): string {
  return text.endsWith("?") ? text : `${text}.`;
}

/** That a node is not configured, with the one that was probably meant. */
export function unknownNode(node: string, known: readonly string[]): string {
  const all = known.length === 0 ? "no node is configured" : `configured: ${known.join(", ")}`;
  return `The node ${node} is not configured${didYouMean(node, known) || ` (${all})`}`;
}

async function knownNodes(context: ClientContext): Promise<readonly string[]> {
  const { client, timeoutMs } = context;
  const status = await withDeadline(
    context,
    { timeoutMs, what: "Cannot read the status" },
    (signal) => client.status(signal),
  );
  return status.nodes.map(({ node }) => node);
}

/** `statemanagerd graph`: which service needs which, and where a failure comes from. */
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import type { ServiceDependency, ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { pictureFormatOf } from "../arguments.ts";
import { type ClientContext, jsonText, reportError, tableStyle, withDeadline } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { toPlain } from "../format/manifest_value.ts";
import { type Picture, pictureText, type PictureTone } from "../format/picture.ts";
import { reasonOf, stateCell } from "../format/service_table.ts";
import { oneLine } from "../../kit/visible_text.ts";
import { paint, type TableStyle } from "../format/table.ts";
import { loadYaml } from "../format/yaml.ts";
import { notFound } from "../names.ts";
import { type Selection, selectionOf } from "../selection.ts";

/** Runs it; resolves to the exit code. */
export async function runGraph(context: ClientContext): Promise<number> {
  const { io, args, client, timeoutMs } = context;
  const format = pictureFormatOf(args);
  const selection = selectionOf(args);
  const { services } = await withDeadline(
    context,
    { timeoutMs, what: "Cannot list services" },
    (signal) => client.listServices(ALL_SERVICES, signal),
  );
  const all = new Map(services.map((service) => [service.metadata.id, service]));
  const shown = reachable(all, services.filter((service) => isRoot(service, selection)));
  const edges = shown.flatMap(({ metadata, spec }) =>
    spec.dependencies.map((one) => ({ from: metadata.id, needs: one.resourceId, condition: one.condition }))
  );
  const value = toPlain({
    kind: "DependencyGraph",
    services: shown.map(({ metadata, status }) => ({ service: metadata.id, state: status.state })),
    edges,
  });
  if (format === "json") io.stdout(jsonText(value));
  else if (format === "yaml") io.stdout((await loadYaml())([value]));
  else if (format === "text") io.stdout(treeText(all, shown, tableStyle(io)));
  else io.stdout(pictureText(pictureOf(all, shown), format));
  const missing = await notFound(context, selection.ids.filter((id) => !all.has(id)));
  for (const error of missing) reportError(io, error);
  return missing.length === 0 ? EXIT_CODES.ok : EXIT_CODES.notFound;
}

function isRoot(service: ServiceState, selection: Selection): boolean {
  return selection.matches(service);
}

/** These, and whatever they need, in order of name. */
function reachable(
  all: ReadonlyMap<ResourceId, ServiceState>,
  roots: readonly ServiceState[],
): readonly ServiceState[] {
  const found = new Map<ResourceId, ServiceState>();
  const waiting = [...roots];
  for (let service = waiting.pop(); service !== undefined; service = waiting.pop()) {
    if (found.has(service.metadata.id)) continue;
    found.set(service.metadata.id, service);
    for (const { resourceId } of service.spec.dependencies) {
      const needed = all.get(resourceId);
      if (needed !== undefined) waiting.push(needed);
    }
  }
  return [...found.values()].sort((a, b) => a.metadata.id < b.metadata.id ? -1 : 1);
}

/** Whether the dependency is what keeps the other one from running. */
function isCause({ condition }: ServiceDependency, needed: ServiceState | undefined): boolean {
  if (needed === undefined) return condition !== "Completed";
  return condition !== "Completed" && needed.status.state !== "Running" && needed.status.state !== "Degraded";
}

function treeText(
  all: ReadonlyMap<ResourceId, ServiceState>,
  shown: readonly ServiceState[],
  { isColour }: TableStyle,
): string {
  return shown.map((service) => {
    const state = stateCell(service);
    const reason = service.status.state === "Running" ? "" : `  ${oneLine(reasonOf(service))}`;
    const head = `${service.metadata.id}  ${paint(state.text, state.tone, isColour)}${reason}\n`;
    const lines = service.spec.dependencies.map((one) => {
      const needed = all.get(one.resourceId);
      const now = needed === undefined ? "does not exist" : `is ${stateCell(needed).text}`;
      const text = `  needs ${one.resourceId} ${one.condition}, it ${now}`;
      return `${isCause(one, needed) ? paint(`${text} (the cause)`, "bad", isColour) : text}\n`;
    });
    return head + lines.join("");
  }).join("");
}

const TONES: Readonly<Record<string, PictureTone>> = {
  Running: "good",
  Failed: "bad",
};

function pictureOf(all: ReadonlyMap<ResourceId, ServiceState>, shown: readonly ServiceState[]): Picture {
  const missing = [
    ...new Set(
      shown.flatMap(({ spec }) => spec.dependencies.map(({ resourceId }) => resourceId)).filter((id) =>
        !all.has(id)
      ),
    ),
  ];
  return {
    title: "Who needs whom",
    direction: "right",
    groups: [{
      title: "",
      nodes: [
        ...shown.map((service) => ({
          id: service.metadata.id,
          lines: [service.metadata.id, stateCell(service).text],
          tone: TONES[stateCell(service).text] ?? "busy",
        })),
        ...missing.map((id) => ({ id, lines: [id, "does not exist"], tone: "bad" as const })),
      ],
    }],
    edges: shown.flatMap(({ metadata, spec }) =>
      spec.dependencies.map((one) => ({
        from: metadata.id,
        to: one.resourceId,
        label: one.condition,
        isCause: isCause(one, all.get(one.resourceId)),
      }))
    ),
  };
}

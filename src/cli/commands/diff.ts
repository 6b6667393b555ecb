/** `statemanagerd diff`: what `apply` would change, field by field. */
import { oneLine } from "../../kit/visible_text.ts";
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { textFormatOf } from "../arguments.ts";
import { type ClientContext, jsonText, tableStyle, withDeadline } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { type Plain, specValue, toPlain } from "../format/manifest_value.ts";
import { paint } from "../format/table.ts";
import { loadYaml } from "../format/yaml.ts";
import { changeOf, type Manifest } from "../manifest/manifest.ts";
import { readManifests } from "../manifest/read_manifests.ts";

/** Names that one request asks for. */
const NAMES_PER_REQUEST = 1_000;

/** One field that would have another value; not set = it is not there. */
interface FieldDifference {
  readonly field: string;
  readonly from?: Plain;
  readonly to?: Plain;
}

interface ServiceDifference {
  readonly service: ResourceId;
  readonly outcome: "created" | "configured" | "unchanged";
  readonly fields: readonly FieldDifference[];
}

/** Runs it; resolves to the exit code: whether there is a difference. */
export async function runDiff(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const format = textFormatOf(args);
  const manifests = await readManifests(context, { name: "diff", done: "compared" });
  const present = await presentServices(context, manifests.map(({ id }) => id));
  const differences = manifests.map((manifest) => differenceOf(manifest, present.get(manifest.id)));
  const value = toPlain({ kind: "Diff", services: differences });
  const { isColour } = tableStyle(io);
  if (format === "json") io.stdout(jsonText(value));
  else if (format === "yaml") io.stdout((await loadYaml())([value]));
  else io.stdout(differences.map((one) => differenceText(one, isColour)).join(""));
  const isSame = differences.every(({ outcome }) => outcome === "unchanged");
  if (isSame) io.stderr("Nothing differs.\n");
  return isSame ? EXIT_CODES.ok : EXIT_CODES.unsound;
}

async function presentServices(
  context: ClientContext,
  ids: readonly ResourceId[],
): Promise<ReadonlyMap<ResourceId, ServiceState>> {
  const { client, timeoutMs } = context;
  const found = new Map<ResourceId, ServiceState>();
  for (let from = 0; from < ids.length; from += NAMES_PER_REQUEST) {
    const filter = { ...ALL_SERVICES, resourceIds: ids.slice(from, from + NAMES_PER_REQUEST) };
    const { services } = await withDeadline(
      context,
      { timeoutMs, what: "Cannot list services" },
      (signal) => client.listServices(filter, signal),
    );
    for (const service of services) found.set(service.metadata.id, service);
  }
  return found;
}

function differenceOf(manifest: Manifest, service: ServiceState | undefined): ServiceDifference {
  const { spec, labels } = changeOf(manifest, "");
  const to = leavesOf({ labels, spec: spec === undefined ? {} : specValue(spec) });
  const from = service === undefined
    ? new Map<string, Plain>()
    : leavesOf({ labels: toPlain(service.metadata.labels), spec: specValue(service.spec) });
  const fields = [...new Set([...from.keys(), ...to.keys()])].sort().flatMap((field) => {
    const [old, now] = [from.get(field), to.get(field)];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{
      field,
      ...(old === undefined ? {} : { from: old }),
      ...(now === undefined ? {} : { to: now }),
    }];
  });
  const outcome = service === undefined ? "created" : fields.length === 0 ? "unchanged" : "configured";
  return { service: manifest.id, outcome, fields };
}

/** The values inside, by their path; a list is a value. */
function leavesOf(value: Plain, path = ""): Map<string, Plain> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map([[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, part]) => [...leavesOf(part, path === "" ? key : `${path}.${key}`)]),
  );
}

function differenceText({ service, outcome, fields }: ServiceDifference, isColour: boolean): string {
  if (outcome === "unchanged") return "";
  const lines = fields.flatMap(({ field, from, to }) => [
    ...(from === undefined ? [] : [paint(`  - ${field}: ${wordOf(from)}`, "bad", isColour)]),
    ...(to === undefined ? [] : [paint(`  + ${field}: ${wordOf(to)}`, "good", isColour)]),
  ]);
  return [`${service} would be ${outcome}`, ...lines].map((text) => `${text}\n`).join("");
}

function wordOf(value: Plain): string {
  return oneLine(typeof value === "string" ? value : JSON.stringify(value));
}

/**
 * The layers of the program (docs/architecture.md) as data: which folder is which layer, and what it may import. Imports point
 * down only. The lint rules in `plugin.ts` hold the code to this table.
 *
 * I1: a layer is a folder of `src/`, named like it; the few files outside of one are listed with theirs. A file that no layer has
 *     is an error.
 * I2: adapters do not import one another, so that each can be replaced alone; the node alone may use the platform.
 */

/** What one layer is and may use. */
export interface Layer {
  /** Its folders and files, from the root of the project; the longest one that fits a path owns it. */
  readonly places: readonly string[];
  /** Layers it may import besides itself. */
  readonly imports: readonly LayerName[];
  /** Whether the outer world (time, randomness, system, packages) is out of its reach. */
  readonly isPure: boolean;
}

/** Pure, from the bottom up. */
const PURE = ["kit", "state", "recovery", "reconciliation"] as const;
/** What the manager and everything above it may use. */
const CORE = [...PURE, "ports", "records"] as const;
const ADAPTERS = ["grpc", "etcd", "journal", "node", "pullpiri", "web", "platform"] as const;

export type LayerName =
  | "main"
  | "daemon"
  | "cli"
  | "client"
  | typeof ADAPTERS[number]
  | "http2-face"
  | "http2"
  | "recorder"
  | "peer-check"
  | "manager"
  | typeof CORE[number];

function folder(name: LayerName, imports: readonly LayerName[], isPure: boolean): Layer {
  return { places: [`src/${name}/`], imports, isPure };
}

function adapter(name: LayerName): Layer {
  return folder(name, ["manager", ...CORE], false);
}

/** Top-down. */
export const LAYERS: Readonly<Record<LayerName, Layer>> = {
  main: {
    places: ["main.ts"],
    imports: [
      "daemon",
      "cli",
      "client",
      "peer-check",
      ...ADAPTERS,
      "http2-face",
      "recorder",
      "manager",
      ...CORE,
    ],
    isPure: false,
  },
  daemon: folder(
    "daemon",
    ["cli", "client", ...ADAPTERS, "http2-face", "recorder", "manager", ...CORE],
    false,
  ),
  cli: folder("cli", ["client", "platform", "manager", ...CORE], false),
  client: folder("client", ["grpc", "platform", "manager", ...CORE], false),
  // Plays the State Manager towards a peer that is to be checked; above gRPC, because it sends what no client sends.
  "peer-check": { places: ["src/peer_check/"], imports: ["grpc", ...CORE], isPure: false },
  // gRPC runs over this project's HTTP/2, and its server looks at requests there (docs/adr/0026-byte-budget.md).
  grpc: folder("grpc", ["http2-face", "manager", ...CORE], false),
  etcd: adapter("etcd"),
  journal: adapter("journal"),
  // Its definitions are read like the configuration, and its drivers are part of the system (docs/adr/0023-a-node-of-its-own.md).
  node: folder("node", ["platform", "manager", ...CORE], false),
  // A second protocol over gRPC: it shares the connections, codecs and handlers of the first (docs/adr/0029).
  pullpiri: folder("pullpiri", ["grpc", "manager", ...CORE], false),
  web: adapter("web"),
  platform: adapter("platform"),
  // Between the manager and the world: decorates the ports when a run is recorded, plays the world when one is replayed.
  recorder: folder("recorder", ["manager", ...CORE], true),
  manager: { places: ["src/manager.ts", "src/manager/"], imports: CORE, isPure: true },
  // How what is kept is written down; the journal and etcd hold the same text.
  records: folder("records", [...PURE, "ports"], true),
  ports: folder("ports", ["kit", "state", "reconciliation"], true),
  reconciliation: folder("reconciliation", ["recovery", "state", "kit"], true),
  recovery: folder("recovery", ["reconciliation", "state", "kit"], true),
  state: folder("state", ["kit"], true),
  kit: folder("kit", [], true),
  // The protocol: its connection is pure, the face for grpc-js is not. Nothing of ours is imported by either.
  "http2-face": { places: ["src/http2/face/"], imports: ["http2"], isPure: false },
  http2: folder("http2", [], true),
};

/** Layers that meet the manager through its interface: of its values they import only this module. */
const API_MODULE = "src/manager/serve/api.ts";
const API_ONLY: readonly LayerName[] = ["cli", "client", ...ADAPTERS];

/** Generated code is for the wire mapping alone. */
const GENERATED: Readonly<Record<string, LayerName>> = {
  "src/grpc/gen/": "grpc",
  "src/pullpiri/gen/": "pullpiri",
};

/** The program's own version, for one; outside of `src/`. */
const PROJECT_FILE = "deno.json";

/** One import, both ends as paths from the root of the project. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** The layer that owns the path, if any does (I1). */
export function layerOf(path: string): LayerName | undefined {
  let owner: LayerName | undefined;
  let length = 0;
  for (const [name, { places }] of Object.entries(LAYERS) as [LayerName, Layer][]) {
    for (const place of places) {
      const fits = place.endsWith("/") ? path.startsWith(place) : path === place;
      if (fits && place.length > length) [owner, length] = [name, place.length];
    }
  }
  return owner;
}

/** Whether the rules speak of this file at all: tests and scripts may import what they like. */
export function isGoverned(path: string): boolean {
  return path === "main.ts" || (path.startsWith("src/") && generatedFor(path) === undefined);
}

/** Why the import is not allowed; undefined = it is. */
export function forbiddenImport(edge: ImportEdge): string | undefined {
  const from = layerOf(edge.from);
  if (from === undefined) return undefined;
  if ((from === "main" || from === "platform") && edge.to === PROJECT_FILE) return undefined;
  const to = layerOf(edge.to);
  if (to === undefined) return `${edge.to} belongs to no layer, so nothing in src/ may import it`;
  const { imports } = LAYERS[from];
  if (from !== to && !imports.includes(to)) {
    return `${edge.from} (layer ${from}) may not import ${edge.to} (layer ${to}); ` +
      `it may import: ${[from, ...imports].join(", ")}`;
  }
  if (API_ONLY.includes(from) && to === "manager" && edge.to !== API_MODULE && !edge.isTypeOnly) {
    return `${edge.from} may import only types and ${API_MODULE} from the manager, not values of ${edge.to}`;
  }
  const owner = generatedFor(edge.to);
  if (owner !== undefined && from !== owner) {
    return `${edge.to} is generated and for src/${owner}/ alone; use the types of src/state/ instead`;
  }
  return undefined;
}

/** The layer that generated code belongs to; undefined = the file is not generated. */
function generatedFor(path: string): LayerName | undefined {
  return Object.entries(GENERATED).find(([place]) => path.startsWith(place))?.[1];
}

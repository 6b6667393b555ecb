/**
 * The layers of the program (docs/architecture.md) as data: which folder belongs to which layer, and what it may import.
 * Imports point down only. The lint rules in `plugin.ts` hold the code to this table.
 *
 * I1: the first layer whose pattern matches a path owns it; a file of `src/` that no pattern matches is an error.
 * I2: adapters do not import one another, so that each can be replaced alone.
 */

/** Where a file stands. Adapters are layers of their own because of I2. */
export type LayerName =
  | "main"
  | "cli"
  | "grpc"
  | "etcd"
  | "journal"
  | "web"
  | "platform"
  | "http2-face"
  | "http2"
  | "recorder"
  | "effects"
  | "records"
  | "ports"
  | "pure"
  | "bottom";

/** What one layer is and may use. */
export interface Layer {
  readonly name: LayerName;
  /** Paths from the root of the project that belong to it. */
  readonly paths: RegExp;
  /** Layers it may import, itself included. */
  readonly imports: readonly LayerName[];
  /** Whether the outer world (time, randomness, system, packages) is out of its reach. */
  readonly isPure: boolean;
}

/** What every layer from the effects up may use. */
const CORE = ["records", "ports", "pure", "bottom"] as const;

function adapter(name: LayerName): Layer {
  return {
    name,
    paths: new RegExp(`^src/${name}/`),
    imports: [name, "effects", ...CORE],
    isPure: false,
  };
}

/** Top-down; the order decides which pattern wins (I1). */
export const LAYERS: readonly Layer[] = [
  {
    name: "main",
    // The daemon composes the program as main.ts does; it has files of its own because it is long.
    paths: /^(?:main\.ts$|src\/daemon(?:\.ts$|\/))/,
    imports: [
      ...["main", "cli", "grpc", "etcd", "journal", "web", "platform", "http2-face", "http2"] as const,
      ...["recorder", "effects", ...CORE] as const,
    ],
    isPure: false,
  },
  {
    name: "cli",
    paths: /^src\/cli\//,
    imports: ["cli", "grpc", "platform", "effects", ...CORE],
    isPure: false,
  },
  adapter("grpc"),
  adapter("etcd"),
  adapter("journal"),
  adapter("web"),
  adapter("platform"),
  // The protocol: its connection is pure, the face for grpc-js is not. Nothing of ours is imported by either.
  {
    name: "http2-face",
    paths: /^src\/http2\/(?:face\/|install\.ts$)/,
    imports: ["http2-face", "http2"],
    isPure: false,
  },
  { name: "http2", paths: /^src\/http2\//, imports: ["http2"], isPure: true },
  // Between the manager and the world: decorates the ports when a run is recorded, plays the world when one is replayed.
  {
    name: "recorder",
    paths: /^src\/recorder\//,
    imports: ["recorder", "effects", ...CORE],
    isPure: true,
  },
  {
    name: "effects",
    paths: /^src\/(?:manager\.ts$|manager\/|reconciliation\/executor\.ts$|recovery\/action\.ts$)/,
    imports: ["effects", ...CORE],
    isPure: true,
  },
  // How what is kept is written down; the journal and etcd hold the same text.
  { name: "records", paths: /^src\/records\//, imports: CORE, isPure: true },
  { name: "ports", paths: /^src\/ports(?:\.ts$|\/)/, imports: ["ports", "pure", "bottom"], isPure: true },
  {
    name: "pure",
    paths: /^src\/(?:state|reconciliation|recovery)\//,
    imports: ["pure", "bottom"],
    isPure: true,
  },
  { name: "bottom", paths: /^src\/(?:errors\.ts$|collections\/)/, imports: ["bottom"], isPure: true },
];

/** Layers that meet the manager through its interface: of the effects they import types, and this module. */
const API_MODULE = "src/manager/api.ts";
const API_ONLY: readonly LayerName[] = ["cli", "grpc", "etcd", "journal", "web", "platform"];

/** Of gRPC the command line is a client like any other. */
const CLI_MAY_IMPORT = /^src\/grpc\/client\//;

/** Generated code is for the wire mapping alone. */
const GENERATED = /^src\/grpc\/gen\//;

/** Files outside `src/` that the program may import: its own version, for one. */
const OUTSIDE = /^deno\.json$/;

/** One import, both ends as paths from the root of the project. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** The layer that owns the path, if any does. */
export function layerOf(path: string): Layer | undefined {
  return LAYERS.find((layer) => layer.paths.test(path));
}

/** Whether the rules speak of this file at all: tests and scripts may import what they like. */
export function isGoverned(path: string): boolean {
  return path === "main.ts" || (path.startsWith("src/") && !GENERATED.test(path));
}

/** Why the import is not allowed; undefined = it is. */
export function forbiddenImport(edge: ImportEdge): string | undefined {
  const from = layerOf(edge.from);
  if (from === undefined) return undefined;
  if ((from.name === "main" || from.name === "platform") && OUTSIDE.test(edge.to)) return undefined;
  const to = layerOf(edge.to);
  if (to === undefined) return `${edge.to} belongs to no layer, so nothing in src/ may import it`;
  if (!from.imports.includes(to.name)) {
    return `${edge.from} (layer ${from.name}) may not import ${edge.to} (layer ${to.name}); ` +
      `it may import: ${from.imports.join(", ")}`;
  }
  if (API_ONLY.includes(from.name) && to.name === "effects" && edge.to !== API_MODULE && !edge.isTypeOnly) {
    return `${edge.from} may import only types and ${API_MODULE} from the effects, not values of ${edge.to}`;
  }
  if (GENERATED.test(edge.to) && from.name !== "grpc") {
    return `${edge.to} is generated and for src/grpc/ alone; use the types of src/state/ instead`;
  }
  if (from.name === "cli" && to.name === "grpc" && !CLI_MAY_IMPORT.test(edge.to)) {
    return `${edge.from} may import only src/grpc/client/ from gRPC, not ${edge.to}`;
  }
  return undefined;
}

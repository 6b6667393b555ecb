/**
 * A Kubernetes Pod as the node understands it: what must be right before it is given to podman, and what is given.
 *
 * I1: podman supervises nothing: its restart policy is off, and a liveness probe is made by the node.
 */
import type {
  CommandHealth,
  JsonValue,
  PodRuntime,
  PullPolicy,
  Workload,
} from "../../definition/workload.ts";
import { isObject, listOf, memberOf, numberOf, textOf, textsOf } from "../json.ts";
import type { Members } from "../labels.ts";

type JsonObject = { readonly [key: string]: JsonValue };

/** Kubernetes' own defaults. */
const PROBE = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 };
const MS = 1_000;
const CONFIG_VOLUME = "piccolo-config";

export interface PodImage {
  readonly image: string;
  readonly pull: PullPolicy;
}

/** The images of all containers, those that prepare included. podman always fetches one with `Always`, or without a tag. */
export function imagesOf({ manifest }: PodRuntime): readonly PodImage[] {
  const containers = [
    ...listOf(manifest, "spec", "initContainers"),
    ...listOf(manifest, "spec", "containers"),
  ];
  return containers.map((container) => ({
    image: textOf(container, "image"),
    pull: textOf(container, "imagePullPolicy") === "Never" ? "never" : "missing",
  }));
}

/** The containers that have to run, with what tells their health. */
export function membersOf({ manifest }: PodRuntime): Members {
  return new Map(
    listOf(manifest, "spec", "containers").map((
      container,
    ) => [textOf(container, "name"), healthOf(memberOf(container, "livenessProbe"))]),
  );
}

function healthOf(probe: JsonValue | undefined): CommandHealth | undefined {
  const command = textsOf(probe, "exec", "command");
  if (command.length === 0) return undefined;
  const seconds = (key: keyof typeof PROBE) => numberOf(probe, key) || PROBE[key];
  return {
    command,
    intervalMs: seconds("periodSeconds") * MS,
    timeoutMs: seconds("timeoutSeconds") * MS,
    failures: seconds("failureThreshold"),
    startPeriodMs: numberOf(probe, "initialDelaySeconds") * MS,
  };
}

/** The document that podman is given. */
export function podDocument(
  { runtime, configFile }: { readonly runtime: PodRuntime; readonly configFile?: Workload["configFile"] },
  { name, labels }: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
): JsonValue {
  const { manifest } = runtime;
  const metadata = objectAt(manifest, "metadata");
  const spec = objectAt(manifest, "spec");
  const volumes = configFile === undefined ? [] : [
    { name: CONFIG_VOLUME, hostPath: { path: configFile.hostPath, type: "File" } },
  ];
  return {
    ...manifest,
    metadata: { ...metadata, name, labels: { ...objectAt(metadata, "labels"), ...labels } },
    spec: {
      ...spec,
      // I1
      restartPolicy: "Never",
      volumes: [...listOf(spec, "volumes"), ...volumes],
      containers: listOf(spec, "containers").map((container) => containerOf(container, configFile?.path)),
    },
  };
}

/** I1. */
function containerOf(container: JsonValue, configPath: string | undefined): JsonValue {
  if (!isObject(container)) return container;
  const rest = Object.entries(container).filter(([key]) => key !== "livenessProbe");
  const mounts = configPath === undefined
    ? []
    : [{ name: CONFIG_VOLUME, mountPath: configPath, readOnly: true }];
  return { ...Object.fromEntries(rest), volumeMounts: [...listOf(container, "volumeMounts"), ...mounts] };
}

function objectAt(value: JsonValue | undefined, key: string): JsonObject {
  const found = memberOf(value, key);
  return isObject(found) ? found : {};
}

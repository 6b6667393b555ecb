/**
 * The layout of the keys in etcd (docs/protocol.md), below a configurable prefix:
 *
 * `services/<ns>/<name>/spec` the desired state; any component may write it · `services/<ns>/<name>/status` the observed state ·
 * `events/<ns>/<name>/<slot>` the newest events, slot = sequence mod ring size · `recovery/<ns>/<name>` recovery counters and the plan
 * under way · `nodes/<node>` address of its NodeAgent · `leader` the instance that leads · `instances/<name>` where an instance listens · `meta/schema` the replication cursor ·
 * `meta/terms` the lineage of the history · `meta/forgotten` up to where rings of ended services were deleted · `meta/skipped` up to where events were never written · `meta/doctor` a test write of `doctor`, which deletes it again.
 *
 * I1: a key that is written is parsed as what it was built from; any other key is `undefined`, never an error.
 */
import { MAX_NAME_LENGTH, NAME_PATTERN, parseResourceId, type ResourceId } from "../../state/resource_id.ts";

export const DEFAULT_PREFIX = "/piccolo/statemanager/";

export type StateKey =
  | { readonly kind: "spec" | "status" | "recovery"; readonly id: ResourceId }
  | { readonly kind: "event"; readonly id: ResourceId; readonly slot: number }
  | { readonly kind: "node"; readonly node: string }
  | { readonly kind: "leader" }
  | { readonly kind: "schema" | "terms" | "forgotten" | "skipped" };

const META = [{ kind: "schema" }, { kind: "terms" }, { kind: "forgotten" }, { kind: "skipped" }] as const;

/** Keys under one prefix. */
export class Keys {
  /** Ends in "/". */
  readonly prefix: string;

  constructor(prefix: string = DEFAULT_PREFIX) {
    this.prefix = prefix.endsWith("/") ? prefix : `${prefix}/`;
  }

  /** Specs and statuses of all services. */
  get services(): string {
    return `${this.prefix}services/`;
  }
  get recoveries(): string {
    return `${this.prefix}recovery/`;
  }
  get nodes(): string {
    return `${this.prefix}nodes/`;
  }
  /** Read by name where they are listed, and part of no state. */
  get instances(): string {
    return `${this.prefix}instances/`;
  }
  get leader(): string {
    return `${this.prefix}leader`;
  }
  get schema(): string {
    return `${this.prefix}meta/schema`;
  }
  get terms(): string {
    return `${this.prefix}meta/terms`;
  }
  get forgotten(): string {
    return `${this.prefix}meta/forgotten`;
  }
  get skipped(): string {
    return `${this.prefix}meta/skipped`;
  }
  get doctor(): string {
    return `${this.prefix}meta/doctor`;
  }
  get allEvents(): string {
    return `${this.prefix}events/`;
  }

  /** The smallest key after those of the events: all other keys sort behind the events. */
  get behindEvents(): string {
    return `${this.prefix}events0`;
  }

  spec(id: ResourceId): string {
    return `${this.services}${id}/spec`;
  }
  status(id: ResourceId): string {
    return `${this.services}${id}/status`;
  }
  recovery(id: ResourceId): string {
    return `${this.recoveries}${id}`;
  }
  instance(name: string): string {
    return `${this.instances}${name}`;
  }
  node(node: string): string {
    return `${this.nodes}${node}`;
  }
  /** All events of one service. */
  events(id: ResourceId): string {
    return `${this.allEvents}${id}/`;
  }
  event(id: ResourceId, slot: number): string {
    return `${this.events(id)}${slot}`;
  }

  /** What the key names; undefined = it is not part of the layout. */
  parse(key: string): StateKey | undefined {
    if (!key.startsWith(this.prefix)) return undefined;
    const [kind, ...parts] = key.slice(this.prefix.length).split("/");
    const [first = "", second = "", third = ""] = parts;
    switch (kind) {
      case "services": {
        const id = idOf(first, second);
        if (id === undefined || parts.length !== 3 || (third !== "spec" && third !== "status")) {
          return undefined;
        }
        return { kind: third, id };
      }
      case "recovery": {
        const id = idOf(first, second);
        return id === undefined || parts.length !== 2 ? undefined : { kind: "recovery", id };
      }
      case "events": {
        const id = idOf(first, second);
        if (id === undefined || parts.length !== 3 || !/^(?:0|[1-9]\d{0,5})$/.test(third)) return undefined;
        return { kind: "event", id, slot: Number(third) };
      }
      case "nodes":
        return parts.length === 1 && isName(first) ? { kind: "node", node: first } : undefined;
      case "leader":
        return parts.length === 0 ? { kind: "leader" } : undefined;
      case "meta":
        if (parts.length !== 1) return undefined;
        return META.find(({ kind }) => kind === first);
      default:
        return undefined;
    }
  }
}

function isName(value: string): boolean {
  return value.length <= MAX_NAME_LENGTH && NAME_PATTERN.test(value);
}

function idOf(namespace: string, name: string): ResourceId | undefined {
  return isName(namespace) && isName(name) ? parseResourceId(`${namespace}/${name}`, "key") : undefined;
}

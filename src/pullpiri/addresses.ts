/**
 * Where the parts of Pullpiri are: by its own settings file, and by what our configuration says instead. Pure but for the YAML library.
 *
 * I1: as upstream reads it, the file counts only where it has all four parts of `host`; else everything is on this machine.
 */
import { parse } from "yaml";
import { QUIET_YAML } from "../kit/yaml_options.ts";
import { isLocalAddress } from "../grpc/server/listen.ts";

/** From the configuration; "" = by the settings file. */
export interface GivenAddresses {
  readonly listen: string;
  readonly faultListen: string;
  readonly store: string;
  readonly actionController: string;
  readonly policyManager: string;
}

/** `host:port` of each. */
export type PullpiriAddresses = GivenAddresses;

const PORTS = {
  actionController: 47_001,
  policyManager: 47_005,
  stateManager: 47_006,
  store: 47_007,
} as const;
const FAULTS = "127.0.0.1:50053";
const EVERYWHERE = "0.0.0.0";
const HERE = "127.0.0.1";

/** The address of the host in the settings file (I1). */
export function hostAddress(text: string | undefined): string {
  if (text === undefined) return EVERYWHERE;
  try {
    const value: unknown = parse(text, QUIET_YAML);
    const host = member(value, "host");
    const parts = ["name", "ip", "type", "role"].map((key) => member(host, key));
    const ip = parts[1];
    return parts.every((part) => typeof part === "string") && typeof ip === "string" ? ip : EVERYWHERE;
  } catch {
    return EVERYWHERE;
  }
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** Every address, given or by the host's. */
export function resolveAddresses(given: GivenAddresses, host: string): PullpiriAddresses {
  const at = (ip: string, port: number) => `${ip.includes(":") ? `[${ip}]` : ip}:${port}`;
  const dialled = host === EVERYWHERE ? HERE : host;
  return {
    listen: given.listen || at(host, PORTS.stateManager),
    faultListen: given.faultListen || FAULTS,
    store: given.store || at(dialled, PORTS.store),
    actionController: given.actionController || at(dialled, PORTS.actionController),
    policyManager: given.policyManager || at(dialled, PORTS.policyManager),
  };
}

/** Throws an Error that names an address whose traffic leaves this machine. */
export function checkAddresses(addresses: PullpiriAddresses, isNetworkAllowed: boolean): void {
  if (isNetworkAllowed) return;
  const [name, address] = Object.entries(addresses).find(([, one]) => !isLocalAddress(one)) ?? [];
  if (name === undefined) return;
  throw new Error(
    `Pullpiri's ${name} is ${address}: nothing is encrypted or authenticated there; set insecure_network: true to allow it`,
  );
}

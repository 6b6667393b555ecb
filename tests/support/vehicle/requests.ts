/**
 * What the vehicle's programs accept: each function answers with the value or throws INVALID_ARGUMENT that names the field.
 */
import type { ResourceId__Output } from "../../../src/grpc/gen/piccolo/common/v1/ResourceId.ts";
import { status } from "@grpc/grpc-js";
import { invalid, RpcError } from "./rpc.ts";
import { formatName, type ServiceName } from "./store.ts";

const NAME = /^[a-z0-9]([-a-z0-9._]{0,61}[a-z0-9])?$/;
const ACTION_ID = /^[A-Za-z0-9._:/-]{1,128}$/;

export function requireName(text: string, field: string): string {
  // Names become names of folders here: nothing else than this alphabet may pass, and it has no way to say "..".
  if (!NAME.test(text)) throw invalid(field, "1 to 63 characters of [a-z0-9]([-a-z0-9._]*[a-z0-9])?");
  return text;
}

export function requireId(id: ResourceId__Output | null, field: string): ServiceName {
  if (id === null) throw invalid(field, "is missing");
  return {
    namespace: requireName(id.namespace, `${field}.namespace`),
    name: requireName(id.name, `${field}.name`),
  };
}

export function requireActionId(text: string, field: string): string {
  if (!ACTION_ID.test(text)) throw invalid(field, "1 to 128 characters of [A-Za-z0-9._:/-]");
  return text;
}

export function requireContainerId(text: string, id: ServiceName): void {
  if (text !== formatName(id)) {
    throw invalid("container_id", `${JSON.stringify(text)} is not context.resource_id, ${formatName(id)}`);
  }
}

export function requireRange(
  value: number,
  { field, min, max }: { readonly field: string; readonly min: number; readonly max: number },
): number {
  if (value < min || value > max) throw invalid(field, `${value} is not within ${min} to ${max}`);
  return value;
}

/** Refuses the orders of a leader that has been replaced: a term never goes back. */
export class TermFence {
  #highest: bigint;

  constructor(highest = 0n) {
    this.#highest = highest;
  }

  get highest(): bigint {
    return this.#highest;
  }

  pass(term: string): void {
    const asked = BigInt(term);
    if (asked < this.#highest) {
      throw new RpcError(
        status.FAILED_PRECONDITION,
        `term ${asked} is stale, ${this.#highest} has been seen: another State Manager leads`,
      );
    }
    this.#highest = asked;
  }
}

/** On which node a service goes. Pure. */
import type { ServiceSpec } from "../../state/model.ts";

/** What is known of a node when a service is placed. */
export interface NodeCandidate {
  readonly name: string;
  readonly isReachable: boolean;
  readonly isLost: boolean;
  /** It refuses the term of this State Manager: what it says of that. Not set = it does not. */
  readonly fence?: string | undefined;
  /** Services that are assigned to it. */
  readonly load: number;
}

export type NodeChoice =
  | { readonly kind: "node"; readonly node: string; readonly why: string }
  /** `isFenced`: a node that could take it refuses the term of this State Manager. */
  | { readonly kind: "none"; readonly why: string; readonly isFenced?: true };

/** Whether the spec lets the service run there. */
export function isAllowedOn({ nodes }: ServiceSpec, node: string): boolean {
  return nodes.length === 0 || nodes.includes(node);
}

/**
 * Chooses a node: the first reachable one of `spec.nodes`, or the one with the fewest services where the spec names none.
 * A preferred node that is silent but not yet given up is waited for; `except` is never chosen.
 */
export function chooseNode(spec: ServiceSpec, candidates: readonly NodeCandidate[], except = ""): NodeChoice {
  if (spec.nodes.length === 0) return leastLoaded(candidates.filter((node) => node.name !== except));
  for (const name of spec.nodes) {
    if (name === except) continue;
    const node = candidates.find((candidate) => candidate.name === name);
    if (node === undefined || node.isLost) continue;
    if (node.isReachable) {
      return { kind: "node", node: name, why: `${name} is the first node of its spec that answers` };
    }
    return node.fence === undefined
      ? { kind: "none", why: `The service waits for node ${name} to answer` }
      : { kind: "none", why: node.fence, isFenced: true };
  }
  return { kind: "none", why: `No node of its spec answers: ${spec.nodes.join(", ")}` };
}

function leastLoaded(candidates: readonly NodeCandidate[]): NodeChoice {
  let best: NodeCandidate | undefined;
  for (const node of candidates) {
    if (!node.isReachable || node.isLost) continue;
    const isBetter = best === undefined || node.load < best.load ||
      (node.load === best.load && node.name < best.name);
    if (isBetter) best = node;
  }
  if (best !== undefined) {
    return { kind: "node", node: best.name, why: `${best.name} has the fewest services` };
  }
  const fence = candidates.find((node) => node.fence !== undefined)?.fence;
  return fence === undefined
    ? { kind: "none", why: "No node answers" }
    : { kind: "none", why: fence, isFenced: true };
}

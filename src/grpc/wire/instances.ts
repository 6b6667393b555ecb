/** The instances and their terms on the wire: `ListInstances`, `AdoptTerm`, and the fences of `GetStatus`. */
import type { InstanceInfo, InstanceList, TermAdoption } from "../../ports/instances.ts";
import { at, bigInteger, durationMs, list, MAX_ADOPTED_TERM, MAX_TERM, text } from "../../records/checks.ts";
import type { Fence } from "../../state/fence.ts";
import type { AdoptTermRequest } from "../gen/piccolo/statemanager/v1/AdoptTermRequest.ts";
import type { AdoptTermRequest__Output } from "../gen/piccolo/statemanager/v1/AdoptTermRequest.ts";
import type { AdoptTermResponse } from "../gen/piccolo/statemanager/v1/AdoptTermResponse.ts";
import type { AdoptTermResponse__Output } from "../gen/piccolo/statemanager/v1/AdoptTermResponse.ts";
import type { InstanceInfo__Output } from "../gen/piccolo/statemanager/v1/InstanceInfo.ts";
import type { ListInstancesResponse } from "../gen/piccolo/statemanager/v1/ListInstancesResponse.ts";
import type { ListInstancesResponse__Output } from "../gen/piccolo/statemanager/v1/ListInstancesResponse.ts";
import type { PeerFence } from "../gen/piccolo/statemanager/v1/PeerFence.ts";
import type { PeerFence__Output } from "../gen/piccolo/statemanager/v1/PeerFence.ts";
import { FENCE_CAUSE } from "./enums.ts";
import * as limits from "./limits.ts";

export function instancesToWire(
  { self, leader, leaderMs, instances, ageMs }: InstanceList,
): ListInstancesResponse {
  return {
    self,
    leader,
    leaderMs: whole(leaderMs),
    instances: instances.map((one) => ({
      name: one.name,
      addresses: [...one.addresses],
      version: one.version,
      uptimeMs: whole(one.uptimeMs),
      registered: one.isRegistered,
      seenMs: whole(one.seenMs),
    })),
    ageMs: whole(ageMs),
  };
}

export function instancesFromWire(wire: ListInstancesResponse__Output): InstanceList {
  return {
    self: text(wire.self, "self", limits.WORD),
    leader: text(wire.leader, "leader", limits.WORD),
    leaderMs: durationMs(wire.leaderMs, "leader_ms"),
    instances: list(wire.instances, "instances", { max: limits.MAX_INSTANCES, element: instanceFromWire }),
    ageMs: durationMs(wire.ageMs, "age_ms"),
  };
}

function instanceFromWire(wire: InstanceInfo__Output, path: string): InstanceInfo {
  return {
    name: text(wire.name, at(path, "name"), limits.WORD),
    addresses: list(wire.addresses, at(path, "addresses"), {
      max: limits.MAX_ADDRESSES,
      element: (address, field) => text(address, field, limits.ADDRESS),
    }),
    version: text(wire.version, at(path, "version"), limits.VERSION_OR_UNKNOWN),
    uptimeMs: durationMs(wire.uptimeMs, at(path, "uptime_ms")),
    isRegistered: wire.registered,
    seenMs: durationMs(wire.seenMs, at(path, "seen_ms")),
  };
}

export function adoptionToWire({ term, isForced, reason }: TermAdoption): AdoptTermRequest {
  return { term: term.toString(), force: isForced, reason };
}

export function adoptionFromWire(wire: AdoptTermRequest__Output): TermAdoption {
  return {
    term: bigInteger(wire.term, "term", { min: 1n, max: MAX_ADOPTED_TERM }),
    isForced: wire.force,
    reason: text(wire.reason, "reason", limits.REASON),
  };
}

export function adoptedToWire(term: bigint): AdoptTermResponse {
  return { term: term.toString() };
}

export function adoptedFromWire(wire: AdoptTermResponse__Output): bigint {
  return bigInteger(wire.term, "term", { max: MAX_TERM });
}

export function fenceToWire({ peer, sent, highest, cause, refusedForMs, message }: Fence): PeerFence {
  return {
    peer,
    sentTerm: sent.toString(),
    highestTerm: (highest ?? 0n).toString(),
    cause: FENCE_CAUSE.toWire(cause),
    refusedMs: whole(refusedForMs),
    message,
  };
}

export function fenceFromWire(wire: PeerFence__Output, path: string): Fence {
  const highest = bigInteger(wire.highestTerm, at(path, "highest_term"));
  return {
    peer: text(wire.peer, at(path, "peer"), limits.SENTENCE),
    sent: bigInteger(wire.sentTerm, at(path, "sent_term")),
    ...(highest > 0n && { highest }),
    cause: FENCE_CAUSE.fromWire(wire.cause, at(path, "cause")),
    refusedForMs: durationMs(wire.refusedMs, at(path, "refused_ms")),
    message: text(wire.message, at(path, "message"), limits.SENTENCE),
  };
}

function whole(ms: number): string {
  return Math.max(0, Math.trunc(ms)).toString();
}

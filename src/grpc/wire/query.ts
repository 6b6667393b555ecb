/** The unary calls of `piccolo.statemanager.v1`: update, query, history, status. */
import { invalid } from "../../kit/errors.ts";
import type {
  AppliedChange,
  NodeSummary,
  ServiceFilter,
  ServicePage,
  SpecChange,
} from "../../manager/serve/api.ts";
import type { ManagerStatus, SpecChangeOutcome } from "../../manager/serve/api.ts";
import type { EventPage, EventQuery } from "../../ports/store.ts";
import { parseResourceId, type ResourceId } from "../../state/resource_id.ts";
import type { AppliedChange__Output } from "../gen/piccolo/statemanager/v1/AppliedChange.ts";
import type { ApplyRequest } from "../gen/piccolo/statemanager/v1/ApplyRequest.ts";
import type { ApplyRequest__Output } from "../gen/piccolo/statemanager/v1/ApplyRequest.ts";
import type { ApplyResponse } from "../gen/piccolo/statemanager/v1/ApplyResponse.ts";
import type { ApplyResponse__Output } from "../gen/piccolo/statemanager/v1/ApplyResponse.ts";
import type { GetHistoryRequest } from "../gen/piccolo/statemanager/v1/GetHistoryRequest.ts";
import type { GetHistoryRequest__Output } from "../gen/piccolo/statemanager/v1/GetHistoryRequest.ts";
import type { GetHistoryResponse } from "../gen/piccolo/statemanager/v1/GetHistoryResponse.ts";
import type { GetHistoryResponse__Output } from "../gen/piccolo/statemanager/v1/GetHistoryResponse.ts";
import type { GetStatusResponse } from "../gen/piccolo/statemanager/v1/GetStatusResponse.ts";
import type { GetStatusResponse__Output } from "../gen/piccolo/statemanager/v1/GetStatusResponse.ts";
import type { NodeStatus__Output } from "../gen/piccolo/statemanager/v1/NodeStatus.ts";
import type { ServiceFilter as WireServiceFilter } from "../gen/piccolo/statemanager/v1/ServiceFilter.ts";
import type { ServiceFilter__Output } from "../gen/piccolo/statemanager/v1/ServiceFilter.ts";
import type { StateQueryRequest } from "../gen/piccolo/statemanager/v1/StateQueryRequest.ts";
import type { StateQueryRequest__Output } from "../gen/piccolo/statemanager/v1/StateQueryRequest.ts";
import type { StateQueryResponse } from "../gen/piccolo/statemanager/v1/StateQueryResponse.ts";
import type { StateQueryResponse__Output } from "../gen/piccolo/statemanager/v1/StateQueryResponse.ts";
import type { StateUpdateRequest } from "../gen/piccolo/statemanager/v1/StateUpdateRequest.ts";
import type { StateUpdateRequest__Output } from "../gen/piccolo/statemanager/v1/StateUpdateRequest.ts";
import type { StateUpdateResponse } from "../gen/piccolo/statemanager/v1/StateUpdateResponse.ts";
import type { StateUpdateResponse__Output } from "../gen/piccolo/statemanager/v1/StateUpdateResponse.ts";
import {
  at,
  bigInteger,
  durationMs,
  finite,
  integer,
  list,
  missingOneof,
  text,
  textMap,
} from "../../records/checks.ts";
import { MANAGER_ROLE, SERVICE_STATE } from "./enums.ts";
import { EVENT_TYPE, eventFromWire, eventToWire } from "./event.ts";
import { fenceFromWire, fenceToWire } from "./instances.ts";
import * as limits from "./limits.ts";
import {
  MAX_RESOURCE_ID_LENGTH,
  nodeFromWire,
  resourceIdFromWire,
  resourceIdToWire,
  whichFromWire,
} from "./names.ts";
import { serviceFromWire, serviceToWire } from "./service.ts";
import { specFromWire, specToWire } from "./spec.ts";

export function filterToWire(filter: ServiceFilter): WireServiceFilter {
  return {
    namespaces: [...filter.namespaces],
    resourceIds: filter.resourceIds.map(resourceIdToWire),
    states: filter.states.map(SERVICE_STATE.toWire),
    nodes: [...filter.nodes],
  };
}

/** Not set = all services. */
export function filterFromWire(wire: ServiceFilter__Output | null, path: string): ServiceFilter {
  return {
    ...whichFromWire(wire, path),
    states: list(wire?.states ?? [], at(path, "states"), { max: 16, element: SERVICE_STATE.fromWire }),
    nodes: list(wire?.nodes ?? [], at(path, "nodes"), {
      max: limits.MAX_FILTER_NODES,
      element: nodeFromWire,
    }),
  };
}

export function specChangeToWire(change: SpecChange): StateUpdateRequest {
  return {
    resourceId: resourceIdToWire(change.resourceId),
    ...(change.spec === undefined ? { delete: {} } : { spec: specToWire(change.spec) }),
    expectedGeneration: change.expectedGeneration.toString(),
    labels: { ...change.labels },
    reason: change.reason,
  };
}

export function specChangeFromWire(wire: StateUpdateRequest__Output, path = ""): SpecChange {
  const resourceId = resourceIdFromWire(wire.resourceId, at(path, "resource_id"));
  if (wire.change === undefined) throw missingOneof(path, "change", ["spec", "delete"]);
  const isDelete = wire.change === "delete";
  if (isDelete && Object.keys(wire.labels).length > 0) {
    throw invalid(at(path, "labels"), "are given with delete", "labels only with spec");
  }
  return {
    resourceId,
    ...(!isDelete && { spec: specFromWire(wire.spec, at(path, "spec")) }),
    labels: textMap(wire.labels, at(path, "labels"), limits.LABELS),
    expectedGeneration: bigInteger(wire.expectedGeneration, at(path, "expected_generation")),
    reason: text(wire.reason, at(path, "reason"), limits.REASON),
  };
}

/** Several changes, accepted or refused as a whole. */
export interface ApplyQuery {
  readonly changes: readonly SpecChange[];
  /** Only check. */
  readonly isDryRun: boolean;
}

export function applyToWire({ changes, isDryRun }: ApplyQuery): ApplyRequest {
  return { changes: changes.map(specChangeToWire), dryRun: isDryRun };
}

export function applyFromWire(wire: ApplyRequest__Output): ApplyQuery {
  if (wire.changes.length === 0) throw invalid("changes", "is empty", `1 to ${limits.MAX_CHANGES} changes`);
  return {
    changes: list(wire.changes, "changes", { max: limits.MAX_CHANGES, element: specChangeFromWire }),
    isDryRun: wire.dryRun,
  };
}

export function appliedToWire(outcomes: readonly SpecChangeOutcome[]): ApplyResponse {
  return {
    applied: outcomes.map(({ service: { metadata }, isChanged }) => ({
      resourceId: resourceIdToWire(metadata.id),
      generation: metadata.generation.toString(),
      changed: isChanged,
    })),
  };
}

export function appliedFromWire(wire: ApplyResponse__Output): readonly AppliedChange[] {
  const element = (applied: AppliedChange__Output, path: string): AppliedChange => ({
    resourceId: resourceIdFromWire(applied.resourceId, at(path, "resource_id")),
    generation: bigInteger(applied.generation, at(path, "generation")),
    isChanged: applied.changed,
  });
  return list(wire.applied, "applied", { max: limits.MAX_CHANGES, element });
}

export function outcomeToWire(outcome: SpecChangeOutcome): StateUpdateResponse {
  return { service: serviceToWire(outcome.service), changed: outcome.isChanged };
}

export function outcomeFromWire(wire: StateUpdateResponse__Output): SpecChangeOutcome {
  return { service: serviceFromWire(wire.service, "service"), isChanged: wire.changed };
}

/** A filter for services, and the page to return. */
export interface ServiceQuery {
  readonly filter: ServiceFilter;
  readonly page: { readonly limit: number; readonly after?: ResourceId };
}

/** The page token is the last name of the previous page; peers must not rely on that. */
export function queryToWire(query: ServiceQuery): StateQueryRequest {
  return {
    filter: filterToWire(query.filter),
    pageSize: query.page.limit,
    pageToken: query.page.after ?? "",
  };
}

export function queryFromWire(wire: StateQueryRequest__Output): ServiceQuery {
  const limit = integer(wire.pageSize, "page_size", limits.PAGE_SIZE) || limits.DEFAULT_PAGE_SIZE;
  const token = text(wire.pageToken, "page_token", { maxCharacters: MAX_RESOURCE_ID_LENGTH });
  return {
    filter: filterFromWire(wire.filter, "filter"),
    page: { limit, ...(token !== "" && { after: parseResourceId(token, "page_token") }) },
  };
}

export function pageToWire(page: ServicePage): StateQueryResponse {
  return {
    services: page.services.map(serviceToWire),
    nextPageToken: page.nextAfter ?? "",
    revision: page.revision.toString(),
    stale: page.isStale,
    stalenessMs: stalenessToWire(page.stalenessMs),
  };
}

export function pageFromWire(wire: StateQueryResponse__Output): ServicePage {
  return {
    services: list(wire.services, "services", { max: limits.MAX_PAGE, element: serviceFromWire }),
    ...(wire.nextPageToken !== "" && { nextAfter: parseResourceId(wire.nextPageToken, "next_page_token") }),
    revision: bigInteger(wire.revision, "revision"),
    isStale: wire.stale,
    ...stalenessFromWire(wire.stalenessMs, wire.stale),
  };
}

export function stalenessToWire(stalenessMs: number | undefined): string {
  return Math.ceil(stalenessMs ?? 0).toString();
}

/** A stale answer of no age is one whose age is not known. */
export function stalenessFromWire(wire: string, isStale: boolean): { readonly stalenessMs?: number } {
  const stalenessMs = durationMs(wire, "staleness_ms");
  return isStale && stalenessMs === 0 ? {} : { stalenessMs };
}

export function historyQueryToWire(query: EventQuery): GetHistoryRequest {
  return {
    ...(query.resourceId !== undefined && { resourceId: resourceIdToWire(query.resourceId) }),
    afterRevision: query.afterRevision.toString(),
    limit: query.limit,
    eventTypes: (query.eventTypes ?? []).map(EVENT_TYPE.toWire),
  };
}

export function historyQueryFromWire(wire: GetHistoryRequest__Output): EventQuery {
  const afterRevision = bigInteger(wire.afterRevision, "after_revision");
  const eventTypes = list(wire.eventTypes, "event_types", { max: 64, element: EVENT_TYPE.fromWire });
  return {
    ...(wire.resourceId !== null && { resourceId: resourceIdFromWire(wire.resourceId, "resource_id") }),
    afterRevision,
    ...(eventTypes.length > 0 && { eventTypes }),
    limit: integer(wire.limit, "limit", limits.PAGE_SIZE) || limits.DEFAULT_PAGE_SIZE,
    which: afterRevision === 0n ? "newest" : "oldest",
  };
}

export function eventPageToWire(page: EventPage): GetHistoryResponse {
  return { events: page.events.map(eventToWire), evictedRevision: page.evictedRevision.toString() };
}

export function eventPageFromWire(wire: GetHistoryResponse__Output): EventPage {
  return {
    events: list(wire.events, "events", { max: limits.MAX_PAGE, element: eventFromWire }),
    evictedRevision: bigInteger(wire.evictedRevision, "evicted_revision"),
  };
}

/** The status of the manager, with the version of its program. */
export interface VersionedStatus extends ManagerStatus {
  readonly version: string;
}

export function managerStatusToWire(status: VersionedStatus): GetStatusResponse {
  return {
    version: status.version,
    uptimeMs: Math.trunc(status.uptimeMs).toString(),
    term: status.term.toString(),
    revision: status.revision.toString(),
    ready: status.isReady,
    services: status.services,
    queueLength: status.queueLength,
    reconcilesActive: status.reconcilesActive,
    nodes: status.nodes.map((node) => ({
      node: node.node,
      address: node.address,
      connected: node.isConnected,
      silentMs: Math.max(0, Math.trunc(node.silentMs)).toString(),
      services: node.services,
    })),
    controllerReachable: status.isControllerReachable,
    counters: { ...status.counters },
    role: MANAGER_ROLE.toWire(status.role),
    stale: status.isStale,
    leader: status.leader,
    fences: status.fences.map(fenceToWire),
    stalenessMs: stalenessToWire(status.stalenessMs),
  };
}

export function managerStatusFromWire(wire: GetStatusResponse__Output): VersionedStatus {
  const counters = Object.entries(wire.counters);
  if (counters.length > limits.MAX_STATUS_ENTRIES) {
    throw invalid("counters", `has ${counters.length} entries`, `at most ${limits.MAX_STATUS_ENTRIES}`);
  }
  return {
    version: text(wire.version, "version", limits.VERSION_OR_UNKNOWN),
    uptimeMs: durationMs(wire.uptimeMs, "uptime_ms"),
    term: bigInteger(wire.term, "term"),
    revision: bigInteger(wire.revision, "revision"),
    isReady: wire.ready,
    services: wire.services,
    queueLength: wire.queueLength,
    reconcilesActive: wire.reconcilesActive,
    nodes: list(wire.nodes, "nodes", { max: limits.MAX_STATUS_ENTRIES, element: nodeSummaryFromWire }),
    isControllerReachable: wire.controllerReachable,
    role: MANAGER_ROLE.fromWire(wire.role, "role"),
    isStale: wire.stale,
    leader: text(wire.leader, "leader", limits.WORD),
    fences: list(wire.fences, "fences", { max: limits.MAX_STATUS_ENTRIES, element: fenceFromWire }),
    ...stalenessFromWire(wire.stalenessMs, wire.stale),
    counters: Object.fromEntries(
      counters.map(([name, value]) => [name, finite(value, `counters["${name}"]`)]),
    ),
  };
}

function nodeSummaryFromWire(wire: NodeStatus__Output, path: string): NodeSummary {
  return {
    node: nodeFromWire(wire.node, at(path, "node")),
    address: text(wire.address, at(path, "address"), limits.ADDRESS),
    isConnected: wire.connected,
    silentMs: durationMs(wire.silentMs, at(path, "silent_ms")),
    services: wire.services,
  };
}

/**
 * Serves the State Manager's part of Pullpiri's protocol: `statemanager.StateManagerConnection`, and `schedinfo.v1.FaultService` on an
 * address of its own.
 *
 * I1: every call is answered at once; what follows from it is done afterwards.
 * I2: the server listens on every address, or on none and the start fails.
 * I3: a service that is not served here is UNIMPLEMENTED, as the peers expect (one of them looks here for a network service).
 */
import { type handleUnaryCall, status as Status } from "@grpc/grpc-js";
import {
  FOREIGN_CLIENT_BYTES,
  FOREIGN_MESSAGE_BYTES,
  FOREIGN_REPORT_BYTES,
  leastClientBytes,
} from "../kit/client_shares.ts";
import type { Access } from "../grpc/server/door/access.ts";
import { decoded } from "../grpc/server/door/message.ts";
import { GuardedServer, type ServedTo } from "../grpc/server/guarded_server.ts";
import { type HandlerOptions, unaryHandler } from "../grpc/server/handlers.ts";
import { replyOfError } from "../grpc/status.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { FAULT_SERVICE, STATE_MANAGER_CONNECTION } from "./definitions.ts";
import type { FaultInfo__Output } from "./gen/schedinfo/v1/FaultInfo.ts";
import type { FaultServiceHandlers } from "./gen/schedinfo/v1/FaultService.ts";
import type { Action__Output } from "./gen/statemanager/Action.ts";
import type { OffloadingRequest__Output } from "./gen/statemanager/OffloadingRequest.ts";
import type { Response } from "./gen/statemanager/Response.ts";
import type { StateChange__Output } from "./gen/statemanager/StateChange.ts";
import type { StateChangeResponse } from "./gen/statemanager/StateChangeResponse.ts";
import type { StateManagerConnectionHandlers } from "./gen/statemanager/StateManagerConnection.ts";
import type { PeerRequests } from "./peer_requests.ts";

export interface PeerServerOptions {
  readonly requests: PeerRequests;
  /** `host:port`; port 0 = any free one. */
  readonly listen: string;
  /** For Timpani; "" = not served. */
  readonly faultListen: string;
  readonly isNetworkAllowed: boolean;
  readonly maxConcurrentStreams: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface PeerServer extends AsyncDisposable {
  /** With its actual port. */
  readonly address: string;
  /** "" = not served. */
  readonly faultAddress: string;
  /** Drains for at most `graceMs`, then aborts. */
  close(graceMs: number): Promise<void>;
}

/** Peers have no deadline: whatever happens here, they are answered within this time. */
const ANSWER_WITHIN_MS = 1_000;
/** A peer that has not sent its request, or not read its answer, by then is gone. */
const PEER_TIMEOUT_MS = 30_000;
/** The largest message, and what all peers together may make the server hold. */
interface Room {
  readonly maxMessageBytes: number;
  readonly clientBytes: number;
}
const ROOM_FOR_LISTS: Room = { maxMessageBytes: FOREIGN_MESSAGE_BYTES, clientBytes: FOREIGN_CLIENT_BYTES };
const ROOM_FOR_FAULTS: Room = {
  maxMessageBytes: FOREIGN_REPORT_BYTES,
  clientBytes: leastClientBytes(FOREIGN_REPORT_BYTES),
};
/** The peers say nothing of who they are. */
const ACCESS: Access = { unix: "controller", loopback: "controller", network: "controller", sockets: [] };
const SERVED_TO: ServedTo = { rolesOf: () => ["controller"] };
const DISPOSE_GRACE_MS = 200;

/** Starts to listen. Rejects with an Error that names the address on which it cannot listen (I2). */
export async function startPeerServer(options: PeerServerOptions): Promise<PeerServer> {
  const { requests, log } = options;
  const lists = newServer(options, ROOM_FOR_LISTS);
  lists.serve(STATE_MANAGER_CONNECTION, stateManagerHandlers(requests, lists.handlers), SERVED_TO);
  const faults = newServer(options, ROOM_FOR_FAULTS);
  faults.serve(FAULT_SERVICE, faultHandlers(requests, faults.handlers), SERVED_TO);
  const close = async (graceMs: number): Promise<void> => {
    await Promise.all([lists.close(graceMs), faults.close(graceMs)]);
  };
  const listen = async (server: GuardedServer, address: string): Promise<string> => {
    const { isNetworkAllowed } = options;
    const [actual = ""] = address === ""
      ? []
      : await server.listen({ listen: [address], isNetworkAllowed, access: ACCESS });
    return actual;
  };
  await using opening = new AsyncDisposableStack();
  opening.defer(() => close(0));
  const address = await listen(lists, options.listen);
  const faultAddress = await listen(faults, options.faultListen);
  log.info("Listening for Pullpiri", { address, faultAddress });
  opening.move();
  return { address, faultAddress, close, [Symbol.asyncDispose]: () => close(DISPOSE_GRACE_MS) };
}

function newServer({ maxConcurrentStreams, clock, log }: PeerServerOptions, room: Room): GuardedServer {
  return new GuardedServer({
    ...{ ...room, maxConcurrentStreams, clock, log, callTimeoutMs: ANSWER_WITHIN_MS },
    ...{ stallTimeoutMs: PEER_TIMEOUT_MS, requestTimeoutMs: PEER_TIMEOUT_MS },
  });
}

function stateManagerHandlers(
  requests: PeerRequests,
  handlers: HandlerOptions,
): StateManagerConnectionHandlers {
  return {
    SendAction: refuseAction(handlers),
    SendStateChange: unaryHandler("SendStateChange", (request) => {
      return answerStateChange(requests, request, handlers.clock);
    }, handlers),
    SendChangedContainerList: unaryHandler("SendChangedContainerList", ({ nodeName, containers }) => {
      requests.containerList(nodeName, containers);
      return { resp: "Successfully processed ContainerList" };
    }, handlers),
    TriggerOffloading: unaryHandler("TriggerOffloading", async (request: OffloadingRequest__Output) => {
      const { isAccepted, message } = await requests.offload(request);
      const { modelName, sourceNode } = request;
      const transitionId = `offload-${modelName}-${sourceNode}-${handlers.clock.wallMs()}`;
      return { accepted: isAccepted, message, transitionId };
    }, handlers),
  };
}

/** Nobody calls it; those who do get their action back, as they always did. */
function refuseAction({ calls, clientBytes }: HandlerOptions): handleUnaryCall<Action__Output, Response> {
  return (call, callback) => {
    let details = "";
    try {
      const { action } = decoded<Action__Output>(call.request, calls.accountOf(call.metadata), clientBytes);
      details = action;
    } catch (error) {
      callback(replyOfError(error).reply);
      return;
    }
    callback({ code: Status.UNAVAILABLE, details });
  };
}

function answerStateChange(
  requests: PeerRequests,
  request: StateChange__Output,
  clock: Clock,
): StateChangeResponse {
  const { errorCode, message, errorDetails } = requests.stateChange(request);
  return {
    ...{ message, errorDetails, transitionId: request.transitionId },
    timestampNs: `${clock.wallMs()}000000`,
    errorCode: errorCode as StateChangeResponse["errorCode"] & string,
  };
}

function faultHandlers(requests: PeerRequests, handlers: HandlerOptions): FaultServiceHandlers {
  return {
    NotifyFault: unaryHandler("NotifyFault", (fault: FaultInfo__Output) => {
      const { workloadId, nodeId, taskName, type, cumulativeDmiss } = fault;
      requests.fault({
        ...{ workloadId, nodeId, taskName },
        isDeadlineMiss: type === "DMISS",
        misses: cumulativeDmiss,
      });
      return { status: 0 };
    }, handlers),
  };
}

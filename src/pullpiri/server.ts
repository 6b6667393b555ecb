/**
 * Serves the State Manager's part of Pullpiri's protocol: `statemanager.StateManagerConnection`, and `schedinfo.v1.FaultService` on an
 * address of its own.
 *
 * I1: every call is answered at once; what follows from it is done afterwards.
 * I2: the server listens on every address, or on none and the start fails.
 * I3: a service that is not served here is UNIMPLEMENTED, as the peers expect (one of them looks here for a network service).
 */
import { type handleUnaryCall, Server, ServerCredentials, status as Status } from "@grpc/grpc-js";
import { messageOf } from "../kit/errors.ts";
import { checkListenAddress } from "../grpc/server/listen.ts";
import { type HandlerOptions, unaryHandler, withTolerantDecoders } from "../grpc/server/handlers.ts";
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
  readonly maxMessageBytes: number;
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
const DISPOSE_GRACE_MS = 200;

/** Starts to listen. Rejects with an Error that names the address on which it cannot listen (I2). */
export async function startPeerServer(options: PeerServerOptions): Promise<PeerServer> {
  const { requests, clock, log } = options;
  const closing = new AbortController();
  const handlers: HandlerOptions = {
    ...{ clock, log, timeoutMs: ANSWER_WITHIN_MS, stallTimeoutMs: ANSWER_WITHIN_MS },
    closing: closing.signal,
  };
  const main = newServer(options);
  main.addService(
    withTolerantDecoders(STATE_MANAGER_CONNECTION),
    stateManagerHandlers(requests, { handlers, clock }),
  );
  const address = await listenOn(main, options.listen, options);
  const servers = [main];
  let faultAddress = "";
  if (options.faultListen !== "") {
    const faults = newServer(options);
    faults.addService(withTolerantDecoders(FAULT_SERVICE), faultHandlers(requests, handlers));
    servers.push(faults);
    try {
      faultAddress = await listenOn(faults, options.faultListen, options);
    } catch (error) {
      for (const server of servers) server.forceShutdown();
      throw error;
    }
  }
  log.info("Listening for Pullpiri", { address, faultAddress });
  const close = async (graceMs: number): Promise<void> => {
    closing.abort();
    const cut = clock.schedule(graceMs, () => servers.forEach((server) => server.forceShutdown()));
    await Promise.all(servers.map(drain));
    cut.cancel();
  };
  return { address, faultAddress, close, [Symbol.asyncDispose]: () => close(DISPOSE_GRACE_MS) };
}

function newServer({ maxMessageBytes, maxConcurrentStreams }: PeerServerOptions): Server {
  return new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    "grpc.max_concurrent_streams": maxConcurrentStreams,
  });
}

interface Serving {
  readonly handlers: HandlerOptions;
  readonly clock: Clock;
}

function stateManagerHandlers(
  requests: PeerRequests,
  { handlers, clock }: Serving,
): StateManagerConnectionHandlers {
  return {
    SendAction: refuseAction,
    SendStateChange: unaryHandler("SendStateChange", (request) => {
      return answerStateChange(requests, request, clock);
    }, handlers),
    SendChangedContainerList: unaryHandler("SendChangedContainerList", ({ nodeName, containers }) => {
      requests.containerList(nodeName, containers);
      return { resp: "Successfully processed ContainerList" };
    }, handlers),
    TriggerOffloading: unaryHandler("TriggerOffloading", async (request: OffloadingRequest__Output) => {
      const { isAccepted, message } = await requests.offload(request);
      const { modelName, sourceNode } = request;
      const transitionId = `offload-${modelName}-${sourceNode}-${clock.wallMs()}`;
      return { accepted: isAccepted, message, transitionId };
    }, handlers),
  };
}

/** Nobody calls it; those who do get their action back, as they always did. */
const refuseAction: handleUnaryCall<Action__Output, Response> = (call, callback) => {
  const { request } = call;
  const details = typeof request.action === "string" ? request.action : "";
  callback({ code: Status.UNAVAILABLE, details });
};

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

function listenOn(server: Server, address: string, { isNetworkAllowed }: PeerServerOptions): Promise<string> {
  checkListenAddress(address, isNetworkAllowed);
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(`${address.slice(0, address.lastIndexOf(":"))}:${port}`);
      else reject(new Error(`Cannot listen on ${address}: ${messageOf(error)}`, { cause: error }));
    });
  });
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => server.tryShutdown(() => resolve()));
}

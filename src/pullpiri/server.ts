/**
 * Serves the State Manager's part of Pullpiri's protocol: `statemanager.StateManagerConnection`, and `schedinfo.v1.FaultService` on an
 * address of its own.
 *
 * I1: every call is answered at once; what follows from it is done afterwards.
 * I2: the server listens on every address, or on none and the start fails.
 * I3: a service that is not served here is UNIMPLEMENTED, as the peers expect (one of them looks here for a network service).
 */
import { ListenError } from "../kit/listen_error.ts";
import {
  type handleUnaryCall,
  Server,
  type ServiceDefinition,
  status as Status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import {
  FOREIGN_CLIENT_BYTES,
  FOREIGN_MESSAGE_BYTES,
  FOREIGN_REPORT_BYTES,
  leastClientBytes,
} from "../kit/client_shares.ts";
import { checkListenAddress } from "../grpc/server/listen.ts";
import type { GatedMethod } from "../grpc/server/door/call_gate.ts";
import { Door } from "../grpc/server/door/door.ts";
import { DoorCalls } from "../grpc/server/door/door_call.ts";
import { decoded, withRawMessages } from "../grpc/server/door/message.ts";
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
  readonly messageBytes: number;
  readonly clientBytes: number;
}
const ROOM_FOR_LISTS: Room = { messageBytes: FOREIGN_MESSAGE_BYTES, clientBytes: FOREIGN_CLIENT_BYTES };
const ROOM_FOR_FAULTS: Room = {
  messageBytes: FOREIGN_REPORT_BYTES,
  clientBytes: leastClientBytes(FOREIGN_REPORT_BYTES),
};
const DISPOSE_GRACE_MS = 200;

/** Starts to listen. Rejects with an Error that names the address on which it cannot listen (I2). */
export async function startPeerServer(options: PeerServerOptions): Promise<PeerServer> {
  const { requests, clock, log } = options;
  const closing = new AbortController();
  const calls = new DoorCalls();
  const handlersIn = ({ clientBytes }: Room): HandlerOptions => ({
    ...{ clock, log, timeoutMs: ANSWER_WITHIN_MS, stallTimeoutMs: ANSWER_WITHIN_MS },
    ...{ calls, clientBytes, closing: closing.signal },
  });
  await using open = new AsyncDisposableStack();
  const listen = async (
    address: string,
    served: Pick<Served, "definition" | "implementation" | "room">,
  ): Promise<Listening> => {
    const listening = await startListening(address, { ...served, calls, options });
    open.defer(() => listening.close(0));
    return listening;
  };
  const listening = [
    await listen(options.listen, {
      definition: STATE_MANAGER_CONNECTION,
      implementation: stateManagerHandlers(requests, { handlers: handlersIn(ROOM_FOR_LISTS), clock }),
      room: ROOM_FOR_LISTS,
    }),
  ];
  if (options.faultListen !== "") {
    listening.push(
      await listen(options.faultListen, {
        definition: FAULT_SERVICE,
        implementation: faultHandlers(requests, handlersIn(ROOM_FOR_FAULTS)),
        room: ROOM_FOR_FAULTS,
      }),
    );
  }
  const [address = "", faultAddress = ""] = listening.map((one) => one.address);
  log.info("Listening for Pullpiri", { address, faultAddress });
  open.move();
  const close = async (graceMs: number): Promise<void> => {
    closing.abort();
    await Promise.all(listening.map((one) => one.close(graceMs)));
  };
  return { address, faultAddress, close, [Symbol.asyncDispose]: () => close(DISPOSE_GRACE_MS) };
}

interface Listening {
  /** With its actual port. */
  readonly address: string;
  close(graceMs: number): Promise<void>;
}

interface Served {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
  readonly room: Room;
  readonly calls: DoorCalls;
  readonly options: PeerServerOptions;
}

/** One address with one service, behind the door that guards every server of this program. */
async function startListening(
  listen: string,
  { definition, implementation, room, calls, options }: Served,
): Promise<Listening> {
  const { clock, log } = options;
  checkListenAddress(listen, options.isNetworkAllowed);
  const server = newServer(options, room);
  server.addService(withRawMessages(definition), implementation);
  const methods = new Map<string, GatedMethod>(
    Object.values(definition).map(({ path }) => [path, {
      roles: ["controller"],
      isStream: false,
      maxMessageBytes: room.messageBytes,
    }]),
  );
  const door = new Door({
    ...{ server, calls, methods, clientBytes: room.clientBytes, clock, log },
    requestMs: PEER_TIMEOUT_MS,
    readerMs: PEER_TIMEOUT_MS,
  });
  const at = listen.lastIndexOf(":");
  const host = listen.slice(0, at);
  let port: number;
  try {
    const bare = host.replace(/^\[(.*)\]$/, "$1");
    port = await door.listen({ host: bare, port: Number(listen.slice(at + 1)) }, "controller");
  } catch (error) {
    door.close();
    door.end();
    server.forceShutdown();
    throw new ListenError(listen, error);
  }
  return {
    address: `${host}:${port}`,
    close: async (graceMs) => {
      door.close();
      const cut = clock.schedule(graceMs, () => server.forceShutdown());
      await drain(server);
      cut.cancel();
      door.end();
    },
  };
}

function newServer({ maxConcurrentStreams }: PeerServerOptions, { messageBytes }: Room): Server {
  return new Server({
    "grpc.max_receive_message_length": messageBytes,
    "grpc.max_send_message_length": messageBytes,
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
    SendAction: refuseAction(handlers),
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

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => server.tryShutdown(() => resolve()));
}

/**
 * The only file that imports etcd3 and the gRPC library below it. Of etcd3 the protocol with its types, and the service clients of
 * one server (`Host`) are used. Its pool, circuit breaker, authenticator, watcher and lease keeper are not: they refuse calls to
 * a server that is back, hang without a deadline, leave connections open and lose events.
 *
 * etcd3 reads its protocol from its own folder when it is imported.
 */
import {
  Channel,
  type ChannelCredentials,
  type ChannelOptions,
  type Client,
  type ClientDuplexStream,
  type ClientUnaryCall,
  connectivityState,
  credentials,
  Metadata,
  type ServiceError,
} from "@grpc/grpc-js";
import type { Buffer } from "node:buffer";
import protobuf from "protobufjs/minimal.js";
import { Host } from "etcd3/lib/connection-pool.js";
import type {
  IAuthenticateRequest,
  IAuthenticateResponse,
  ILeaseGrantRequest,
  ILeaseGrantResponse,
  ILeaseKeepAliveRequest,
  ILeaseKeepAliveResponse,
  ILeaseRevokeRequest,
  ILeaseRevokeResponse,
  IRangeRequest,
  IRangeResponse,
  IStatusRequest,
  IStatusResponse,
  ITxnRequest,
  ITxnResponse,
  IWatchRequest,
  IWatchResponse,
} from "etcd3/lib/rpc.js";

export type {
  ICompare,
  IEvent,
  IKeyValue,
  IRangeRequest,
  IRangeResponse,
  IRequestOp,
  IResponseHeader,
  IResponseOp,
  IStatusResponse,
  ITxnRequest,
  ITxnResponse,
  IWatchRequest,
  IWatchResponse,
} from "etcd3/lib/rpc.js";
export {
  Channel,
  type ChannelCredentials,
  type ChannelOptions,
  connectivityState,
  credentials,
  Host,
  Metadata,
  type ServiceError,
};

/** Unary calls, by their name in etcd3. */
export interface UnaryCalls {
  readonly range: { readonly request: IRangeRequest; readonly response: IRangeResponse };
  readonly txn: { readonly request: ITxnRequest; readonly response: ITxnResponse };
  readonly leaseGrant: { readonly request: ILeaseGrantRequest; readonly response: ILeaseGrantResponse };
  readonly leaseRevoke: { readonly request: ILeaseRevokeRequest; readonly response: ILeaseRevokeResponse };
  readonly authenticate: {
    readonly request: IAuthenticateRequest;
    readonly response: IAuthenticateResponse;
  };
  readonly status: {
    readonly request: IStatusRequest;
    /** With the quota, which etcd reports since 3.6 and etcd3 does not know. */
    readonly response: IStatusResponse & { readonly dbSizeQuota?: bigint };
  };
}

/** Bidirectional streaming calls. */
export interface StreamCalls {
  readonly watch: { readonly request: IWatchRequest; readonly response: IWatchResponse };
  readonly leaseKeepAlive: {
    readonly request: ILeaseKeepAliveRequest;
    readonly response: ILeaseKeepAliveResponse;
  };
}

const SERVICES = {
  range: "KV",
  txn: "KV",
  leaseGrant: "Lease",
  leaseRevoke: "Lease",
  authenticate: "Auth",
  status: "Maintenance",
  watch: "Watch",
  leaseKeepAlive: "Lease",
} as const satisfies Record<keyof UnaryCalls | keyof StreamCalls, Parameters<Host["getServiceClient"]>[0]>;

export type StreamOf<Name extends keyof StreamCalls> = ClientDuplexStream<
  StreamCalls[Name]["request"],
  StreamCalls[Name]["response"]
>;

interface MethodOf<Name extends keyof UnaryCalls> {
  readonly path: string;
  requestSerialize(request: UnaryCalls[Name]["request"]): Buffer;
  responseDeserialize(bytes: Buffer): UnaryCalls[Name]["response"];
}

/** `StatusResponse.dbSizeQuota` of etcd 3.6. */
const STATUS_QUOTA_FIELD = 12;

/** Starts a call. `done` is called once; throws when the channel is closed. */
export function startUnary<Name extends keyof UnaryCalls>(
  host: Host,
  name: Name,
  call: {
    readonly request: UnaryCalls[Name]["request"];
    readonly metadata: Metadata;
    readonly deadlineAtMs: number;
    readonly done: (error: ServiceError | null, value?: UnaryCalls[Name]["response"]) => void;
  },
): ClientUnaryCall {
  const client = host.getServiceClient(SERVICES[name]);
  // The client is made from the protocol at run time; UnaryCalls declares the types of its methods.
  const method = (client as unknown as Record<Name, MethodOf<Name>>)[name];
  return client.makeUnaryRequest(
    method.path,
    method.requestSerialize,
    (bytes: Buffer) => {
      const quota = name === "status" ? readNumber(bytes, STATUS_QUOTA_FIELD) : undefined;
      const response = method.responseDeserialize(bytes);
      return quota === undefined ? response : { ...response, dbSizeQuota: quota };
    },
    call.request,
    call.metadata,
    { deadline: call.deadlineAtMs },
    call.done,
  );
}

/** Opens a stream without a deadline of its own; throws when the channel is closed. */
export function startStream<Name extends keyof StreamCalls>(
  host: Host,
  name: Name,
  metadata: Metadata,
): StreamOf<Name> {
  const client = host.getServiceClient(SERVICES[name]) as unknown as Record<
    Name,
    (metadata: Metadata) => StreamOf<Name>
  >;
  return client[name](metadata);
}

/** For `Host`: all service clients of one server use this one connection. */
export function overChannel(channel: Channel): ConstructorParameters<typeof Client>[2] {
  return { channelOverride: channel };
}

/** An integer field (wire type 0) of a message; undefined = it is absent. */
function readNumber(bytes: Buffer, field: number): bigint | undefined {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === field << 3) return BigInt(reader.int64().toString());
    reader.skipType(tag & 7);
  }
  return undefined;
}

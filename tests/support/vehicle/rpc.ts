/**
 * The little of gRPC that the programs of the vehicle share: serve on loopback, refuse with a field path, call with a deadline.
 */
import {
  type CallOptions,
  type handleUnaryCall,
  Metadata,
  type requestCallback,
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { freeAddress } from "../free_ports.ts";

/** Refusal of a call: code and a sentence that names the field. */
export class RpcError extends Error {
  constructor(readonly code: status, message: string) {
    super(message);
    this.name = "RpcError";
  }
}

export function invalid(field: string, accepted: string): RpcError {
  return new RpcError(status.INVALID_ARGUMENT, `${field}: ${accepted}`);
}

/** Turns a function into a unary handler; what it throws becomes the status of the call. */
export function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request).then(handle).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toServiceError(error)),
    );
  };
}

/** The call of a node that gives no logs. */
export function withoutLogs(call: ServerWritableStream<unknown, unknown>): void {
  call.emit("error", { code: status.UNIMPLEMENTED, details: "this node gives no logs" });
}

export function toServiceError(error: unknown): { readonly code: status; readonly details: string } {
  if (error instanceof RpcError) return { code: error.code, details: error.message };
  console.error(error);
  return { code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) };
}

/** Serves one service on 127.0.0.1. Port 0 takes one that stays free for it while it does not run; returns its address. */
export async function serveOnLoopback(
  service: ServiceDefinition,
  { handlers, port }: { readonly handlers: UntypedServiceImplementation; readonly port: number },
): Promise<{ readonly server: Server; readonly address: string }> {
  const server = new Server();
  server.addService(service, handlers);
  const address = port === 0 ? freeAddress() : `127.0.0.1:${port}`;
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  return { server, address };
}

/** Makes one unary call of a generated client with a deadline; rejects with grpc-js's ServiceError. Default: 60,000 ms. */
export function callUnary<Response>(
  start: (metadata: Metadata, options: CallOptions, callback: requestCallback<Response>) => unknown,
  timeoutMs = 60_000,
): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  start(new Metadata(), { deadline: Date.now() + timeoutMs }, (error, response) => {
    if (response !== undefined && error === null) resolve(response);
    else reject(error ?? new Error("neither a response nor an error"));
  });
  return promise;
}

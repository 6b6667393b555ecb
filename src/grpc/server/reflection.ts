/**
 * The standard server reflection, `grpc.reflection.v1.ServerReflection` and its predecessor `v1alpha`, which has the same messages: tools such as grpcurl query the services and the layout of
 * the messages.
 *
 * I1: it describes the content of `proto/`, from the files embedded in the program; it reveals nothing about managed services.
 * I2: every request has one answer, in order; while a peer does not read the answers, its requests are not read either.
 */
import { type handleBidiStreamingCall, status as Status } from "@grpc/grpc-js";
import files from "../gen/files.json" with { type: "json" };
import type { ServerReflectionRequest__Output } from "../gen/grpc/reflection/v1/ServerReflectionRequest.ts";
import type { ServerReflectionResponse } from "../gen/grpc/reflection/v1/ServerReflectionResponse.ts";
import { replyOfError, type StatusReply } from "../status.ts";
import { decoded, encoded, Lot } from "./door/message.ts";
import type { HandlerOptions } from "./handlers.ts";

interface ServedFile {
  readonly descriptor: Uint8Array;
  readonly dependencies: readonly string[];
}

type Answer = Omit<ServerReflectionResponse, "validHost" | "originalRequest">;

/** Longest part of a name that an error repeats. */
const MAX_NAME = 253;

export class Reflection {
  readonly #services: readonly string[];
  readonly #files = new Map<string, ServedFile>();
  readonly #fileOf = new Map<string, string>();

  /** `services` = full names of the services that this server serves. */
  constructor(services: readonly string[]) {
    this.#services = services;
    for (const { name, dependencies, symbols, descriptor } of files) {
      this.#files.set(name, { descriptor: Uint8Array.fromBase64(descriptor), dependencies });
      for (const symbol of symbols) this.#fileOf.set(symbol, name);
    }
  }

  answer(request: ServerReflectionRequest__Output): ServerReflectionResponse {
    return { validHost: request.host, originalRequest: request, ...this.#answer(request) };
  }

  #answer(request: ServerReflectionRequest__Output): Answer {
    switch (request.messageRequest) {
      case "listServices":
        return { listServicesResponse: { service: this.#services.map((name) => ({ name })) } };
      case "fileByFilename":
        return this.#describe(request.fileByFilename);
      case "fileContainingSymbol":
        return this.#describe(
          this.#fileWith(request.fileContainingSymbol ?? ""),
          request.fileContainingSymbol,
        );
      case "allExtensionNumbersOfType": {
        const baseTypeName = request.allExtensionNumbersOfType ?? "";
        return this.#fileOf.has(baseTypeName)
          ? { allExtensionNumbersResponse: { baseTypeName, extensionNumber: [] } }
          : notFound(baseTypeName);
      }
      case "fileContainingExtension":
        return notFound(`an extension of ${request.fileContainingExtension?.containingType ?? ""}`);
      default:
        return failure(Status.INVALID_ARGUMENT, "message_request: none of its fields is set");
    }
  }

  /** The file with its transitive imports, which the client needs as well. */
  #describe(name = "", asked = name): Answer {
    if (!this.#files.has(name)) return notFound(asked);
    const needed = new Set([name]);
    for (const file of needed) {
      for (const other of this.#files.get(file)?.dependencies ?? []) needed.add(other);
    }
    const fileDescriptorProto = [...needed].flatMap((file) => this.#files.get(file)?.descriptor ?? []);
    return { fileDescriptorResponse: { fileDescriptorProto } };
  }

  /** The file that defines a symbol; for a method or a field, the file of the symbol that contains it. */
  #fileWith(symbol: string): string | undefined {
    for (let name = symbol; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
      const file = this.#fileOf.get(name);
      if (file !== undefined) return file;
    }
    return undefined;
  }
}

function notFound(name: string): Answer {
  return failure(Status.NOT_FOUND, `${name.slice(0, MAX_NAME)} is not described here`);
}

function failure(errorCode: number, errorMessage: string): Answer {
  return { errorResponse: { errorCode, errorMessage } };
}

/** The handler of the call: it ends when the peer ends its requests, or when the server closes. */
export function reflectionHandler(
  reflection: Reflection,
  { closing, calls, clientBytes }: Pick<HandlerOptions, "closing" | "calls" | "clientBytes">,
): handleBidiStreamingCall<ServerReflectionRequest__Output, ServerReflectionResponse> {
  return (call) => {
    const account = calls.accountOf(call.metadata);
    let isOver = false;
    const leave = () => {
      isOver = true;
      closing.removeEventListener("abort", close);
    };
    const fail = (reply: StatusReply) => {
      leave();
      call.emit("error", reply);
    };
    const close = () => fail({ code: Status.UNAVAILABLE, details: "Not ready: shutting down" });
    if (closing.aborted) return close();
    closing.addEventListener("abort", close, { once: true });
    call.on("error", leave);
    call.on("cancelled", leave);
    call.on("end", () => {
      leave();
      call.end();
    });
    call.on("drain", () => call.resume());
    call.on("data", (request: unknown) => {
      if (isOver) return;
      const lot = new Lot(account);
      try {
        const asked = decoded<ServerReflectionRequest__Output>(request, lot, clientBytes);
        const answer = encoded(request, reflection.answer(asked), { account: lot, clientBytes });
        // I2.
        if (!call.write(answer, () => lot.giveAll())) call.pause();
      } catch (error) {
        lot.giveAll();
        fail(replyOfError(error).reply);
      }
    });
  };
}

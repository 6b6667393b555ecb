/** Server reflection over real gRPC: it describes the served services. */
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import descriptor from "protobufjs/ext/descriptor/index.js";
import { REFLECTION_SERVICE, STATE_MANAGER_SERVICE } from "../../../src/grpc/definitions.ts";
import { stage } from "./support/stage.ts";

interface Answer {
  readonly originalRequest: { readonly host: string };
  readonly messageResponse: string;
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Uint8Array[] };
  readonly errorResponse?: { readonly errorCode: number; readonly errorMessage: string };
  readonly allExtensionNumbersResponse?: { readonly extensionNumber: readonly number[] };
}

const METHOD = REFLECTION_SERVICE["ServerReflectionInfo"];

function open(address: string) {
  if (METHOD === undefined) throw new Error("no such method");
  const client = new Client(address, credentials.createInsecure());
  const call = client.makeBidiStreamRequest(
    METHOD.path,
    METHOD.requestSerialize,
    (bytes: Buffer): Answer => METHOD.responseDeserialize(bytes),
  );
  return { client, call };
}

/** The answers to these requests, in order. */
async function ask(address: string, requests: readonly object[]): Promise<readonly Answer[]> {
  const { client, call } = open(address);
  const answers: Answer[] = [];
  try {
    for (const request of requests) call.write(request);
    call.end();
    for await (const answer of call) answers.push(answer);
    return answers;
  } finally {
    client.close();
  }
}

async function addressOf(options: Parameters<typeof stage>[0] = {}) {
  const world = await stage(options);
  return { world, address: world.server.addresses[0] ?? "" };
}

function filesOf(answer: Answer | undefined) {
  return (answer?.fileDescriptorResponse?.fileDescriptorProto ?? []).map((bytes) =>
    descriptor.FileDescriptorProto.toObject(descriptor.FileDescriptorProto.decode(bytes), { arrays: true })
  );
}

Deno.test("reflection lists the served services, and every request has one answer, in order", async () => {
  const { world, address } = await addressOf();
  await using _world = world;
  const requests = Array.from({ length: 300 }, (_, n) => ({ host: `h${n}`, listServices: "" }));
  const answers = await ask(address, requests);
  assert.deepEqual(
    answers.map(({ originalRequest }) => originalRequest.host),
    requests.map(({ host }) => host),
  );
  assert.deepEqual(answers[0]?.listServicesResponse?.service.map(({ name }) => name), [
    "piccolo.statemanager.v1.StateManager",
    "grpc.health.v1.Health",
    "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
  ]);
});

Deno.test("a service, a method, a message and a file are found, with their transitive imports", async () => {
  const { world, address } = await addressOf();
  await using _world = world;
  const name = "piccolo.statemanager.v1.StateManager";
  const answers = await ask(address, [
    { fileContainingSymbol: name },
    { fileContainingSymbol: `${name}.Explain` },
    { fileByFilename: "piccolo/statemanager/v1/state_manager.proto" },
  ]);
  for (const answer of answers) {
    const files = filesOf(answer);
    assert.equal(files[0]?.name, "piccolo/statemanager/v1/state_manager.proto");
    const names = new Set(files.map((file) => file.name));
    for (const file of files) {
      for (const needed of file.dependency) assert.ok(names.has(needed), `${file.name} needs ${needed}`);
    }
    assert.deepEqual(
      files[0]?.service[0]?.method.map((method: { readonly name: string }) => method.name),
      Object.keys(STATE_MANAGER_SERVICE),
    );
  }
  const [message] = await ask(address, [{ fileContainingSymbol: "piccolo.common.v1.StateEvent" }]);
  const event = filesOf(message)[0]?.messageType.find(({ name: one }: { name: string }) =>
    one === "StateEvent"
  );
  const fields = event?.field.map((field: { readonly name: string }) => field.name);
  assert.ok(fields?.includes("clock_synchronised"));
  assert.deepEqual(event?.nestedType[0]?.name, "MetadataEntry");
});

Deno.test("an unknown symbol and an empty request are answered as errors", async () => {
  const { world, address } = await addressOf();
  await using _world = world;
  const answers = await ask(address, [
    { fileContainingSymbol: "nope.Nope" },
    { fileContainingSymbol: "" },
    { fileByFilename: "../../etc/passwd" },
    { fileContainingExtension: { containingType: "a.B", extensionNumber: 1 } },
    { allExtensionNumbersOfType: "nope.Nope" },
    { fileContainingSymbol: `x.${"y".repeat(5_000)}` },
    {},
    { allExtensionNumbersOfType: "piccolo.common.v1.StateEvent" },
  ]);
  assert.deepEqual(answers.map(({ errorResponse }) => errorResponse?.errorCode), [
    5,
    5,
    5,
    5,
    5,
    5,
    3,
    undefined,
  ]);
  assert.ok((answers[5]?.errorResponse?.errorMessage.length ?? 0) < 300);
  assert.deepEqual(answers[7]?.allExtensionNumbersResponse?.extensionNumber, []);
});

Deno.test("an open reflection stream ends with UNAVAILABLE when the server closes", async () => {
  const { world, address } = await addressOf();
  await using _world = world;
  const { client, call } = open(address);
  call.write({ listServices: "" });
  await new Promise((resolve) => call.once("data", resolve));
  const failed = new Promise<ServiceError>((resolve) => call.once("error", resolve));
  await world.server.close(500);
  assert.equal((await failed).code, 14);
  client.close();
});

/**
 * Recorded calls. Those to the State Manager are asked again, each over a connection of its own as the real peers do; of all of them the
 * codec is held against the recorded bytes.
 */
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { Buffer } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import { SERVICES } from "../../../src/pullpiri/gen/codecs.ts";
import type { Codec, MethodDescription } from "../../../src/grpc/codec.ts";
import type { PeerServer } from "../../../src/pullpiri/server.ts";
import type { Judged } from "./cases.ts";

interface RecordedCall {
  readonly sequence: string;
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  /** package.Service/Method */
  readonly method: string;
  readonly request: object;
  readonly requestHex?: string | null;
  readonly status: string;
  readonly response?: Readonly<Record<string, unknown>>;
}

/** How long an answer may take, milliseconds. */
export const ANSWER_WITHIN_MS = 20;
/** Other processes may take the processor in between; an answer that is slow by itself is slow each time. */
const ATTEMPTS = 25;
const MAPS: ReadonlySet<string> = new Set(["state", "config", "annotation", "stats"]);
const PLAIN = { longs: String, enums: String } as const;

/** Every call of the file. */
export async function judgeCalls(file: string, target: PeerServer, withinMs: number): Promise<Judged[]> {
  const calls: readonly RecordedCall[] = JSON.parse(Deno.readTextFileSync(file));
  const judged: Judged[] = [];
  await warmUp(calls, target);
  for (const [index, call] of calls.entries()) {
    const name = `call ${index}: ${call.sequence}, ${call.from} ${call.method} at ${call.atMs} ms`;
    const problem = codecProblem(call) ??
      (call.to === "statemanager" ? await answerProblem(call, target, withinMs) : undefined);
    judged.push({ name, isOurs: false, ...(problem === undefined ? {} : { problem }) });
  }
  return judged;
}

/** The first calls of a process load and compile what they need. */
async function warmUp(calls: readonly RecordedCall[], target: PeerServer): Promise<void> {
  for (const call of calls.filter(({ to }) => to === "statemanager").slice(0, 20)) {
    const method = methodOf(call.method);
    if (method !== undefined) await ask(target, method, bytesOf(call, method));
  }
}

function methodOf(name: string): MethodDescription | undefined {
  const [service = "", method = ""] = name.split("/");
  return SERVICES[service]?.[method];
}

function bytesOf({ request, requestHex }: RecordedCall, method: MethodDescription): Buffer {
  if (requestHex) return Buffer.from(requestHex, "hex");
  return Buffer.from(encode(method.request, request));
}

function encode(codec: Codec, json: object): Uint8Array {
  return codec.encode(codec.fromObject(camelCased(json))).finish();
}

/** The bytes say what the recording says in words, and again after a turn through the codec. */
function codecProblem(call: RecordedCall): string | undefined {
  const method = methodOf(call.method);
  if (method === undefined) return `${call.method} is not known`;
  const { request } = method;
  const said = request.toObject(request.fromObject(camelCased(call.request)), PLAIN);
  const read = request.toObject(request.decode(bytesOf(call, method)), PLAIN);
  if (!isDeepStrictEqual(said, read)) return "the request is decoded as something else";
  const again = request.toObject(request.decode(request.encode(request.fromObject(read)).finish()), PLAIN);
  return isDeepStrictEqual(again, read) ? undefined : "the request is encoded as something else";
}

async function answerProblem(
  call: RecordedCall,
  target: PeerServer,
  withinMs: number,
): Promise<string | undefined> {
  const method = methodOf(call.method);
  if (method === undefined) return `${call.method} is not known`;
  const bytes = bytesOf(call, method);
  let fastestMs = Infinity;
  for (let attempt = 0; attempt === 0 || (attempt < ATTEMPTS && fastestMs > withinMs); attempt += 1) {
    const { error, answer, tookMs } = await ask(target, method, bytes);
    if (error !== undefined || answer === undefined) return `answered with an error: ${error?.message}`;
    const problem = comparedWith(call, answer);
    if (problem !== undefined) return problem;
    fastestMs = Math.min(fastestMs, tookMs);
  }
  return fastestMs > withinMs ? `answered after ${fastestMs.toFixed(1)} ms at best` : undefined;
}

/** Ids and types are the same; texts may differ, and so may what is decided. */
function comparedWith(call: RecordedCall, answer: Readonly<Record<string, unknown>>): string | undefined {
  const recorded = camelCased(call.response ?? {}) as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(recorded)) {
    if (typeof answer[key] !== typeof value) {
      return `${key} is a ${typeof answer[key]} instead of a ${typeof value}`;
    }
  }
  const id = recorded["transitionId"];
  if (typeof id === "string" && shapeOf(id, call) !== shapeOf(`${answer["transitionId"]}`, call)) {
    return `transition_id is ${answer["transitionId"]} instead of ${id}`;
  }
  return undefined;
}

/** The id of an offload ends in the time of the answer. */
function shapeOf(id: string, { method }: RecordedCall): string {
  return method.endsWith("/TriggerOffloading") ? id.replace(/\d+$/, "TIME") : id;
}

interface Asked {
  readonly error?: ServiceError;
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly tookMs: number;
}

function ask(target: PeerServer, method: MethodDescription, bytes: Buffer): Promise<Asked> {
  const isFault = method.path.includes("FaultService");
  const address = isFault ? target.faultAddress : target.address;
  const client = new Client(address, credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
  const startedAtMs = performance.now();
  return new Promise<Asked>((resolve) => {
    client.makeUnaryRequest<Buffer, Record<string, unknown>>(
      method.path,
      (request) => request,
      (response) => ({
        ...method.response.toObject(method.response.decode(response), { ...PLAIN, defaults: true }),
      }),
      bytes,
      { deadline: Date.now() + 5_000 },
      (error, answer) => {
        const tookMs = performance.now() - startedAtMs;
        resolve({
          tookMs,
          ...(error === null ? {} : { error }),
          ...(answer === undefined ? {} : { answer }),
        });
      },
    );
  }).finally(() => client.close());
}

/** The names of the proto as the codecs have them; the keys of maps stay as they are. */
function camelCased(value: object): object {
  if (Array.isArray(value)) return value.map((one) => isObject(one) ? camelCased(one) : one);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      return [name, isObject(inner) && !MAPS.has(key) ? camelCased(inner) : inner];
    }),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * Texts that others wrote, and the readers of them: YAML, documents in etcd, journal exports and messages of nodes.
 *
 * I1  A reader either reads or refuses in its own way; anything else that it throws is a finding.
 * I2  No reader says anything past our own log: what somebody wrote would be repeated there as it is.
 */
import process from "node:process";
import { parseManifests } from "../../../src/cli/manifest/manifest.ts";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import { nodeMessageFromWire, nodeMessageToWire } from "../../../src/grpc/wire/node_agent.ts";
import { readLines, TransferError } from "../../../src/journal/transfer_reader.ts";
import { StateManagerError } from "../../../src/kit/errors.ts";
import { readDefinition } from "../../../src/node/definition/read.ts";
import { ConfigError, loadConfig } from "../../../src/platform/config/config.ts";
import { DecodeError } from "../../../src/records/decoder.ts";
import * as documents from "../../../src/etcd/share/documents.ts";
import { readDesiredChange } from "../../../src/etcd/share/merge.ts";
import { diffOf, idOf } from "../domain.ts";
import { messageOf, typeOf } from "./messages.ts";
import { mutated, mutatedText } from "./mutate.ts";
import type { Random } from "./random.ts";
import { SAMPLES } from "./text_samples.ts";

export const TEXT_KINDS = ["yaml", "etcd", "export", "node"] as const;
export type TextKind = typeof TEXT_KINDS[number];

type Read = (bytes: Uint8Array) => void;

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function accepts(read: () => unknown, refusals: readonly (new (...args: never[]) => Error)[]): void {
  try {
    read();
  } catch (error) {
    if (!refusals.some((refusal) => error instanceof refusal)) throw error;
  }
}

const READERS: Readonly<Record<TextKind, readonly Read[]>> = {
  yaml: [
    (bytes) => void parseManifests(textOf(bytes), "vehicle"),
    (bytes) => void readDefinition(textOf(bytes), idOf("vehicle/lidar")),
    (bytes) =>
      accepts(() =>
        loadConfig({
          path: "/fuzz.yaml",
          env: {},
          flags: {},
          readFile: () => textOf(bytes),
          hostname: "fuzz",
        }), [ConfigError]),
  ],
  etcd: [
    (bytes) => void readDesiredChange(textOf(bytes)),
    ...[
      documents.readStatus,
      documents.readRecovery,
      documents.readLeader,
      documents.readSchema,
      documents.readForgotten,
      documents.readNode,
      documents.readEvent,
      documents.readTerms,
    ].map((read): Read => (bytes) =>
      accepts(() => read(textOf(bytes)), [DecodeError, StateManagerError, SyntaxError])
    ),
  ],
  export: [
    (bytes) =>
      accepts(() => {
        for (const _line of readLines(textOf(bytes).split("\n")));
      }, [TransferError]),
  ],
  node: [
    (bytes) => {
      let wire: Parameters<typeof nodeMessageFromWire>[0];
      try {
        wire = NODE_AGENT_SERVICE["SubscribeStateDiffs"]?.responseDeserialize(bytes as never) as typeof wire;
      } catch {
        // It is no message: gRPC ends the stream.
        return;
      }
      accepts(() => nodeMessageFromWire(wire), [StateManagerError]);
    },
  ],
};

/** One text of a kind. */
export function makeText(random: Random, kind: TextKind): Uint8Array {
  if (kind === "node") {
    const type = typeOf("piccolo.nodeagent.v1.SubscribeStateDiffsResponse");
    const good = random.oneIn(2) ? messageOf(random, type) : type.encode(
      type.fromObject(nodeMessageToWire({ kind: "diff", diff: diffOf() })),
    ).finish();
    return random.oneIn(2) ? mutated(random, good) : good;
  }
  let text = random.pick(SAMPLES[kind]);
  for (let count = 1 + random.below(3); count > 0; count--) text = mutatedText(random, text);
  return new TextEncoder().encode(text);
}

/** What libraries had to say (I2). */
export function warningsOfProcess(): Disposable & { readonly texts: readonly string[] } {
  const texts: string[] = [];
  const note = (warning: Error) => void texts.push(warning.message);
  process.on("warning", note);
  return { texts, [Symbol.dispose]: () => void process.off("warning", note) };
}

/** Reads it in every way of its kind; what was thrown, in words. */
export function readText(kind: TextKind, bytes: Uint8Array): readonly string[] {
  return READERS[kind].flatMap((read, index) => {
    try {
      read(bytes);
      return [];
    } catch (error) {
      return [`reader ${index}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`];
    }
  });
}

/** Cases that were findings once, and some of each kind: replayed by the tests. */
import { encodeBase64 } from "./base64.ts";
import { join } from "node:path";
import { TEXT_KINDS, type TextKind } from "./texts.ts";
import { WIRE_KINDS, type WireKind } from "./wire_makers.ts";
import { decodeBase64 } from "./base64.ts";

export interface FuzzCase {
  readonly kind: WireKind | TextKind;
  /** What is particular about it. */
  readonly what: string;
  readonly bytes: Uint8Array;
  /** Calls that have an end by themselves; on the wire. */
  readonly calls?: number;
}

const DIR = join(import.meta.dirname ?? ".", "corpus");

export function isWire(kind: FuzzCase["kind"]): kind is WireKind {
  return (WIRE_KINDS as readonly string[]).includes(kind);
}

export function isText(kind: FuzzCase["kind"]): kind is TextKind {
  return (TEXT_KINDS as readonly string[]).includes(kind);
}

export function caseText({ kind, what, bytes, calls }: FuzzCase): string {
  return `${
    JSON.stringify(
      { kind, what, ...(calls !== undefined && { calls }), base64: encodeBase64(bytes) },
      undefined,
      2,
    )
  }\n`;
}

/** By the names of their files. */
export function readCorpus(): ReadonlyMap<string, FuzzCase> {
  const names = [...Deno.readDirSync(DIR)].map(({ name }) => name).filter((name) => name.endsWith(".json"));
  return new Map(
    names.toSorted().map((name) => {
      const { base64, ...known } = JSON.parse(Deno.readTextFileSync(join(DIR, name)));
      return [name, { ...known, bytes: decodeBase64(base64) }];
    }),
  );
}

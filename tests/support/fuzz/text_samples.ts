/** Good texts of each kind, from which others are made. */
import { join } from "node:path";
import {
  writeEvent,
  writeForgotten,
  writeLeader,
  writeRecovery,
  writeSchema,
  writeSpec,
  writeStatus,
  writeTerms,
} from "../../../src/etcd/share/documents.ts";
import { eventOf, serviceOf } from "../domain.ts";

const HERE = import.meta.dirname ?? ".";
const EXAMPLES = join(HERE, "..", "..", "..", "docs", "examples");

function* yamlFiles(dir: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(dir)) {
    const path = join(dir, name);
    if (isDirectory) yield* yamlFiles(path);
    else if (name.endsWith(".yaml")) yield Deno.readTextFileSync(path);
  }
}

const RECORD = { service: serviceOf(), term: 3n };
const RING = { sequence: 4, revision: 7n };

const EXPORT = Deno.readTextFileSync(join(HERE, "export.jsonl"));

export const SAMPLES: Readonly<Record<"yaml" | "etcd" | "export", readonly string[]>> = {
  yaml: [...yamlFiles(EXAMPLES)],
  etcd: [
    writeSpec(RECORD),
    writeStatus(RECORD, RING, false),
    writeStatus(RECORD, RING, true),
    writeRecovery(RECORD) ?? "{}",
    writeEvent(eventOf()),
    writeTerms([]),
    writeLeader({ instance: "front", term: 3n }),
    writeSchema({ term: 3n, revision: 9n }),
    writeForgotten({ revision: 9n }),
    '{"address":"127.0.0.1:47020"}',
  ],
  export: [EXPORT],
};

/**
 * Reads a workload definition strictly: every key is known, every value is of its kind, every placeholder exists, and every problem has
 * its line, its key and what would be accepted.
 */
import type { YamlProblem } from "../../platform/config/yaml_reader.ts";
import { type Place, YamlReader } from "../../platform/config/yaml_reader.ts";
import { integer, oneOf } from "../../platform/config/kinds.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { readContainer, readPod, readUnit } from "./read_container.ts";
import { readProcess } from "./read_process.ts";
import { DefinitionReader } from "./reader.ts";
import {
  CONFIG_FORMATS,
  type ConfigFile,
  type Definition,
  type ExitCodes,
  type Runtime,
  RUNTIME_KINDS,
} from "./workload.ts";

export type ReadDefinition =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

const FORMAT = oneOf(CONFIG_FORMATS);
const EXIT_CODE = integer({ min: 1, max: 255 });
const DEFAULT_EXIT_CODES: ExitCodes = { configRejected: [78], resourceExhausted: [] };

/** Reads the text of a definition file; never throws. */
export function readDefinition(text: string, id: ResourceId): ReadDefinition {
  const yaml = new YamlReader();
  const reader = new DefinitionReader(yaml);
  const documents = yaml.documents(text);
  const [document] = documents;
  let runtime: Runtime | undefined;
  let configFile: ConfigFile | undefined;
  let exitCodes: ExitCodes = DEFAULT_EXIT_CODES;
  if (document === undefined) {
    if (yaml.problems.length === 0) yaml.report({ path: "", offset: 0 }, "there is nothing in it");
  } else {
    if (documents.length > 1) yaml.report(document, "there is more than one document in it");
    let isGiven = false;
    const isGroup = yaml.fields(document, {
      runtime: (at) => {
        isGiven = true;
        runtime = readRuntime(reader, at);
      },
      config_file: (at) => configFile = readConfigFile(reader, at),
      exit_codes: (at) => exitCodes = readExitCodes(reader, at),
    });
    if (isGroup && !isGiven) {
      yaml.report(document, `runtime is missing; accepted: one of ${RUNTIME_KINDS.join(", ")} below it`);
    }
  }
  if (yaml.problems.length > 0 || runtime === undefined) return { ok: false, problems: yaml.problems };
  const said = { runtime, ...(configFile && { configFile }), exitCodes };
  return { ok: true, definition: { id, ...said, fingerprint: fingerprintOf(said) } };
}

function readRuntime(reader: DefinitionReader, place: Place): Runtime | undefined {
  const found: (Runtime | undefined)[] = [];
  const isGroup = reader.yaml.fields(place, {
    process: (at) => void found.push(readProcess(reader, at)),
    container: (at) => void found.push(readContainer(reader, at)),
    unit: (at) => void found.push(readUnit(reader, at)),
    pod: (at) => void found.push(readPod(reader, at)),
  });
  if (isGroup && found.length !== 1) {
    reader.yaml.report(
      place,
      `${found.length} runtimes are given; accepted: one of ${RUNTIME_KINDS.join(", ")}`,
    );
  }
  return found[0];
}

function readConfigFile(reader: DefinitionReader, place: Place): ConfigFile | undefined {
  let path: string | undefined;
  let format: ConfigFile["format"] | undefined = "json";
  const known = reader.yaml.problems.length;
  reader.yaml.fields(place, {
    path: (at) => path = reader.path(at, { isRelativeAllowed: true }),
    format: (at) => format = reader.yaml.value(at, FORMAT),
  });
  if (path === undefined && reader.yaml.problems.length === known) {
    reader.yaml.report(place, "path is missing");
  }
  return path === undefined || format === undefined ? undefined : { path, format };
}

function readExitCodes(reader: DefinitionReader, place: Place): ExitCodes {
  const codes = { ...DEFAULT_EXIT_CODES };
  reader.yaml.fields(place, {
    config_rejected: (at) => codes.configRejected = reader.values(at, EXIT_CODE),
    resource_exhausted: (at) => codes.resourceExhausted = reader.values(at, EXIT_CODE),
  });
  return codes;
}

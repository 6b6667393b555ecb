/** Reads the values that several runtimes have in common: texts with placeholders, paths, lists, commands, stop rules, health checks. */
import { text } from "../../platform/config/kinds.ts";
import { integer, type Kind } from "../../platform/config/kinds.ts";
import { duration } from "../../platform/config/units.ts";
import type { FieldTable, Place, YamlReader } from "../../platform/config/yaml_reader.ts";
import { templateProblem } from "./placeholders.ts";
import type { CommandHealth, JsonValue, StopRule } from "./workload.ts";

const MAX_ITEMS = 256;
const MAX_TEXT = 8_192;

const SIGNALS = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGKILL"] as const;
const SIGNAL = text({
  type: "signal",
  accepted: SIGNALS.join(", "),
  isAccepted: (name) => SIGNALS.some((one) => one === name),
});
const STOP_TIMEOUT = duration({ min: "0ms", max: "10m" });
const INTERVAL = duration({ min: "100ms", max: "1h" });
const CHECK_TIMEOUT = duration({ min: "100ms", max: "10m" });
const START_PERIOD = duration({ min: "0ms", max: "1h" });
const FAILURES = integer({ min: 1, max: 100 });

export const DEFAULT_STOP: StopRule = { signal: "SIGTERM", timeoutMs: 3_000 };

export class DefinitionReader {
  readonly yaml: YamlReader;

  constructor(yaml: YamlReader) {
    this.yaml = yaml;
  }

  /** Text in which placeholders may stand. */
  text(place: Place): string | undefined {
    const text = this.yaml.text(place);
    if (text === undefined) return undefined;
    const problem = text.includes("\0")
      ? "has a NUL character"
      : text.length > MAX_TEXT
      ? `a text of ${text.length} characters is too long; accepted: up to ${MAX_TEXT}`
      : templateProblem(text);
    if (problem === undefined) return text;
    this.yaml.report(place, problem);
    return undefined;
  }

  /** A path in which placeholders may stand. A relative one may not lead out of its directory. */
  path(place: Place, options: { readonly isRelativeAllowed: boolean }): string | undefined {
    const path = this.text(place);
    if (path === undefined) return undefined;
    const isAbsolute = path.startsWith("/") || path.startsWith("${directory}");
    const isInside = options.isRelativeAllowed && path !== "" && !path.split("/").includes("..");
    if (isAbsolute || isInside) return path;
    const accepted = `an absolute path${
      options.isRelativeAllowed ? ", or one below the directory of the instance" : ""
    }`;
    this.yaml.report(place, `${JSON.stringify(path)} is no such path; accepted: ${accepted}`);
    return undefined;
  }

  texts(place: Place, read: (at: Place) => string | undefined = (at) => this.text(at)): readonly string[] {
    return this.list(place, read);
  }

  /** A list of at most 256; what cannot be read is reported and left out. */
  list<T>(place: Place, read: (at: Place) => T | undefined): readonly T[] {
    const found: T[] = [];
    let count = 0;
    this.yaml.items(place, (at) => {
      count += 1;
      const item = count > MAX_ITEMS ? undefined : read(at);
      if (item !== undefined) found.push(item);
    });
    if (count > MAX_ITEMS) {
      this.yaml.report(place, `a list of ${count} is too long; accepted: up to ${MAX_ITEMS}`);
    }
    return found;
  }

  values<T>(place: Place, kind: Kind<T, "" | "Ms" | "Bytes">): readonly T[] {
    return this.list(place, (at) => this.yaml.value(at, kind));
  }

  /** A whole document below a key, any keys; placeholders in its texts. */
  tree(place: Place): { readonly [key: string]: JsonValue } | undefined {
    const plain = this.yaml.plain(place);
    if (plain === undefined) return undefined;
    if (!isJsonObject(plain)) {
      this.yaml.report(place, "is not a group of keys");
      return undefined;
    }
    this.#checkTree(plain, place);
    return plain;
  }

  #checkTree(value: JsonValue, place: Place): void {
    if (typeof value === "string") {
      const problem = templateProblem(value);
      if (problem !== undefined) this.yaml.report(place, problem);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        this.#checkTree(item, { ...place, path: `${place.path}.${key}` });
      }
    }
  }

  /** Texts by name, placeholders in the texts only; `accepted` says which names. */
  map(
    place: Place,
    { isName, accepted }: { readonly isName: (name: string) => boolean; readonly accepted: string },
  ): Readonly<Record<string, string>> {
    const found = this.yaml.textMap(place);
    for (const [name, text] of Object.entries(found)) {
      const at = { ...place, path: `${place.path}.${name}` };
      if (!isName(name)) this.yaml.report(at, `the name is not accepted; accepted: ${accepted}`);
      const problem = text.includes("\0") ? "has a NUL character" : templateProblem(text);
      if (problem !== undefined) this.yaml.report(at, problem);
    }
    return found;
  }

  environment(place: Place): Readonly<Record<string, string>> {
    return this.map(place, {
      isName: (name) => /^[A-Za-z_][A-Za-z0-9_]{0,252}$/.test(name),
      accepted: "letters, digits and _, not a digit first",
    });
  }

  /** A command: program and arguments. */
  command(place: Place, options: { readonly isProgramAbsolute: boolean }): readonly string[] {
    const known = this.yaml.problems.length;
    let isFirst = true;
    const command = this.texts(place, (at) => {
      const isProgram = isFirst;
      isFirst = false;
      return isProgram && options.isProgramAbsolute
        ? this.path(at, { isRelativeAllowed: false })
        : this.text(at);
    });
    if (command.length === 0 && this.yaml.problems.length === known) {
      this.yaml.report(place, "an empty list is no command; accepted: the program and its arguments");
    }
    return command;
  }

  stop(place: Place): StopRule {
    const rule = { ...DEFAULT_STOP };
    this.yaml.fields(place, {
      signal: (at) => rule.signal = this.yaml.value(at, SIGNAL) ?? rule.signal,
      timeout: (at) => rule.timeoutMs = this.yaml.value(at, STOP_TIMEOUT) ?? rule.timeoutMs,
    });
    return rule;
  }

  /** The keys of a health check by command; `draft` is what they are read into. */
  healthFields(
    draft: { -readonly [K in keyof CommandHealth]: CommandHealth[K] },
    options: { readonly isProgramAbsolute: boolean },
  ): FieldTable {
    return {
      command: (at) => draft.command = this.command(at, options),
      interval: (at) => draft.intervalMs = this.yaml.value(at, INTERVAL) ?? draft.intervalMs,
      timeout: (at) => draft.timeoutMs = this.yaml.value(at, CHECK_TIMEOUT) ?? draft.timeoutMs,
      failures: (at) => draft.failures = this.yaml.value(at, FAILURES) ?? draft.failures,
      start_period: (at) => draft.startPeriodMs = this.yaml.value(at, START_PERIOD) ?? draft.startPeriodMs,
    };
  }
}

export function healthDraft(): { -readonly [K in keyof CommandHealth]: CommandHealth[K] } {
  return { command: [], intervalMs: 1_000, timeoutMs: 1_000, failures: 3, startPeriodMs: 0 };
}

function isJsonObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `config check` with the real parts. */
import { describeMemoryBound, memoryBound } from "../platform/config/config.ts";
import { readConfig } from "./read_config.ts";
import type { CliIo, ConfigVerdict } from "./io.ts";

/** Checks a configuration as `run` would read it. */
export function checkConfig(path: string | undefined, env: CliIo["env"]): Promise<ConfigVerdict> {
  const read = readConfig(path, env);
  if (read.kind === "invalid") return Promise.resolve({ isValid: false, lines: read.problems });
  const where = read.file ?? "no file, defaults and environment";
  const lines = [`valid: ${where}`, describeMemoryBound(memoryBound(read.config))];
  return Promise.resolve({ isValid: true, lines });
}

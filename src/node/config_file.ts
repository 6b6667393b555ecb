/** The configuration of a service as a file that its program reads. */
import { dirname, isAbsolute, join } from "node:path";
import type { ConfigFile, ConfigFormat, RuntimeKind } from "./definition/workload.ts";

/** The content of the file: the same for the same configuration, whatever its order. */
export function formatConfig(config: Readonly<Record<string, string>>, format: ConfigFormat): string {
  const entries = Object.entries(config).sort(([left], [right]) => left < right ? -1 : left > right ? 1 : 0);
  if (format === "json") return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
  return entries.map(([key, value]) => `${key}=${quoted(value)}\n`).join("");
}

/** In double quotes as systemd's EnvironmentFile has it; what the shell would expand is escaped. */
function quoted(value: string): string {
  return `"${value.replace(/[\\"$`]/g, (character) => `\\${character}`)}"`;
}

/**
 * Writes the file for an instance. A process finds it at its path, in the directory of the instance unless that is absolute; for a
 * container it lies in that directory and is mounted at its path.
 */
export function writeConfigFile(
  file: ConfigFile,
  { config, directory, runtime }: {
    readonly config: Readonly<Record<string, string>>;
    readonly directory: string;
    readonly runtime: RuntimeKind;
  },
): { readonly path: string; readonly hostPath: string } {
  const isInside = runtime === "container" || runtime === "pod" || !isAbsolute(file.path);
  const hostPath = isInside ? join(directory, isAbsolute(file.path) ? "config" : file.path) : file.path;
  Deno.mkdirSync(dirname(hostPath), { recursive: true });
  // Replaced as a whole: a program of another replica may be reading it.
  Deno.writeTextFileSync(`${hostPath}.new`, formatConfig(config, file.format), { mode: 0o640 });
  Deno.renameSync(`${hostPath}.new`, hostPath);
  return { path: isAbsolute(file.path) ? file.path : hostPath, hostPath };
}

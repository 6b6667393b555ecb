/**
 * The start of the daemon: its configuration, and what of the file system it keeps.
 *
 * I1  What talks to anybody is loaded after the daemon has given back every permission to write that it does not need.
 */
import type { DaemonArguments } from "../cli/cli.ts";
import { visibleOutput } from "../kit/visible_text.ts";
import { ConfigError } from "../platform/config/config.ts";
import { limitPrograms, limitWrites } from "../platform/process/write_access.ts";
import { daemonPlaces, runsPrograms } from "../platform/config/write_places.ts";
import { Configuration } from "./configuration.ts";

/** Exit code of `run` with a configuration that is not valid; the service manager does not restart on it. */
const EXIT_CONFIG = 2;

/** Runs until a signal ends it; resolves to the exit code. */
export async function startDaemon(args: DaemonArguments): Promise<number> {
  const configuration = readConfiguration(args);
  if (configuration === undefined) return EXIT_CONFIG;
  limitWrites(daemonPlaces(configuration.config, Deno.env.toObject()));
  limitPrograms({ isNeeded: runsPrograms(configuration.config) });
  const { runDaemon } = await import("./daemon.ts");
  return await runDaemon(configuration);
}

function readConfiguration(args: DaemonArguments): Configuration | undefined {
  try {
    return new Configuration(args);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    Deno.stderr.writeSync(new TextEncoder().encode(visibleOutput(`${error.message}\n`)));
    return undefined;
  }
}

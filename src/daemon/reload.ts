/** SIGHUP: the configuration is read again; what can be taken over is, and the log says what needs a restart. */
import { ConfigError } from "../platform/config/config.ts";
import type { ProcessLog } from "../platform/log/log.ts";
import type { Configuration } from "./configuration.ts";
import type { Troubles } from "./troubles.ts";

/** Where what is in the configuration differs from what is in force. */
const CONFIGURATION = "configuration";

/** Never throws: a configuration that is not valid leaves the one before in force. */
export function reload(
  configuration: Configuration,
  { log, troubles }: { readonly log: ProcessLog; readonly troubles: Troubles },
): void {
  try {
    const { reloaded, needRestart } = configuration.reload();
    log.setLevel(configuration.config.log.level);
    log.info("Configuration read again", { reloaded, needRestart });
    troubles.set(
      CONFIGURATION,
      needRestart.length === 0 ? undefined : `a restart would change ${needRestart.join(", ")}`,
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.error("The configuration is not valid; the one before stays in force", { problem: error.message });
    troubles.set(CONFIGURATION, "the configuration is not valid, the one before is in force");
  }
}

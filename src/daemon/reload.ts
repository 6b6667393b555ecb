/** Reloads the configuration on SIGHUP: reloadable settings are applied, and the log names those that need a restart. */
import { ConfigError } from "../platform/config/config.ts";
import type { ProcessLog } from "../platform/log/log.ts";
import type { Configuration } from "./configuration.ts";
import type { StatusProblems } from "./status_problems.ts";

/** Key of the status problem: the configuration file differs from the configuration in force. */
const CONFIGURATION = "configuration";

/** Never throws: when the new configuration is invalid, the previous one stays in force. */
export function reload(
  configuration: Configuration,
  { log, problems }: { readonly log: ProcessLog; readonly problems: StatusProblems },
): void {
  try {
    const { reloaded, needRestart } = configuration.reload();
    log.setLevel(configuration.config.log.level);
    log.info("Configuration reloaded", { reloaded, needRestart });
    problems.set(
      CONFIGURATION,
      needRestart.length === 0 ? undefined : `restart required for ${needRestart.join(", ")}`,
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.error("The configuration is invalid; the previous one stays in force", { problem: error.message });
    problems.set(CONFIGURATION, "the configuration is invalid, the previous one is in force");
  }
}

/** `statemanagerd pullpiri check`: the peers and artifacts of Eclipse Pullpiri, as this State Manager sees them. */
import type { PullpiriFinding } from "../../ports/pullpiri_check.ts";
import { formatOf, textOption, timeoutMsOf } from "../arguments.ts";
import { type CommandContext, Interrupted, jsonText, tableStyle } from "../context.ts";
import { type Finding, ok, problem, warning } from "../doctor/finding.ts";
import { doctorText, doctorValue } from "../doctor/text.ts";
import { EXIT_CODES } from "../errors.ts";
import { loadYaml } from "../format/yaml.ts";
import { readConfig } from "../read_config.ts";

/** Resolves to the exit code: 0, or 6 when something is wrong. */
export async function runPullpiriCheck({ io, deps, args }: CommandContext): Promise<number> {
  const format = formatOf(args);
  if (deps.checkPullpiri === undefined) throw new Error("This program knows nothing of Pullpiri");
  const read = readConfig(textOption(args, "config"), io.env);
  if (read.kind === "invalid") {
    for (const line of read.problems) io.stderr(`error: ${line}\n`);
    return EXIT_CODES.usage;
  }
  const { pullpiri, insecureNetwork, node, listen } = read.config;
  const findings = (await deps.checkPullpiri({
    ...{ isEnabled: pullpiri.enabled, settingsFile: pullpiri.settings, given: pullpiri },
    ...{ agentPort: pullpiri.agentPort, isNetworkAllowed: insecureNetwork, ownAddresses: listen },
    ...{ lostAfterMs: node.lostAfterMs, timeoutMs: timeoutMsOf(args), signal: io.signal },
  })).map(findingOf);
  if (io.signal.aborted) throw new Interrupted();
  if (format === "json") io.stdout(jsonText(doctorValue(findings)));
  else if (format === "yaml") io.stdout((await loadYaml())([doctorValue(findings)]));
  else io.stdout(doctorText(findings, tableStyle(io)));
  return findings.some(({ level }) => level === "problem") ? EXIT_CODES.unsound : EXIT_CODES.ok;
}

function findingOf({ level, check, message, advice }: PullpiriFinding): Finding {
  if (level === "problem") return problem(check, message, advice);
  if (level === "ok") return ok(check, message);
  return warning(check, message, advice === "" ? undefined : advice);
}

/** `statemanagerd doctor`: what is wrong, and what to do. */
import { formatOf, textOption, timeoutMsOf } from "../arguments.ts";
import { type CommandContext, Interrupted, jsonText, tableStyle } from "../context.ts";
import { givenAddress } from "../daemon_address.ts";
import { checkAll } from "../doctor/checks.ts";
import { doctorText, doctorValue } from "../doctor/text.ts";
import { EXIT_CODES } from "../errors.ts";
import { loadYaml } from "../format/yaml.ts";

/** Runs it; resolves to the exit code. */
export async function runDoctor({ io, deps, args }: CommandContext): Promise<number> {
  const format = formatOf(args);
  const configPath = textOption(args, "config");
  const address = givenAddress({ args, io });
  const facts = await deps.gatherFacts({
    ...(configPath === undefined ? {} : { configPath }),
    ...(address === undefined ? {} : { address }),
    timeoutMs: timeoutMsOf(args),
    env: io.env,
    signal: io.signal,
  });
  if (io.signal.aborted) throw new Interrupted();
  const findings = checkAll(facts);
  if (format === "json") io.stdout(jsonText(doctorValue(findings)));
  else if (format === "yaml") io.stdout((await loadYaml())([doctorValue(findings)]));
  else io.stdout(doctorText(findings, tableStyle(io)));
  return findings.some(({ level }) => level === "problem") ? EXIT_CODES.unsound : EXIT_CODES.ok;
}

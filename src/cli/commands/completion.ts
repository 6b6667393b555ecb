/** `statemanagerd completion`: what makes a shell complete the command line, and what it then asks. */
import { Deadline } from "../../kit/deadline.ts";
import type { CliClient } from "../../client/client.ts";
import { didYouMean } from "../../platform/config/suggest.ts";
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import { completionsOf, type LiveWords, SHELL_SCRIPTS, SHELLS } from "../completion.ts";
import type { CommandContext } from "../context.ts";
import { textOption } from "../arguments.ts";
import { addressOf, typedContext } from "../daemon_address.ts";
import { EXIT_CODES, usage } from "../errors.ts";

/** A person who pressed a key waits no longer than this. */
const LIVE_MS = 800;

/** Runs it; resolves to the exit code. */
export async function runCompletion(context: CommandContext): Promise<number> {
  const { io, args } = context;
  const [what = "", ...words] = args.positionals;
  if (what === "list") {
    const found = await completionsOf(words, liveWords(context));
    io.stdout(found.map((word) => `${word}\n`).join(""));
    return EXIT_CODES.ok;
  }
  const shell = SHELLS.find((known) => known === what);
  if (shell === undefined) {
    throw usage(
      `There is no completion for "${what}"${didYouMean(what, SHELLS)}`,
      `There is: ${SHELLS.join(", ")}.`,
    );
  }
  io.stdout(SHELL_SCRIPTS[shell]);
  return EXIT_CODES.ok;
}

/** From the State Manager that the typed words name. What cannot be had is not offered: a shell shows no errors. */
function liveWords(context: CommandContext): LiveWords {
  const ask = async <T>(call: (client: CliClient, signal: AbortSignal) => Promise<readonly T[]>) => {
    const { io, deps } = context;
    try {
      const typed = typedContext(context);
      await using client = await deps.connect(await addressOf(typed), {
        configPath: textOption(typed.args, "config"),
        env: io.env,
      });
      using deadline = new Deadline(io.clock, LIVE_MS, io.signal);
      return await call(client, deadline.signal);
    } catch {
      return [];
    }
  };
  return {
    services: () => ask(async (client, signal) => (await client.listServices(ALL_SERVICES, signal)).services),
    nodes: () => ask(async (client, signal) => (await client.status(signal)).nodes.map(({ node }) => node)),
  };
}

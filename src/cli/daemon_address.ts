/**
 * Where the commands look for the State Manager: where they are told, else where its configuration says that it listens.
 *
 * I1  The option wins over the environment, the environment over the configuration; a configuration that is not valid, or cannot be
 *     read, counts as the default one.
 */
import { join } from "node:path";
import type { Config } from "../platform/config/config.ts";
import { textOption } from "./arguments.ts";
import { DEFAULT_ADDRESS } from "./command_info.ts";
import type { CommandContext } from "./context.ts";

/** Where to connect to (I1). */
export async function addressOf({ args, io, deps }: CommandContext): Promise<string> {
  const given = givenAddress({ args, io });
  if (given !== undefined) return given;
  return (await deps.configuredPlaces(textOption(args, "config"), io.env))?.address ?? DEFAULT_ADDRESS;
}

/** The address of the option or of the environment. */
export function givenAddress({ args, io }: Pick<CommandContext, "args" | "io">): string | undefined {
  return textOption(args, "address") ?? (io.env["STATEMANAGER_ADDRESS"] || undefined);
}

/** Where it really listens, as it wrote down at its start (port 0), else where its configuration says. A Unix socket comes first. */
export function daemonAddress({ stateDir, listen }: Pick<Config, "stateDir" | "listen">): string {
  const configured = listen.find((address) => address.startsWith("unix:")) ?? listen[0] ?? "";
  if (!configured.endsWith(":0")) return asClientAddress(configured);
  try {
    return asClientAddress(Deno.readTextFileSync(join(stateDir, "address")).split("\n")[0] ?? configured);
  } catch {
    return configured;
  }
}

/** A listener on every address is asked on this machine. */
function asClientAddress(address: string): string {
  return address.replace(/^0\.0\.0\.0:/, "127.0.0.1:").replace(/^\[::\]:/, "[::1]:");
}

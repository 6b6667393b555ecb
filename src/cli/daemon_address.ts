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

/** Where a command line that is being typed will connect to. */
export function typedAddress(context: CommandContext): Promise<string> {
  return addressOf(typedContext(context));
}

/** With the address and the configuration of the command line that is being typed: its words are the arguments of `completion list`. */
export function typedContext<T extends CommandContext>(context: T): T {
  const { args } = context;
  const words = args.positionals.slice(1);
  const typed = (name: string): Readonly<Record<string, string>> => {
    const at = words.indexOf(`--${name}`);
    const value = at < 0
      ? words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
      : words[at + 1];
    return value === undefined ? {} : { [name]: value };
  };
  return { ...context, args: { ...args, values: { ...typed("address"), ...typed("config") } } };
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

/** What a command works with, and the deadlines and outputs that all of them share. */
import { Deadline } from "../kit/deadline.ts";
import { jsonText as visibleJson } from "../kit/visible_text.ts";
import type { Arguments, OutputFormat } from "./arguments.ts";
import type { CliClient } from "../client/client.ts";
import { CliError, EXIT_CODES, type UserError } from "./errors.ts";
import type { TableStyle } from "./format/table.ts";
import type { Plain } from "./format/manifest_value.ts";
import { loadYaml } from "./format/yaml.ts";
import type { CliDeps, CliIo } from "./io.ts";

/** What a command works with. */
export interface CommandContext {
  readonly io: CliIo;
  readonly deps: CliDeps;
  readonly args: Arguments;
}

/** What a command that talks to the State Manager works with. */
export interface ClientContext extends CommandContext {
  readonly client: CliClient;
  readonly address: string;
  /** Time for each answer. */
  readonly timeoutMs: number;
}

/** What printing needs of the terminal. */
export type OutputIo = Pick<CliIo, "stdout">;

/** Thrown when the user has interrupted: not an error. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Calls with a signal that aborts at the deadline or with the user's Ctrl-C. Rejects with a CliError when the deadline was the
 * reason, with Interrupted when the user was.
 */
export async function withDeadline<T>(
  context: { readonly io: CliIo; readonly address: string },
  options: { readonly timeoutMs: number; readonly what: string },
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { io, address } = context;
  if (io.signal.aborted) throw new Interrupted();
  using deadline = new Deadline(io.clock, options.timeoutMs, io.signal);
  try {
    return await call(deadline.signal);
  } catch (error) {
    if (io.signal.aborted) throw new Interrupted();
    if (deadline.hasPassed) {
      throw new CliError(
        "unreachable",
        `${options.what}: no answer from ${address} within ${options.timeoutMs} ms`,
        {
          hint: "Is the State Manager running there? Set --address, or a longer --timeout.",
          cause: error,
        },
      );
    }
    throw error;
  }
}

/** How tables look on this terminal. */
export function tableStyle(io: CliIo, options: { readonly isCut: boolean } = { isCut: true }): TableStyle {
  return {
    ...(io.isTTY && options.isCut ? { columns: io.columns } : {}),
    isColour: io.isTTY && (io.env["NO_COLOR"] ?? "") === "" && io.env["TERM"] !== "dumb",
  };
}

/** JSON for programs, ended with a newline. `isLine` = on one line, for streams. */
export function jsonText(value: Plain, isLine = false): string {
  return `${visibleJson(value, isLine ? undefined : 2)}\n`;
}

/** How a stream shows each of its values; undefined where it shows rows of a table. */
export async function streamText(format: OutputFormat): Promise<((value: Plain) => string) | undefined> {
  if (format === "json") return (value) => jsonText(value, true);
  if (format !== "yaml") return undefined;
  const yamlText = await loadYaml();
  return (value) => yamlText([value]);
}

/** Tells about a failure without ending the command. Returns its exit code. */
export function reportError(io: CliIo, error: UserError): number {
  io.stderr(`error: ${error.message}\n`);
  if (error.hint !== undefined) io.stderr(`       ${error.hint}\n`);
  return EXIT_CODES[error.reason];
}

/** `statemanagerd config show`: the settings in force, and where each comes from. */
import { hasSwitch, textFormatOf, textOption } from "../arguments.ts";
import { type CommandContext, jsonText, reportError, tableStyle } from "../context.ts";
import { EXIT_CODES, usage } from "../errors.ts";
import { toPlain } from "../format/manifest_value.ts";
import { paint } from "../format/table.ts";
import { loadYaml } from "../format/yaml.ts";
import type { ShownSetting } from "../io.ts";

/** Runs it; resolves to the exit code. */
export async function runConfigShow({ io, deps, args }: CommandContext): Promise<number> {
  const format = textFormatOf(args);
  const [file] = args.positionals;
  const option = textOption(args, "config");
  if (file !== undefined && option !== undefined) {
    throw usage("The file is given twice: as FILE and as --config");
  }
  const shown = await deps.showConfig(file ?? option, io.env);
  if (shown.kind === "invalid") {
    for (const problem of shown.problems) reportError(io, usage(problem));
    return EXIT_CODES.usage;
  }
  const settings = hasSwitch(args, "effective")
    ? shown.settings
    : shown.settings.filter(({ isDefault }) => !isDefault);
  const value = toPlain({
    kind: "Configuration",
    settings: settings.map(({ key, text, origin }) => ({ key, value: text, origin })),
  });
  if (format === "json") io.stdout(jsonText(value));
  else if (format === "yaml") io.stdout((await loadYaml())([value]));
  else io.stdout(settings.map((one) => lineOf(one, tableStyle(io).isColour)).join(""));
  if (settings.length === 0) io.stderr("note: every setting has its default; --effective shows them all\n");
  return EXIT_CODES.ok;
}

function lineOf({ key, text, origin, isDefault }: ShownSetting, isColour: boolean): string {
  return `${key}: ${text} ${paint(`# ${origin}`, isDefault ? "faint" : "good", isColour)}\n`;
}

/** What a shell may offer for a command line that is being typed: commands, options, and values, those of the vehicle among them. */
import { EVENT_TYPES } from "../state/event_model.ts";
import { RECOVERY_ACTIONS } from "../state/issue.ts";
import { CONDITION_TYPES, CRITICALITIES, SERVICE_STATES, type ServiceState } from "../state/model.ts";
import { ALIASES } from "./aliases.ts";
import { type CommandInfo, COMMANDS, type OptionInfo, optionsOf } from "./command_table.ts";

/** What only the State Manager knows. Each may answer nothing: then nothing is offered. */
export interface LiveWords {
  services(): Promise<readonly ServiceState[]>;
  nodes(): Promise<readonly string[]>;
}

/** Says that the shell offers files. */
export const FILES = ":files";
export const SHELLS = ["bash", "zsh", "fish"] as const;

const FORMATS: readonly string[] = ["table", "wide", "name", "json", "yaml", "jsonpath="];
const TEXT_FORMATS: readonly string[] = ["text", "json", "yaml"];

/** The words that may stand in place of the last one, in order. */
export async function completionsOf(words: readonly string[], live: LiveWords): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const { command, positionals } = commandOf(before);
  const pending = command === undefined ? undefined : pendingOption(before, command);
  const equals = /^(--[a-z-]+)=(.*)$/s.exec(current);
  if (equals !== null && command !== undefined) {
    const [, flag = "", value = ""] = equals;
    const option = optionsOf(command).find(({ name }) => `--${name}` === flag);
    const found = option === undefined ? [] : await valuesOf(option, { command, words, live });
    return startingWith(found, value).map((word) => word === FILES ? word : `${flag}=${word}`);
  }
  if (command !== undefined && pending !== undefined) {
    return listed(await valuesOf(pending, { command, words, live }), current);
  }
  if (current.startsWith("-")) {
    const options = command === undefined ? [] : optionsOf(command);
    return startingWith(options.map(({ name }) => `--${name}`).sort(), current);
  }
  if (command === undefined) return startingWith(firstWords(positionals), current);
  // "node" is a command, and the first word of another one.
  const seconds = command.name === positionals[0] && before.at(-1) === command.name
    ? firstWords(positionals)
    : [];
  return startingWith([...seconds, ...await argumentsOf(command, { words, live })], current);
}

function startingWith(words: readonly string[], start: string): readonly string[] {
  return [...new Set(words)].filter((word) => word === FILES || word.startsWith(start));
}

/** Values that may be joined by commas: the last of them is completed. */
function listed(words: readonly string[], current: string): readonly string[] {
  const comma = current.lastIndexOf(",") + 1;
  const head = current.slice(0, comma);
  return startingWith(words, current.slice(comma)).map((word) => word === FILES ? word : `${head}${word}`);
}

/** The command that the words before name, or the part of one that takes two words. */
function commandOf(before: readonly string[]): {
  readonly command: CommandInfo | undefined;
  readonly positionals: readonly string[];
} {
  const positionals = before.filter((word) => !word.startsWith("-"));
  const [first = "", second = ""] = positionals;
  const name = Object.hasOwn(ALIASES, first) ? ALIASES[first] : first;
  const pair = COMMANDS.find((command) => command.name === `${first} ${second}`);
  const single = COMMANDS.find((command) => command.name === name);
  const isFirstOfTwo = positionals.length === 1 &&
    COMMANDS.some((command) => command.name.startsWith(`${first} `));
  return { command: pair ?? (isFirstOfTwo && single === undefined ? undefined : single), positionals };
}

function firstWords(positionals: readonly string[]): readonly string[] {
  const [first] = positionals;
  if (first !== undefined) {
    return COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) =>
      name.slice(first.length + 1)
    );
  }
  return [...COMMANDS.map(({ name }) => name.split(" ")[0] ?? name), ...Object.keys(ALIASES), "help"].sort();
}

/** The option before that waits for its value. */
function pendingOption(before: readonly string[], command: CommandInfo): OptionInfo | undefined {
  const last = before.at(-1) ?? "";
  return optionsOf(command).find(({ name, short, value }) =>
    value !== undefined && (last === `--${name}` || (short !== undefined && last === `-${short}`))
  );
}

interface Asked {
  readonly words: readonly string[];
  readonly live: LiveWords;
}

async function valuesOf(
  option: OptionInfo,
  { command, live }: Asked & { readonly command: CommandInfo },
): Promise<readonly string[]> {
  switch (option.name) {
    case "namespace":
      return (await live.services()).map(({ metadata }) => metadata.id.slice(0, metadata.id.indexOf("/")));
    case "node":
      return await live.nodes();
    case "state":
      return command.name === "alerts" ? ["open", "resolved", "noted"] : SERVICE_STATES;
    case "criticality":
      return CRITICALITIES;
    case "type":
      return EVENT_TYPES;
    case "action":
      return RECOVERY_ACTIONS;
    case "for":
      return [
        ...["ready", "delete"],
        ...SERVICE_STATES.map((state) => `state=${state}`),
        ...CONDITION_TYPES.map((type) => `condition=${type}`),
      ];
    case "selector":
      return (await live.services()).flatMap(({ metadata }) =>
        Object.entries(metadata.labels).map(([key, value]) => `${key}=${value}`)
      );
    case "output":
      if (option.help.includes("mermaid")) return [...TEXT_FORMATS, "mermaid", "dot"];
      return option.help.startsWith("text") ? TEXT_FORMATS : FORMATS;
    case "format":
      return ["mermaid", "dot", ...TEXT_FORMATS];
    case "filename":
    case "file":
    case "config":
      return [FILES];
    default:
      return [];
  }
}

async function argumentsOf(command: CommandInfo, { words, live }: Asked): Promise<readonly string[]> {
  if (command.name === "completion") return SHELLS;
  if (command.name === "nodes") return await live.nodes();
  if (command.args.includes("FILE") || command.args.includes("JOURNAL")) return [FILES];
  if (!command.args.includes("NAME")) return [];
  const ids = (await live.services()).map(({ metadata }) => metadata.id);
  const namespace = namespaceIn(words);
  // Inside a namespace that was named, the name alone will do.
  const bare = namespace === undefined
    ? []
    : ids.filter((id) => id.startsWith(`${namespace}/`)).map((id) => id.slice(namespace.length + 1));
  return [...bare, ...ids];
}

function namespaceIn(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === "-n" || word === "--namespace");
  return at < 0 ? words.find((word) => word.startsWith("--namespace="))?.slice(12) : words[at + 1];
}

/** What makes a shell ask this program. */
export const SHELL_SCRIPTS: Readonly<Record<typeof SHELLS[number], string>> = {
  bash: `# Completion of statemanagerd for bash: source <(statemanagerd completion bash)
_statemanagerd() {
  local IFS=$'\\n' found
  found=$(statemanagerd completion list -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ "$found" = ":files" ]; then
    compopt -o default 2>/dev/null
    COMPREPLY=()
  else
    COMPREPLY=($found)
    case "$found" in *=) compopt -o nospace 2>/dev/null ;; esac
  fi
}
complete -F _statemanagerd statemanagerd
`,
  zsh: `#compdef statemanagerd
# Completion of statemanagerd for zsh: source <(statemanagerd completion zsh), or a file of fpath.
_statemanagerd() {
  local -a found
  found=("\${(@f)$(statemanagerd completion list -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "$found" == ":files" ]]; then
    _files
  elif [[ -n "$found" ]]; then
    compadd -- $found
  fi
}
if [[ "$funcstack[1]" == "_statemanagerd" ]]; then
  _statemanagerd "$@"
else
  compdef _statemanagerd statemanagerd
fi
`,
  fish: `# Completion of statemanagerd for fish: statemanagerd completion fish | source
function __statemanagerd_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found (statemanagerd completion list -- $words[2..-1] 2>/dev/null)
    if test "$found" = ":files"
        __fish_complete_path (commandline -ct)
    else
        string join \\n -- $found
    end
end
complete -c statemanagerd -f -a '(__statemanagerd_complete)'
`,
};

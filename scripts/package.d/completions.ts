/** Completions of commands, options and their words for bash, zsh and fish, from the table of commands. */
import { COMMANDS, type OptionInfo, optionsOf } from "../../src/cli/command_table.ts";

/** What may stand after an option. */
type ValueKind =
  | { readonly kind: "none" | "file" | "other" }
  | { readonly kind: "words"; readonly words: readonly string[] };

function valueOf(option: OptionInfo): ValueKind {
  if (option.value === undefined) return { kind: "none" };
  if (option.value === "FILE") return { kind: "file" };
  if (option.value !== "FORMAT" && option.value !== "ACTION") return { kind: "other" };
  // Their help begins with the words that are accepted: "table, wide, json or yaml (default: table)".
  const words = (option.help.split("(")[0] ?? "").split(/, | or /).map((word) => word.trim());
  return words.every((word) => /^[A-Za-z]+$/.test(word)) ? { kind: "words", words } : { kind: "other" };
}

function firstWords(): readonly string[] {
  return [...new Set(COMMANDS.map(({ name }) => name.split(" ")[0] ?? ""))];
}

/** First words of commands that have two. */
function groups(): readonly string[] {
  return firstWords().filter((word) => secondWords(word).length > 0);
}

function secondWords(group: string): readonly string[] {
  return COMMANDS.flatMap(({ name }) => name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []);
}

/** Options of a group that is a command by itself as well: they may stand where its second word would. */
function ownOptions(group: string): readonly OptionInfo[] {
  const command = COMMANDS.find(({ name }) => name === group);
  return command === undefined ? [] : optionsOf(command);
}

/** Of a group: what can follow it. */
function summaryOf(name: string): string {
  return COMMANDS.find((command) => command.name === name)?.summary ?? secondWords(name).join(", ");
}

function flagsOf(option: OptionInfo): readonly string[] {
  return [`--${option.name}`, ...(option.short === undefined ? [] : [`-${option.short}`])];
}

function bashWords(words: readonly string[]): string {
  return `mapfile -t COMPREPLY < <(compgen -W '${words.join(" ")}' -- "$cur")`;
}

/** For bash-completion, as `statemanagerd`. */
export function bashCompletion(): string {
  const values = COMMANDS.flatMap((command) =>
    optionsOf(command).flatMap((option) => {
      const value = valueOf(option);
      const flags = flagsOf(option).map((flag) => `'${command.name} ${flag}'`).join(" | ");
      if (value.kind === "file") return [`    ${flags}) compopt -o default; return ;;`];
      if (value.kind === "words") return [`    ${flags}) ${bashWords(value.words)}; return ;;`];
      return value.kind === "other" ? [`    ${flags}) return ;;`] : [];
    })
  );
  return [
    "# bash completion for statemanagerd",
    "_statemanagerd() {",
    "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}",
    "  COMPREPLY=()",
    `  if [ "$COMP_CWORD" = 1 ]; then ${bashWords(firstWords())}; return; fi`,
    '  case "$command" in',
    ...groups().flatMap((group) => [
      `    ${group})`,
      `      if [ "$COMP_CWORD" = 2 ]; then ${
        bashWords([...secondWords(group), ...ownOptions(group).flatMap(flagsOf)])
      }; return; fi`,
      '      case "${COMP_WORDS[2]}" in -*) ;; *) command="$command ${COMP_WORDS[2]}" ;; esac ;;',
    ]),
    "  esac",
    '  case "$command $prev" in',
    ...values,
    "  esac",
    "  # What is no option may be a file there: a journal, a recording, a configuration.",
    '  case "$command:$cur" in',
    "    *:-*) ;;",
    "    journal* | config*) compopt -o default; return ;;",
    "  esac",
    '  case "$command" in',
    ...COMMANDS.map((command) =>
      `    '${command.name}') ${bashWords(optionsOf(command).flatMap(flagsOf))} ;;`
    ),
    "  esac",
    "}",
    "complete -F _statemanagerd statemanagerd",
    "",
  ].join("\n");
}

function zshText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, "\\$&");
}

function zshDescribed(names: readonly (readonly [word: string, help: string])[]): string {
  return names.map(([word, help]) => `'${word}:${zshText(help)}'`).join(" ");
}

function zshOption(option: OptionInfo): readonly string[] {
  const value = valueOf(option);
  const action = {
    none: "",
    file: ":file:_files",
    words: `:value:(${value.kind === "words" ? value.words.join(" ") : ""})`,
    other: ":value: ",
  }[value.kind];
  // `*`: what may be given twice is offered twice.
  return flagsOf(option).map((flag) => `'*${flag}[${zshText(option.help)}]${action}'`);
}

/** For zsh's function path, as `_statemanagerd`. */
export function zshCompletion(): string {
  const first = zshDescribed(firstWords().map((word) => [word, summaryOf(word)]));
  return [
    "#compdef statemanagerd",
    "local -a offered",
    'local command="$words[2]"',
    "if (( CURRENT == 2 )); then",
    `  offered=(${first})`,
    "  _describe command offered",
    "  return",
    "fi",
    'case "$command" in',
    ...groups().flatMap((group) => [
      `  ${group})`,
      '    if (( CURRENT == 3 )) && [[ "$words[3]" != -* ]]; then',
      `      offered=(${
        zshDescribed(secondWords(group).map((word) => [word, summaryOf(`${group} ${word}`)]))
      })`,
      "      _describe command offered",
      "      return",
      "    fi",
      '    [[ "$words[3]" == -* ]] || command="$command $words[3]" ;;',
    ]),
    "esac",
    'case "$command" in',
    ...COMMANDS.map((command) =>
      `  '${command.name}') _arguments ${
        optionsOf(command).flatMap(zshOption).join(" ")
      } '*:argument:_files' ;;`
    ),
    "esac",
    "",
  ].join("\n");
}

function fishText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** For fish's vendor completions, as `statemanagerd.fish`. */
export function fishCompletion(): string {
  return [
    "# fish completion for statemanagerd",
    ...firstWords().map((word) =>
      `complete -c statemanagerd -n __fish_use_subcommand -f -a ${word} -d ${fishText(summaryOf(word))}`
    ),
    ...groups().flatMap(fishGroup),
    ...COMMANDS.flatMap((command) => optionsOf(command).map((option) => fishOption(command.name, option))),
    "",
  ].join("\n");
}

function fishGroup(group: string): readonly string[] {
  const words = secondWords(group);
  const isOpen = `__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${
    words.join(" ")
  }`;
  return words.map((word) =>
    `complete -c statemanagerd -n '${isOpen}' -f -a ${word} -d ${fishText(summaryOf(`${group} ${word}`))}`
  );
}

function fishOption(command: string, option: OptionInfo): string {
  const value = valueOf(option);
  const seen = command.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
  return [
    `complete -c statemanagerd -n '${seen}' -l ${option.name}`,
    ...(option.short === undefined ? [] : [`-s ${option.short}`]),
    ...(value.kind === "file" ? ["-r -F"] : []),
    ...(value.kind === "words" ? [`-x -a '${value.words.join(" ")}'`] : []),
    ...(value.kind === "other" ? ["-x"] : []),
    `-d ${fishText(option.help)}`,
  ].join(" ");
}

/** Options that several commands share, beside those in `command_info.ts`: which services, in which form, and all the same. */
import type { OptionInfo } from "./command_info.ts";

/** Accepted by every command that takes names; each may be given more than once. */
export const SELECTION_OPTIONS: readonly OptionInfo[] = [
  {
    name: "selector",
    short: "l",
    value: "SELECTOR",
    help:
      "Only services with these labels: key=value, key!=value, key, !key, key in (a,b); joined by commas.",
  },
  { name: "state", value: "STATE,...", help: "Only services in one of these states." },
  { name: "node", value: "NODE,...", help: "Only services on one of these nodes." },
  { name: "criticality", value: "LEVEL,...", help: "Only services of one of these: QM, A, B, C, D." },
  {
    name: "field",
    value: "PATH=VALUE",
    help:
      "Only services with this value in what -o json prints of them, as in spec.version=1.4.0; != for the others.",
  },
].map((option) => ({ ...option, isRepeatable: true }));

/** `-o` of commands that print lists. */
export const LIST_OUTPUT: OptionInfo = {
  name: "output",
  short: "o",
  value: "FORMAT",
  help:
    "table, wide, name, json, yaml or jsonpath=PATH (default: table). Tables are for people and may change; " +
    "the others are for programs. PATH leads into what json prints, as in {.services[*].metadata.name}.",
};
export const NO_HEADERS: OptionInfo = { name: "no-headers", help: "A table without its head." };

/** For what takes away something that a running service needs. */
export const FORCE: OptionInfo = {
  name: "force",
  help: "Do it although services that run need it.",
};

/** For commands that act on services: names, or one of these. */
export const SELECTING: readonly string[] = SELECTION_OPTIONS.map(({ name }) => name);

/** For commands that can also draw. */
export const PICTURE_OPTIONS: readonly OptionInfo[] = [
  {
    name: "output",
    short: "o",
    value: "FORMAT",
    help: "text, json or yaml, or as a picture for other programs: mermaid or dot (default: text).",
  },
  { name: "format", value: "FORMAT", help: "The same as -o." },
];

/**
 * The screens of the command line, as text: what the program prints on a terminal of 80 columns and 24 lines while the demo's car runs.
 *
 * docs/screens.md has them as they were; a test takes them again and compares what is left when times, figures, ids and places are taken
 * out (`withoutMoment`), and where a text was cut.
 */
import { join } from "node:path";
import { FAILING } from "./broken_car.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const [COLUMNS, ROWS] = [80, 24];
/** Stands for the directory of the car. */
const CAR = "/car";

export interface Screen {
  /** What a person types. */
  readonly command: string;
  readonly about: string;
}

export const SCREENS: readonly Screen[] = [
  { command: "get", about: "All services, with the reason of each." },
  { command: "nodes", about: "The computers, and what their services wait for." },
  { command: "alerts", about: "What a person should know, newest last." },
  { command: `describe ${FAILING}`, about: "Everything about one service; longer than a screen." },
  { command: `explain ${FAILING} --last 1`, about: "Why it is as it is, in sentences." },
  { command: "top --once", about: "The live screen, once; `top` draws it anew as things change." },
  { command: "doctor", about: "Whether the installation is sound." },
];

export interface TakenScreen extends Screen {
  readonly text: string;
}

/** One after the other. Rejects with an Error where there are no terminals. */
export async function takeScreens(
  place: { readonly address: string; readonly config: string; readonly dir: string },
): Promise<readonly TakenScreen[]> {
  const taken: TakenScreen[] = [];
  for (const screen of SCREENS) {
    const text = await screenOf(screen.command, place);
    taken.push({ ...screen, text: text.replaceAll(place.dir, CAR) });
  }
  return taken;
}

async function screenOf(
  command: string,
  { address, config }: { readonly address: string; readonly config: string },
): Promise<string> {
  const where = command === "doctor" ? ["--config", config] : ["--address", address];
  const words = [
    Deno.execPath(),
    "run",
    "--quiet",
    "-A",
    join(ROOT, "main.ts"),
    ...command.split(" "),
    ...where,
  ];
  const inner = `stty -onlcr cols ${COLUMNS} rows ${ROWS}; exec ${words.map(quoted).join(" ")}`;
  const { stdout } = await new Deno.Command("script", {
    args: ["-qefc", inner, "/dev/null"],
    env: { NO_COLOR: "1", TERM: "xterm" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).output();
  // Lines of progress take themselves away again.
  // deno-lint-ignore no-control-regex -- that is how they begin
  return new TextDecoder().decode(stdout).replaceAll(/(?:\r\x1b\[K[^\r\n]*)+\r\x1b\[K/g, "").replaceAll(
    "\r",
    "",
  );
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** docs/screens.md. */
export function renderScreens(screens: readonly TakenScreen[]): string {
  const parts = screens.map(({ command, about, text }) =>
    `## ${command.split(" ")[0]}\n\n${about}\n\n\`\`\`text\n$ statemanagerd ${command}\n${
      text.trimEnd().split("\n").map((line) => line.trimEnd()).join("\n")
    }\n\`\`\`\n`
  );
  return `# Screens

<!-- Written by scripts/screenshots --screens while the demo's car runs; tests/e2e/screens_test.ts takes them again. -->

What the commands print on a terminal of ${COLUMNS} columns and ${ROWS} lines. The car is that of \`scripts/demo\`; a sensor
fails, was given up, and two services wait for it. [cli.md](cli.md) has every command, [symptoms.md](symptoms.md) what to
do.

${parts.join("\n")}`;
}

/** The screens of a document that `renderScreens` made, by what was typed. */
export function screensIn(document: string): ReadonlyMap<string, string> {
  const blocks = document.matchAll(/^```text\n\$ statemanagerd (.*)\n([\s\S]*?)^```$/gm);
  return new Map([...blocks].map(([, command = "", text = ""]) => [command, text]));
}

/** What is the same whenever it is taken: without times, figures, ids, nodes and what stands before a cut. */
export function withoutMoment(text: string): string {
  return text
    // Whether the clock is synchronised is a matter of the computer.
    .replace(/^\w+ +clock [^]*?(?=^\w+ +\S+ )/m, "")
    .replace(/\d+ warnings?/, "# warnings")
    // How often a node reports on the way depends on how busy the computer is.
    .split("\n").filter((line) =>
      !/\bStatusObserved\b|^\s+\S+ #\d+ +\d+ of \d+ replicas answer\.$/.test(line)
    ).map((line) =>
      line
        .replace(/\b(front|rear|trunk)\b/g, "NODE")
        .replace(/(#|\b)[0-9][\w.:,/%+-]*( (ms|s|min|h|MiB|KiB)\b)?\??/g, "#")
        // Of a cell that was cut the first word is left: how much fits depends on the cells before it.
        .replace(/(^|\s{2})([^\s…]+)(?:(?!\s{2})[^…])*…/g, "$1$2 …")
    )
    .join("\n")
    // Where a sentence is broken depends on the figures in it.
    .replace(/\s+/g, " ")
    .trim();
}

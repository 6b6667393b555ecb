/**
 * A program on real terminals: standard output on one, standard error on another, so that what the program says where can be told
 * apart although both are terminals. `script` of util-linux makes them, which every Debian has.
 *
 * The inner terminal has standard input and output; what is on it goes into a file. The outer one has standard error; what is on it is
 * what the outer `script` prints.
 */

/** Wide enough that nothing is cut which is not cut in a pipe. */
const COLUMNS = 400;

export interface TerminalFiles {
  /** Where standard output goes. */
  readonly stdout: string;
  /** What is read instead of the terminal. */
  readonly stdin?: string;
}

/** The words that run `words` so. They print standard error, end with its exit code, and what they read is typed. */
export function onTerminals(words: readonly string[], { stdout, stdin }: TerminalFiles): readonly string[] {
  const settings = `stty -echo -onlcr cols ${COLUMNS} rows 50`;
  const input = stdin === undefined ? "" : ` <${quoted(stdin)}`;
  const inner = `${settings}; exec ${words.map(quoted).join(" ")}${input} 2>&3`;
  const outer = `exec 3>&1; exec script -qefc ${quoted(inner)} /dev/null >${quoted(stdout)}`;
  return ["script", "-qefc", outer, "/dev/null"];
}

/** Why there are no terminals here; undefined when there are. */
export function missingTerminal(): string | undefined {
  const [program = "", ...args] = onTerminals(["sh", "-c", "test -t 0 && test -t 1 && test -t 2 && exit 7"], {
    stdout: "/dev/null",
  });
  try {
    const { code } = new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" })
      .outputSync();
    return code === 7 ? undefined : "script of util-linux makes no terminal here";
  } catch {
    return "script of util-linux is not on PATH";
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

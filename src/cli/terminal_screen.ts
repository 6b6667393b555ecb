/**
 * The whole screen of a terminal, for `top`: drawn anew as a whole, and given back as it was.
 *
 * I1  Of what is drawn only the program's own colours do something; whatever else came from outside is shown.
 */
import { visibleOutput } from "../kit/visible_text.ts";
import type { ScreenIo } from "./io.ts";
import { keysOf } from "./top/keys.ts";

/** Another screen, without a cursor; and back. */
const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?25h\x1b[?1049l";

/** The screen; undefined where there is no terminal to read keys from and to draw on. */
export function terminalScreen(
  env: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
): ScreenIo | undefined {
  const isTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  if (!isTerminal || env["TERM"] === "dumb" || (env["TERM"] ?? "") === "") return undefined;
  return {
    enter() {
      Deno.stdin.setRaw(true);
      write(ENTER);
      return {
        [Symbol.dispose]: () => {
          write(LEAVE);
          Deno.stdin.setRaw(false);
        },
      };
    },
    draw: (lines) => {
      write(`\x1b[H${lines.map((line) => `${visibleOutput(line)}\x1b[K`).join("\r\n")}\x1b[J`);
    },
    size: () => {
      const { columns, rows } = Deno.consoleSize();
      // A terminal that does not know its size says 0.
      return { columns: columns || 80, rows: rows || 24 };
    },
    async *keys(signal) {
      const reader = Deno.stdin.readable.getReader();
      const cancel = () => void reader.cancel().catch(() => {});
      signal.addEventListener("abort", cancel, { once: true });
      const decoder = new TextDecoder();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done || signal.aborted) return;
          yield* keysOf(decoder.decode(value, { stream: true }));
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    },
  };
}

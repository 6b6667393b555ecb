/**
 * Text that came from outside, for a terminal, a log or a file: what could move the cursor, hide or reorder text is shown instead of done.
 *
 * Unsafe are the controls of ASCII (C0, U+007F) and Latin-1 (C1), the separators of lines and paragraphs, what overrides or isolates the
 * direction of text, and the marks of interlinear annotations.
 *
 * I1  Every output and log of the program goes through this file; nothing else knows the characters.
 * I2  JSON stays the same value: an unsafe character in it can only stand in a text, where its escape means the same.
 */

const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;
/** What only separates words. */
const BREAKS = /[\t-\r\u0085\u2028\u2029]+/g;
/** The program's own colours. */
// deno-lint-ignore no-control-regex -- the escape character is what begins a colour
const COLOUR = /\u001b\[[0-9;]{0,8}m/g;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(char: string): string {
  return SHORT[char] ?? `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

/** The text with every unsafe character as `\u202e`. */
export function visible(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** The text in one line: what breaks lines is a blank, other unsafe characters are escaped. */
export function oneLine(text: string): string {
  return visible(text.replace(BREAKS, " "));
}

/** JSON without unsafe characters (I2); line breaks and indents between its values stay. */
export function jsonText(value: unknown, indent?: number): string {
  return visibleLines(JSON.stringify(value, null, indent) ?? "null");
}

/** Whole lines: line breaks stay. */
export function visibleLines(text: string): string {
  return text.replace(UNSAFE, (char) => char === "\n" ? char : escaped(char));
}

/** What the program writes to a terminal or a pipe: line breaks, tabs and its own colours stay. The last line of defence (I1). */
export function visibleOutput(text: string): string {
  let result = "";
  let from = 0;
  for (const { 0: colour, index } of text.matchAll(COLOUR)) {
    result += plainOutput(text.slice(from, index)) + colour;
    from = index + colour.length;
  }
  return result + plainOutput(text.slice(from));
}

function plainOutput(text: string): string {
  return text.replace(UNSAFE, (char) => char === "\n" || char === "\t" ? char : escaped(char));
}

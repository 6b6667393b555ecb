/**
 * Text that others wrote, fit to be shown: the page never makes markup of it, and what would disturb the text around it is made
 * visible.
 */

// deno-lint-ignore no-control-regex
const DISTURBING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Control characters, and those that turn the direction of text, as a replacement character. */
export function printable(text: string): string {
  return text.replace(DISTURBING, "\ufffd");
}

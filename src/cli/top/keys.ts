/** Keys, from the bytes that a terminal sends for them. */

const NAMES: Readonly<Record<string, string>> = {
  "\x03": "ctrl-c",
  "\x04": "q",
  "\r": "enter",
  "\n": "enter",
  "\x7f": "backspace",
  "\b": "backspace",
  "\x1b": "escape",
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[5~": "pageup",
  "\x1b[6~": "pagedown",
  "\x1b[H": "home",
  "\x1b[1~": "home",
  "\x1bOH": "home",
  "\x1b[F": "end",
  "\x1b[4~": "end",
  "\x1bOF": "end",
};
// deno-lint-ignore no-control-regex -- so begin the keys that are no characters
const KEY = /\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|[\s\S]/gu;
// deno-lint-ignore no-control-regex -- what is no character is no key
const CONTROL = /^[\x00-\x1f\x7f-\x9f]/;

/** The keys of one read, in order; those without a meaning are left out. */
export function keysOf(text: string): readonly string[] {
  return [...text.matchAll(KEY)].flatMap(([key]) => {
    const name = NAMES[key];
    if (name !== undefined) return [name];
    return CONTROL.test(key) ? [] : [key];
  });
}

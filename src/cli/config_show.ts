/** `config show` with the real parts: every setting in force, and where it comes from. */
import { describeOrigin } from "../platform/config/config.ts";
import { readConfig } from "./read_config.ts";
import type { CliIo, ShownConfig } from "./io.ts";

/** What must not be shown. A file that holds a secret is none, and its path helps. */
const SECRET = /(?:^|[._])(?:password|secret|token|passphrase)$/;
const HIDDEN = "<hidden>";

/** The configuration as `run` would read it. */
export function showConfig(path: string | undefined, env: CliIo["env"]): Promise<ShownConfig> {
  const read = readConfig(path, env);
  if (read.kind === "invalid") return Promise.resolve({ kind: "invalid", problems: read.problems });
  return Promise.resolve({
    kind: "valid",
    settings: read.settings.map(({ key, text, origin }) => ({
      key,
      text: SECRET.test(key) && text !== "" && text !== '""' ? HIDDEN : text,
      origin: describeOrigin(origin),
      isDefault: origin.kind === "default",
    })),
  });
}

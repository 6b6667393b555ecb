/**
 * Generates `src/web/gen/assets.json` from `src/web/page/`: the page as the daemon serves it, with its libraries bundled in.
 *
 *     scripts/generate            write it
 *     scripts/generate --check    fail when what is committed differs
 */
import { join } from "node:path";

const root = join(import.meta.dirname ?? ".", "..");
const pageDir = join(root, "src", "web", "page");
const target = join(root, "src", "web", "gen", "assets.json");

/** Everything that a browser loads, bytes. */
const MAX_BYTES = 150 * 1024;

async function bundle(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--frozen", "--minify", "--platform=browser", join(pageDir, "main.ts")],
    cwd: root,
  }).output();
  if (!success) throw new Error(`deno bundle failed:\n${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

const read = (name: string) => Deno.readTextFileSync(join(pageDir, name));
const assets = {
  "/": { type: "text/html; charset=utf-8", text: read("index.html") },
  "/page.js": { type: "text/javascript; charset=utf-8", text: await bundle() },
  "/page.css": { type: "text/css; charset=utf-8", text: read("page.css") },
  "/icon.svg": { type: "image/svg+xml", text: read("icon.svg") },
};
const size = Object.values(assets).reduce((sum, { text }) => sum + new TextEncoder().encode(text).length, 0);
if (size > MAX_BYTES) {
  console.error(`The page has ${size} bytes, more than ${MAX_BYTES}`);
  Deno.exit(1);
}
const fresh = `${JSON.stringify(assets, null, 1)}\n`;
if (fresh.includes(root)) throw new Error("a path of this machine is in the page");
if (Deno.args.includes("--check")) {
  const committed = await Deno.readTextFile(target).catch(() => "");
  if (committed !== fresh) {
    console.error("src/web/gen is not what src/web/page says, run scripts/generate");
    Deno.exit(1);
  }
} else {
  Deno.mkdirSync(join(target, ".."), { recursive: true });
  Deno.writeTextFileSync(target, fresh);
  console.error(`src/web/gen: a page of ${size} bytes`);
}

/** The page itself: the files in `gen/assets.json`, made of `page/` by scripts/generate. */
import assets from "./gen/assets.json" with { type: "json" };
import type { Routes } from "./answer.ts";

/** By path, as they are; nothing is read from the disk. */
export function pageRoutes(): Routes {
  return Object.fromEntries(
    Object.entries(assets).map(([path, { type, text }]) => [path, () => ({ status: 200, type, body: text })]),
  );
}

/// <reference lib="dom" />
/** The screens of the command line and the pictures of the page: the demo's car with a service that fails. See scripts/screenshots. */
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { startCar } from "../../tests/support/instances/car.ts";
import type { Instance } from "../../tests/support/instances/instance.ts";
import { missingTerminal } from "../../tests/support/program/terminal.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { Eyes, missingBrowser, type ViewOptions } from "../../tests/support/web/browser.ts";
import { NODES } from "../demo.d/fleet.ts";
import { readOptions, refuse } from "../options.ts";
import { Workspace } from "../workspace.d/workspace.ts";
import { breakCar, CAR_SETTINGS, FAILING } from "./broken_car.ts";
import { renderScreens, takeScreens } from "./screens.ts";

const HELP =
  `scripts/screenshots: makes the screens of the command line (docs/screens.md) and the pictures of the page from the demo's car, in
which a sensor fails.

  --screens   only the screens
  --out DIR   where the pictures are written (default: docs/pictures)
  --help      this text

The pictures need Debian's chromium, on PATH or named by CHROMIUM; all of it takes a minute.`;

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const SCREENS_FILE = join(ROOT, "docs", "screens.md");

interface Picture {
  readonly name: string;
  readonly view: string;
  /** On the page once it is complete, besides that it is live. */
  readonly shows: string;
  readonly options: ViewOptions;
}

const PICTURES: readonly Picture[] = [
  {
    name: "page_services",
    view: `service/${FAILING}`,
    shows: "What happened, and why",
    options: { width: 1_360, height: 820 },
  },
  { name: "page_graph", view: "graph", shows: "Cause:", options: { width: 1_200, height: 480 } },
  {
    name: "page_phone",
    view: "services",
    shows: FAILING,
    options: { width: 390, height: 760, isPhone: true, isDark: true },
  },
];

async function isShown(page: Page, text: string): Promise<boolean> {
  return await page.evaluate((wanted) => document.body.innerText.includes(wanted), text);
}

/** Starts the car, breaks it, and does the work. */
async function withCar(work: (manager: Instance, dir: string) => Promise<void>): Promise<void> {
  using workspace = new Workspace("screenshots", (reason) => {
    throw reason;
  });
  const dir = workspace.makeDir("car");
  await using car = await startCar({ dir, nodes: NODES, settings: CAR_SETTINGS });
  const { manager } = car;
  await breakCar(manager);
  await work(manager, dir);
}

async function writeScreens(manager: Instance, dir: string): Promise<void> {
  const place = { address: manager.client.address, config: manager.configPath, dir };
  Deno.writeTextFileSync(SCREENS_FILE, renderScreens(await takeScreens(place)));
  console.error(SCREENS_FILE);
}

async function takePictures(manager: Instance, out: string): Promise<void> {
  const address = Deno.readTextFileSync(join(manager.stateDir, "http_address")).trim();
  await using eyes = await Eyes.open();
  Deno.mkdirSync(out, { recursive: true });
  for (const { name, view, shows, options } of PICTURES) {
    const page = await eyes.view(`http://${address}/#/${view}`, options);
    for (const text of ["Live", shows]) {
      await until(() => isShown(page, text), { what: `the page shows ${text}` });
    }
    await page.screenshot({ path: join(out, `${name}.png`) as `${string}.png`, optimizeForSpeed: false });
    await page.close();
    console.error(`${join(out, name)}.png`);
  }
  if (eyes.complaints.length > 0) throw new Error(eyes.complaints.join("\n"));
}

const { out, screens } = readOptions(HELP, { out: { type: "string" }, screens: { type: "boolean" } });
const missing = screens === true ? missingTerminal() : missingBrowser ?? missingTerminal();
if (missing !== undefined) refuse(missing);
await withCar(async (manager, dir) => {
  await writeScreens(manager, dir);
  if (screens !== true) await takePictures(manager, out ?? join(ROOT, "docs", "pictures"));
});
Deno.exit(0);

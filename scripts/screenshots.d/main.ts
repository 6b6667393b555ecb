/// <reference lib="dom" />
/** The pictures of the page: the demo's car with a service that fails, in a real browser. See scripts/screenshots. */
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { startCar } from "../../tests/support/instances/car.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { Eyes, missingBrowser, type ViewOptions } from "../../tests/support/web/browser.ts";
import { NODES, service, SERVICES, strategies } from "../demo.d/fleet.ts";
import { readOptions, refuse } from "../options.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP =
  `scripts/screenshots: makes the pictures of the page from the demo's car, in which a sensor fails.

  --out DIR   where they are written (default: docs/pictures)
  --help      this text

It needs Debian's chromium, on PATH or named by CHROMIUM, and takes half a minute.`;

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

/** Given up at once, so that the picture is of a car at rest. */
const GIVEN_UP = {
  maxRetryCount: 1,
  backoffDelayMs: 1,
  escalationThreshold: 1,
  actions: ["Isolate", "Notify"] as const,
};
/** Two services wait for a sensor whose program dies at its start. */
const FAILING = "sensor/thermal";
const BROKEN = [
  service(FAILING, "C", {
    version: "1.0.0-crash",
    dependsOn: ["vehicle/gateway"],
    recovery: strategies(GIVEN_UP, "Crash", "CrashLoop", "StartFailure", "StuckTransition", "VersionFault"),
  }),
  service("drive/night-vision", "C", { dependsOn: [FAILING, "sensor/camera"] }),
  service("cabin/night-display", "QM", { dependsOn: ["drive/night-vision", "cabin/hmi"] }),
];

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

async function main(out: string): Promise<void> {
  using workspace = new Workspace("screenshots", (reason) => {
    throw reason;
  });
  const dir = workspace.makeDir("car");
  await using car = await startCar({ dir, nodes: NODES, settings: { http: { listen: ["127.0.0.1:0"] } } });
  const { manager } = car;
  for (const { resource, spec } of SERVICES) await manager.apply(resource, spec, "demo: the car");
  await manager.untilRunning(...SERVICES.map(({ resource }) => resource));
  for (const { resource, spec } of BROKEN) await manager.apply(resource, spec, "demo: night vision");
  await until(async () => (await manager.find(FAILING))?.status.isolation !== undefined, {
    what: `${FAILING} is isolated`,
  });
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

const { out } = readOptions(HELP, { out: { type: "string" } });
if (missingBrowser !== undefined) refuse(missingBrowser);
await main(out ?? join(ROOT, "docs", "pictures"));
Deno.exit(0);

/// <reference lib="dom" />
/** The page of the real program in a real browser. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { eventually } from "../support/eventually.ts";
import { freeAddress } from "../support/free_ports.ts";
import { Instance } from "../support/instances/instance.ts";
import { testIf } from "../support/require.ts";
import { Eyes, missingBrowser, type ViewOptions } from "../support/web/browser.ts";
import { idOf } from "../support/domain.ts";
import { DEFAULT_SPEC } from "../../src/state/model.ts";

function textOf(page: Page): Promise<string> {
  return page.evaluate(() => document.body.innerText);
}

function seen(page: Page, what: string | RegExp): Promise<boolean> {
  return eventually(`the page to show ${what}`, async () => {
    const text = await textOf(page);
    return typeof what === "string" ? text.includes(what) : what.test(text);
  }, { intervalMs: 50 });
}

function urlOf(instance: Instance): string {
  return `http://${Deno.readTextFileSync(join(instance.stateDir, "http_address")).trim()}/`;
}

/** What axe-core finds, in short. */
async function findingsOf(page: Page): Promise<readonly string[]> {
  const path = new URL(import.meta.resolve("axe-core/axe.min.js")).pathname;
  // Evaluated by the debugger: the policy of the page lets no other script in.
  await page.evaluate(await Deno.readTextFile(path));
  return await page.evaluate(async () => {
    const axe = Reflect.get(globalThis, "axe");
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map((found: { id: string; nodes: { html: string }[] }) =>
      `${found.id}: ${found.nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(" | ")}`
    );
  });
}

testIf(
  "the page shows a change within a moment, and everything again after the program was killed",
  missingBrowser,
  async () => {
    const address = freeAddress();
    await using instance = new Instance({ http: { listen: [address] } });
    await instance.start();
    await instance.apply("vehicle/lidar");
    await using eyes = await Eyes.open();
    const page = await eyes.view(`http://${address}/`);
    await seen(page, "vehicle/lidar");
    await seen(page, "Live");
    await instance.apply("vehicle/camera");
    await seen(page, "vehicle/camera");
    await instance.client.updateState({
      ...{ resourceId: idOf("vehicle/lidar"), labels: {}, expectedGeneration: 0n, reason: "gone" },
    });
    await instance.end("SIGKILL");
    await seen(page, "Connection lost");
    await instance.start();
    await seen(page, "Live");
    await instance.apply("vehicle/radar");
    await seen(page, "vehicle/radar");
    ok((await textOf(page)).includes("vehicle/camera"));
    // Its journal is gone as well: what is shown is what is there, and nothing of before.
    await instance.end("SIGKILL");
    Deno.removeSync(instance.stateDir, { recursive: true });
    await instance.start();
    await instance.apply("vehicle/other");
    await seen(page, "vehicle/other");
    await eventually("what was before to go", async () => !(await textOf(page)).includes("vehicle/radar"));
    deepEqual(eyes.complaints, []);
  },
);

const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>&quot;`;

testIf(
  "hostile texts are shown as text, in the list, in the history and in a search",
  missingBrowser,
  async () => {
    await using instance = new Instance({ http: { listen: ["127.0.0.1:0"] } });
    await instance.start();
    await instance.apply("vehicle/lidar", { version: HOSTILE }, HOSTILE);
    await using eyes = await Eyes.open();
    const page = await eyes.view(`${urlOf(instance)}#/service/vehicle/lidar`);
    await seen(page, "What happened, and why");
    await seen(page, "<img src=x onerror=");
    await page.goto(`${urlOf(instance)}#/service/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E/%`);
    await page.goto(`${urlOf(instance)}#/graph/%3Cimg%20src%3Dx%3E`);
    await seen(page, "Dependencies of <img src=x>");
    await page.goto(`${urlOf(instance)}#/services`);
    await page.type("#search", HOSTILE.slice(0, 20));
    await seen(page, "No service matches");
    equal(await page.title(), "State Manager");
    equal(await page.evaluate(() => document.querySelectorAll("img, script:not([src])").length), 0);
    deepEqual(eyes.complaints, []);
  },
);

const LOOKS: readonly (readonly [name: string, options: ViewOptions])[] = [
  ["wide and light", {}],
  ["wide and dark", { isDark: true }],
  ["on a phone, dark", { width: 390, height: 844, isPhone: true, isDark: true }],
];
/** On the page once the view is complete. */
const SHOWN: Readonly<Record<string, string | RegExp>> = {
  "#/manager": "Buffers under pressure",
  "#/alerts": /No alert is kept|Severity/,
};
const VIEWS = [
  "",
  "#/service/vehicle/lidar",
  "#/graph",
  "#/graph/vehicle/lidar",
  "#/alerts",
  "#/nodes",
  "#/manager",
];

testIf(
  "axe-core finds nothing on any view, wide or on a phone, light or dark, and nothing overflows the width",
  missingBrowser,
  async () => {
    await using instance = new Instance({
      http: { listen: ["127.0.0.1:0"] },
      nodes: [{ name: "front", address: "127.0.0.1:1" }],
      action_controller: { address: "127.0.0.1:1" },
    });
    await instance.start();
    await instance.apply("vehicle/lidar");
    const dependencies = [{ resourceId: idOf("vehicle/lidar"), condition: "Running" as const }];
    await instance.apply("drive/fusion", { dependencies, criticality: "D" });
    await using eyes = await Eyes.open();
    for (const [look, options] of LOOKS) {
      const page = await eyes.view(urlOf(instance), options);
      await seen(page, "vehicle/lidar");
      for (const view of VIEWS) {
        await page.goto(`${urlOf(instance)}${view}`);
        await seen(page, SHOWN[view] ?? /front|lidar/);
        deepEqual((await findingsOf(page)).map((finding) => `${view} ${look}: ${finding}`), []);
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        ok(excess <= 0, `${view} ${look} is ${excess} pixels too wide`);
      }
      await page.close();
    }
    deepEqual(eyes.complaints, []);
  },
);

testIf(
  "5,000 services: few rows exist, keys reach the last one, and changes arrive",
  missingBrowser,
  async () => {
    await using instance = new Instance({ http: { listen: ["127.0.0.1:0"] } });
    await instance.start();
    const change = (index: number, version: string) => ({
      resourceId: idOf(`vehicle/s${String(index).padStart(4, "0")}`),
      spec: { ...DEFAULT_SPEC, version },
      ...{ labels: {}, expectedGeneration: 0n, reason: "test" },
    });
    const apply = async (version: string, from: number, to: number) => {
      for (let at = from; at < to; at += 500) {
        await instance.client.apply(
          Array.from({ length: 500 }, (_, index) => change(at + index, version)),
        );
      }
    };
    await apply("1", 0, 5_000);
    await using eyes = await Eyes.open();
    const page = await eyes.view(urlOf(instance));
    await seen(page, "5000 services");
    ok(await page.evaluate(() => document.querySelectorAll(".canvas .row").length) < 60);
    await page.select("select[aria-label=Order]", "name");
    await page.focus(".scroller");
    await page.keyboard.press("End");
    await seen(page, "vehicle/s4999");
    await eventually(
      "the last row to have the focus",
      () => page.evaluate(() => document.activeElement?.textContent === "vehicle/s4999"),
    );
    await page.keyboard.press("ArrowUp");
    await eventually(
      "the one above it",
      () => page.evaluate(() => document.activeElement?.textContent === "vehicle/s4998"),
    );
    await page.keyboard.press("Enter");
    await seen(page, "What happened, and why");
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("s0042");
    await seen(page, "1 of 5000 services");
    await apply("2", 0, 1_000);
    await eventually("the changes to arrive", () =>
      page.evaluate(async () => {
        const answer = await (await fetch("/api/service?id=vehicle/s0042")).json();
        return answer.row.version === "2";
      }));
    deepEqual(eyes.complaints, []);
  },
);

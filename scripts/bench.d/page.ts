/// <reference lib="dom" />
/**
 * How the page behaves with many services in a real browser while it is scrolled and services change.
 *
 * shown   from the request until all services are on the page
 * frame   between two frames; a screen that shows 60 a second has 16.7 ms
 * long    tasks of the page's thread of 50 ms and more, which a person feels
 */
import { join } from "node:path";
import { installHttp2 } from "../../src/http2/face/install.ts";
import { DEFAULT_SPEC } from "../../src/state/model.ts";
import { idOf } from "../../tests/support/domain.ts";
import { Instance } from "../../tests/support/instances/instance.ts";
import { Eyes, missingBrowser } from "../../tests/support/web/browser.ts";
import { readOptions, refuse, wholeOption } from "../options.ts";
import { pause, percentile, rounded } from "./support/figures.ts";

const HELP = `usage: scripts/bench page [--services N] [--seconds N]
  --services N   5000 by default
  --seconds N    of scrolling and changes, 8 by default
Needs Debian's chromium, on PATH or named by CHROMIUM. Aim: no long task.`;

const options = readOptions(HELP, {
  services: { type: "string", default: "5000" },
  seconds: { type: "string", default: "8" },
});
const SERVICES = wholeOption(options.services, { name: "services", min: 500, max: 10_000 });
const SECONDS = wholeOption(options.seconds, { name: "seconds", min: 1, max: 600 });
const AT_ONCE = 500;
const CHANGES = 100;
const CHANGE_EVERY_MS = 100;
const SCROLL_EVERY_MS = 30;

async function measure(): Promise<void> {
  await using instance = new Instance({ http: { listen: ["127.0.0.1:0"] } });
  await instance.start();

  async function apply(version: string, from: number, count: number): Promise<void> {
    await instance.client.apply(
      Array.from({ length: count }, (_, index) => ({
        resourceId: idOf(`bench/s${String((from + index) % SERVICES).padStart(5, "0")}`),
        spec: { ...DEFAULT_SPEC, version },
        ...{ labels: {}, expectedGeneration: 0n, reason: "bench" },
      })),
    );
  }

  for (let at = 0; at < SERVICES; at += AT_ONCE) await apply("1", at, Math.min(AT_ONCE, SERVICES - at));
  const address = Deno.readTextFileSync(join(instance.stateDir, "http_address")).trim();
  await using eyes = await Eyes.open();
  const page = await eyes.view("about:blank");
  const startMs = performance.now();
  await page.goto(`http://${address}/`);
  await page.waitForFunction((text) => document.body.innerText.includes(text), {}, `${SERVICES} services`);
  const shownMs = Math.round(performance.now() - startMs);

  const watched = page.evaluate((lengthMs) => {
    const long: number[] = [];
    const frames: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration);
    }).observe({ type: "longtask" });
    const beganMs = performance.now();
    return new Promise<{ long: number[]; frames: number[] }>((resolve) => {
      let lastMs = beganMs;
      const next = (): void => {
        const nowMs = performance.now();
        frames.push(nowMs - lastMs);
        lastMs = nowMs;
        if (nowMs - beganMs < lengthMs) requestAnimationFrame(next);
        else resolve({ long, frames });
      };
      requestAnimationFrame(next);
    });
  }, SECONDS * 1_000);
  const endMs = performance.now() + SECONDS * 1_000;
  let changes = 0;

  async function change(): Promise<void> {
    for (let version = 2; performance.now() < endMs; version++) {
      await apply(String(version), version * CHANGES, CHANGES);
      changes += CHANGES;
      await pause(CHANGE_EVERY_MS);
    }
  }

  async function scroll(): Promise<void> {
    while (performance.now() < endMs) {
      await page.evaluate(() => document.querySelector(".scroller")?.scrollBy(0, 400));
      await pause(SCROLL_EVERY_MS);
    }
  }

  await Promise.all([change(), scroll()]);
  const { long, frames } = await watched;
  const frameMs = {
    p50: rounded(percentile(frames, 0.5)),
    p99: rounded(percentile(frames, 0.99)),
    worst: rounded(Math.max(...frames)),
  };
  const changesPerSecond = Math.round(changes / SECONDS);
  console.log(
    JSON.stringify({
      bench: "page",
      services: SERVICES,
      shownMs,
      changesPerSecond,
      frameMs,
      longTasks: long.length,
    }),
  );
}

if (missingBrowser !== undefined) refuse(missingBrowser);
installHttp2();
// What is open is closed before the end: an exit would leave the browser behind.
await measure();
Deno.exit(0);

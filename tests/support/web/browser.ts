/** A real browser: Debian's chromium, where it is on PATH or named by CHROMIUM, driven by puppeteer-core. */
import type { Browser, Page } from "puppeteer-core";
import { missingProgram } from "../require.ts";

const PROGRAM = Deno.env.get("CHROMIUM") ?? "chromium";

export const missingBrowser: string | undefined = missingProgram(PROGRAM);

export interface ViewOptions {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
  readonly isPhone?: boolean;
}

/** Pages of one browser, and what they complained about. */
export class Eyes implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<Eyes> {
    const { default: puppeteer } = await import("puppeteer-core");
    const { success, stdout } = await new Deno.Command("sh", {
      args: ["-c", 'command -v "$1"', "sh", PROGRAM],
    })
      .output();
    if (!success) throw new Error(`${PROGRAM} is not on PATH`);
    return new Eyes(
      await puppeteer.launch({
        executablePath: new TextDecoder().decode(stdout).trim(),
        headless: true,
        // Root needs the first; a container's /dev/shm may be tiny.
        args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"],
      }),
    );
  }

  /** Errors of scripts, and what the content security policy refused. A request that fails is no complaint. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  async view(url: string, options: ViewOptions = {}): Promise<Page> {
    const { width = 1_280, height = 800, isDark = false, isPhone = false } = options;
    const page = await this.#browser.newPage();
    page.on("pageerror", (error) => this.#complaints.push(String(error)));
    page.on("console", (message) => {
      const text = message.text();
      if (message.type() === "error" && !text.startsWith("Failed to load resource")) {
        this.#complaints.push(text);
      }
    });
    await page.setViewport({ width, height, isMobile: isPhone, hasTouch: isPhone, deviceScaleFactor: 1 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: isDark ? "dark" : "light" }]);
    await page.goto(url, { waitUntil: "load" });
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

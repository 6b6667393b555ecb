/** The package as it is shipped, from this checkout: what scripts/build and scripts/package make, only not compressed. */
import { join } from "node:path";
import { makeDeb } from "../../../scripts/package.d/deb.ts";
import { type Layout, readLayout } from "../../../scripts/package.d/layout.ts";
import { TempDir } from "../temp_dir.ts";
import { shipped } from "./shipped.ts";

const CONFIG = "etc/piccolo/statemanager.yaml";
export const VERSION = "0.1.0";
/** The next version: the same program, and a configuration file with one comment more. */
export const NEXT_VERSION = "0.2.0";
/** Last line of the next version's configuration. */
export const NEXT_CONFIG_LINE = "# As of the next version.";

/** Packages in one directory, each made at the first call. */
export class RealPackages implements Disposable {
  readonly #dir = new TempDir("statemanager-packages-");
  #first: Promise<Layout> | undefined;
  #next: Promise<void> | undefined;

  /** The directory, with `VERSION.deb` in it. */
  async made(): Promise<string> {
    this.#first ??= this.#make();
    await this.#first;
    return this.#dir.file("packages");
  }

  /** Puts `NEXT_VERSION.deb` beside it. */
  async makeNext(): Promise<void> {
    await this.made();
    await (this.#next ??= this.#makeNext());
  }

  async #make(): Promise<Layout> {
    const layout = readLayout((await shipped()).out, Deno.build.arch);
    Deno.mkdirSync(this.#dir.file("packages"));
    Deno.renameSync(
      this.#makeOne({ ...layout, version: VERSION }),
      this.#dir.file("packages", `${VERSION}.deb`),
    );
    return layout;
  }

  async #makeNext(): Promise<void> {
    const layout = await this.#first;
    if (layout === undefined) throw new Error("the first version is not made yet");
    const made = this.#makeOne({ ...layout, version: NEXT_VERSION });
    await this.#repack(made, this.#dir.file("packages", `${NEXT_VERSION}.deb`));
  }

  #makeOne(layout: Layout): string {
    return makeDeb({
      layout,
      epoch: 1_700_000_000,
      work: Deno.makeTempDirSync({ dir: this.#dir.path }),
      out: this.#dir.path,
      maintainer: "Somebody <somebody@statemanager.invalid>",
      compression: "none",
    });
  }

  async #repack(from: string, to: string): Promise<void> {
    const tree = this.#dir.file("next");
    const unpacked = await command("dpkg-deb", ["--raw-extract", from, tree]);
    Deno.writeTextFileSync(join(tree, CONFIG), `${NEXT_CONFIG_LINE}\n`, { append: true });
    const packed = await command("dpkg-deb", ["--root-owner-group", "-Znone", "--build", tree, to]);
    if (unpacked + packed !== "") throw new Error(`dpkg-deb failed: ${unpacked}${packed}`);
  }

  [Symbol.dispose](): void {
    this.#dir[Symbol.dispose]();
  }
}

/** Runs it to its end; empty when it succeeded, else what it said. */
async function command(program: string, args: string[]): Promise<string> {
  const { success, code, stderr } = await new Deno.Command(program, { args, stdin: "null" }).output();
  return success ? "" : `code ${code}: ${new TextDecoder().decode(stderr).trim()}`;
}

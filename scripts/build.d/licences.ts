/** What is inside, and under which terms: an SBOM (CycloneDX 1.5) and the texts of the licences. */
import { join } from "node:path";
import type { PackageSource } from "./bundle.ts";
import { BuildError } from "./command.ts";
import { VERSION } from "./project.ts";

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** SPDX identifier or expression of a package. */
async function licenceOf({ dir, name }: PackageSource): Promise<string> {
  const { license }: { readonly license?: unknown } = JSON.parse(
    await Deno.readTextFile(join(dir, "package.json")),
  );
  if (typeof license !== "string" || license === "") {
    throw new BuildError(`${name} does not say its licence: look at it before it is shipped`);
  }
  return license;
}

/** Sorted, and of no other time than the commit's: the same build gives the same bytes. */
export async function sbomOf(
  packages: readonly PackageSource[],
  { target, epochSeconds, commit }: {
    readonly target: string;
    readonly epochSeconds: number;
    readonly commit: string;
  },
): Promise<string> {
  const components = await Promise.all(packages.map(async (source) => ({
    type: "library",
    "bom-ref": purlOf(source),
    name: source.name,
    version: source.version,
    purl: purlOf(source),
    licenses: [await expressionOf(source)],
  })));
  const sbom = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      timestamp: new Date(epochSeconds * 1_000).toISOString(),
      component: {
        type: "application",
        "bom-ref": "statemanagerd",
        name: "statemanagerd",
        version: VERSION,
        licenses: [{ license: { id: "Apache-2.0" } }],
        properties: [{ name: "target", value: target }, { name: "commit", value: commit }],
      },
    },
    components: [
      {
        type: "platform",
        "bom-ref": "deno",
        name: "deno",
        version: Deno.version.deno,
        licenses: [{ license: { id: "MIT" } }],
      },
      ...components,
    ],
    dependencies: [{ ref: "statemanagerd", dependsOn: ["deno", ...packages.map(purlOf)] }],
  };
  return `${JSON.stringify(sbom, undefined, 2)}\n`;
}

async function expressionOf(source: PackageSource): Promise<object> {
  const licence = await licenceOf(source);
  return /^[\w.+-]+$/.test(licence) ? { license: { id: licence } } : { expression: licence };
}

function purlOf({ name, version }: PackageSource): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** The texts that the packages carry; one without a text is named with its identifier. */
export async function textsOfLicences(packages: readonly PackageSource[]): Promise<string> {
  const deno = await Deno.readTextFile(new URL("./deno_license.txt", import.meta.url));
  const parts = [section(`deno ${Deno.version.deno}`, "MIT", deno)];
  for (const source of packages) {
    const names = [...Deno.readDirSync(source.dir)].map(({ name }) => name)
      .filter((name) => LICENCE_FILE.test(name)).toSorted();
    const texts = await Promise.all(names.map((name) => Deno.readTextFile(join(source.dir, name))));
    const text = texts.length > 0 ? texts.join("\n") : "(the package carries no text of its own)\n";
    parts.push(section(`${source.name} ${source.version}`, await licenceOf(source), text));
  }
  return parts.join("\n");
}

function section(what: string, licence: string, text: string): string {
  const line = "=".repeat(78);
  return `${line}\n${what}: ${licence}\n${line}\n\n${text.trimEnd()}\n`;
}

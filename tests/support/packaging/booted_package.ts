/** Machines on which the real package is installed, and what every check of them asks. */
import { Machine } from "./booted.ts";
import { RealPackages, VERSION } from "./real_package.ts";

export const UNIT = "statemanager.service";
export const CONFIG = "/etc/piccolo/statemanager.yaml";
/** Where the packages lie inside, as `VERSION.deb`. */
export const PACKAGES = "/packages";

/** The packages of one test file, and machines that have them. */
export class BootedPackage implements Disposable {
  readonly #packages = new RealPackages();

  /** The package is installed, and nothing more. */
  async installed(): Promise<Machine> {
    return await this.#after([["dpkg", "--install", `${PACKAGES}/${VERSION}.deb`]]);
  }

  /** The service runs as well. */
  async started(): Promise<Machine> {
    const install = ["dpkg", "--install", `${PACKAGES}/${VERSION}.deb`] as const;
    return await this.#after([install, ["systemctl", "start", UNIT]]);
  }

  async #after(commands: readonly (readonly [string, ...string[]])[]): Promise<Machine> {
    const machine = await Machine.boot({ shared: { [await this.#packages.made()]: PACKAGES } });
    try {
      for (const command of commands) await machine.ok(...command);
      return machine;
    } catch (error) {
      await machine[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Puts the next version beside the first, for machines that run already as well. */
  async makeNext(): Promise<void> {
    await this.#packages.makeNext();
  }

  [Symbol.dispose](): void {
    this.#packages[Symbol.dispose]();
  }
}

/** A figure for docs/packaging.md; shown with --verbose. */
export function report(what: string, figure: string): void {
  console.log(`${what}: ${figure}`);
}

/** Several properties of the unit at one moment. */
export async function showAll(
  machine: Machine,
  ...names: readonly string[]
): Promise<Readonly<Record<string, string>>> {
  const lines = (await machine.ok("systemctl", "show", "-p", names.join(","), UNIT)).trim().split("\n");
  return Object.fromEntries(lines.map((line) => {
    const at = line.indexOf("=");
    return [line.slice(0, at), line.slice(at + 1)];
  }));
}

/** Tells the service of these. */
export async function apply(machine: Machine, ...names: readonly string[]): Promise<void> {
  const manifests = names.map((name) =>
    `kind: Service\nmetadata: { namespace: vehicle, name: ${name} }\nspec: {}\n`
  );
  machine.write("/root/services.yaml", manifests.join("---\n"));
  await machine.ok("statemanagerd", "apply", "-f", "/root/services.yaml");
}

/** The names of what it knows. */
export async function applied(machine: Machine): Promise<readonly string[]> {
  const { services } = JSON.parse(await machine.ok("statemanagerd", "get", "-o", "json"));
  return services.map(({ metadata }: { readonly metadata: { readonly name: string } }) => metadata.name);
}

/**
 * The real parts of the program behind the commands: what `main.ts` gives to `runCli`. Each is
 * loaded when a command asks for it.
 */
import { describeVersion, versionFacts } from "../platform/process/version.ts";
import { limitWrites } from "../platform/process/write_access.ts";
import type { GatherTools } from "./doctor/gather.ts";
import type { CliDeps, ConfigVerdict } from "./io.ts";

export interface ProgramParts {
  /** Those that the layer of the commands may not import. */
  tools(): Promise<GatherTools>;
  /** Checks the definitions of a directory, or single files. */
  checkDefinitions(
    directory: string,
    options: { readonly files: readonly string[]; readonly drivers: readonly string[] },
  ): Promise<ConfigVerdict>;
  /** Makes HTTP/2 ready for calls: before anything is connected. */
  installHttp2(): Promise<void>;
}

export function programDeps({ tools, installHttp2, checkDefinitions }: ProgramParts): CliDeps {
  return {
    version: describeVersion(),
    versionFacts: versionFacts(),
    async connect(address, { configPath, env }) {
      await installHttp2();
      const { connectGrpc } = await import("../client/grpc_client.ts");
      if (!address.startsWith("tls:")) return connectGrpc(address);
      const { readConfig } = await import("./read_config.ts");
      const read = readConfig(configPath, env);
      return connectGrpc(address, read.kind === "valid" ? read.config.tls : undefined);
    },
    checkConfig: async (path, env) => (await import("./config_check.ts")).checkConfig(path, env),
    async checkWorkloads(files, path, env) {
      const { readConfig } = await import("./read_config.ts");
      const read = readConfig(path, env);
      if (read.kind === "invalid") return { isValid: false, lines: read.problems };
      const { workloads, drivers } = read.config.node;
      return await checkDefinitions(workloads, { files, drivers });
    },
    showConfig: async (path, env) => (await import("./config_show.ts")).showConfig(path, env),
    journal: async () => (await import("./journal_deps.ts")).journalDeps((await tools()).journal),
    limitWrites,
    async configuredPlaces(path, env) {
      const { readConfig } = await import("./read_config.ts");
      const { socketsOf } = await import("../platform/config/write_places.ts");
      const read = readConfig(path, env);
      if (read.kind === "invalid") return undefined;
      const { daemonAddress } = await import("./daemon_address.ts");
      const { config } = read;
      return { stateDir: config.stateDir, address: daemonAddress(config), sockets: socketsOf(config) };
    },
    async gatherFacts(request) {
      await installHttp2();
      return await (await import("./doctor/gather.ts")).gatherWith(await tools())(request);
    },
  };
}

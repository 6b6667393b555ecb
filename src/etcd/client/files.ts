/** Turns the etcd settings, which name files, into the client's configuration. */
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { EtcdConfig } from "../client.ts";

/** The settings as the configuration has them; paths are empty where they are not set. */
export interface EtcdFileSettings {
  readonly endpoints: readonly string[];
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly username: string;
  readonly passwordFile: string;
}

/** Throws when a file cannot be read. */
export function clientConfig(
  settings: EtcdFileSettings,
  options: { readonly clock: Clock; readonly log: Log; readonly callTimeoutMs: number },
): EtcdConfig {
  const { endpoints, caFile, certFile, keyFile, username, passwordFile } = settings;
  const identity = certFile === ""
    ? {}
    : { cert: Deno.readTextFileSync(certFile), key: Deno.readTextFileSync(keyFile) };
  return {
    endpoints,
    ...(caFile === "" ? {} : { tls: { ca: Deno.readTextFileSync(caFile), ...identity } }),
    ...(username === "" ? {} : { auth: { username, password: firstLine(passwordFile) } }),
    ...options,
  };
}

function firstLine(path: string): string {
  return (Deno.readTextFileSync(path).split("\n")[0] ?? "").replace(/\r$/, "");
}

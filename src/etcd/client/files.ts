/** Turns the etcd settings, which name files, into the client's configuration. */
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { messageOf } from "../../kit/errors.ts";
import type { EtcdConfig, EtcdTls } from "../client.ts";

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
  const { endpoints, caFile, username, passwordFile } = settings;
  return {
    endpoints,
    ...(caFile !== "" && certificatesOf(settings, options.log)),
    ...(username === "" ? {} : { auth: { username, password: firstLine(passwordFile) } }),
    ...options,
  };
}

/** The certificates, and how they are read again. Files that cannot be read then leave those before in force. */
function certificatesOf(
  settings: EtcdFileSettings,
  log: Log,
): { readonly tls: EtcdTls; readonly readTls: () => EtcdTls } {
  const tls = readFiles(settings);
  let known = tls;
  const readTls = () => {
    try {
      known = readFiles(settings);
    } catch (error) {
      log.warn("Cannot read the certificates for etcd; those before stay in force", {
        error: messageOf(error),
      });
    }
    return known;
  };
  return { tls, readTls };
}

function readFiles({ caFile, certFile, keyFile }: EtcdFileSettings): EtcdTls {
  const identity = certFile === ""
    ? {}
    : { cert: Deno.readTextFileSync(certFile), key: Deno.readTextFileSync(keyFile) };
  return { ca: Deno.readTextFileSync(caFile), ...identity };
}

function firstLine(path: string): string {
  return (Deno.readTextFileSync(path).split("\n")[0] ?? "").replace(/\r$/, "");
}

/** What `doctor` learns from files: the state directory, the lock, certificates, the password. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { statfsSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../kit/errors.ts";
import type { Config } from "../../platform/config/config.ts";
import { LOCK_FILE, readPid } from "../../platform/process/lock.ts";
import { JOURNAL_FILE } from "../../ports/journal_tools.ts";
import type { LockFacts, PasswordFacts, PemFacts, StateDirFacts } from "./facts.ts";

/** How much can be told of a directory without writing into it. */
export function gatherStateDir(path: string): StateDirFacts {
  try {
    if (!Deno.statSync(path).isDirectory) return { path, found: "not-a-directory" };
  } catch (error) {
    return { path, found: error instanceof Deno.errors.NotFound ? "missing" : "unreadable" };
  }
  const writable = isWritable(path);
  return {
    path,
    found: "directory",
    ...(writable === undefined ? {} : { isWritable: writable }),
    ...freeSpace(path),
  };
}

/**
 * The journal is opened as if to write, and closed: so the kernel says what it would say to the daemon. Undefined where there is no
 * journal yet, and for a user who may not: that is not the user who has to.
 */
function isWritable(stateDir: string): boolean | undefined {
  try {
    Deno.openSync(join(stateDir, JOURNAL_FILE), { read: true, write: true }).close();
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EROFS" ? false : undefined;
  }
}

function freeSpace(path: string): Pick<StateDirFacts, "freeBytes" | "freeInodes"> {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(path);
    // Some file systems have no fixed number of inodes, and say 0 of 0.
    return { freeBytes: bavail * bsize, ...(files > 0 ? { freeInodes: ffree } : {}) };
  } catch {
    return {};
  }
}

/** Who has the state directory. The lock is tried for an instant, shared, on a descriptor that cannot write. */
export function probeLock(stateDir: string): LockFacts {
  try {
    using file = Deno.openSync(join(stateDir, LOCK_FILE), { read: true });
    if (file.tryLockSync(false)) return { kind: "free" };
    const pid = readPid(file);
    return { kind: "held", ...(pid === undefined ? {} : { pid }) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { kind: "free" };
    return { kind: "unknown", message: messageOf(error) };
  }
}

/** Each file that the settings name, of a group of settings: `etcd` or `tls`. */
export function gatherPems(
  group: string,
  { caFile, certFile, keyFile }: Pick<Config["etcd"], "caFile" | "certFile" | "keyFile">,
): readonly PemFacts[] {
  const files = [
    [`${group}.ca_file`, caFile],
    [`${group}.cert_file`, certFile],
  ] as const;
  const pems = files.filter(([, path]) => path !== "").map(([setting, path]): PemFacts => ({
    setting,
    path,
    found: readCertificates(path),
  }));
  if (keyFile === "") return pems;
  return [...pems, { setting: `${group}.key_file`, path: keyFile, found: readKey(keyFile, certFile) }];
}

function readCertificates(path: string): PemFacts["found"] {
  const read = readText(path);
  if (read.kind === "unreadable") return read;
  try {
    const certificates = certificatesIn(read.text).map((certificate) => ({
      subject: certificate.subject.replaceAll("\n", ", "),
      validFromMs: Date.parse(certificate.validFrom),
      validToMs: Date.parse(certificate.validTo),
    }));
    return { kind: "certificates", certificates };
  } catch (error) {
    return { kind: "malformed", message: `not a certificate (${messageOf(error)})` };
  }
}

function certificatesIn(text: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

function readKey(path: string, certPath: string): PemFacts["found"] {
  const read = readText(path);
  if (read.kind === "unreadable") return read;
  let key: KeyObject;
  try {
    key = createPrivateKey(read.text);
  } catch (error) {
    return { kind: "malformed", message: `not a private key without a passphrase (${messageOf(error)})` };
  }
  const fits = fitsCertificate(key, certPath);
  return { kind: "key", mode: read.mode, ...(fits === undefined ? {} : { fits }) };
}

/** Undefined where the certificate is not there: that is told of by itself. */
function fitsCertificate(key: KeyObject, certPath: string): boolean | undefined {
  const read = readText(certPath);
  if (read.kind === "unreadable") return undefined;
  try {
    // The first one is the client's own; the rest is the chain above it.
    return certificatesIn(read.text)[0]?.checkPrivateKey(key);
  } catch {
    return undefined;
  }
}

/** The password itself is not kept. */
export function gatherPassword(path: string): PasswordFacts | undefined {
  if (path === "") return undefined;
  const read = readText(path);
  if (read.kind === "unreadable") return { path, found: read };
  const isEmpty = (read.text.split("\n")[0] ?? "").trim() === "";
  return { path, found: { kind: "readable", mode: read.mode, isEmpty } };
}

type ReadText =
  | { readonly kind: "readable"; readonly text: string; readonly mode: number }
  | { readonly kind: "unreadable"; readonly message: string };

function readText(path: string): ReadText {
  try {
    return { kind: "readable", text: Deno.readTextFileSync(path), mode: Deno.statSync(path).mode ?? 0 };
  } catch (error) {
    return { kind: "unreadable", message: messageOf(error) };
  }
}

/**
 * One daemon per state directory.
 *
 * I1  The lock is the kernel's (flock): it ends with the process, however that ends, so a crash leaves nothing to clean up.
 * I2  The file itself is never removed: removing it would let two processes hold locks on two files of the same name.
 * I3  The directory is private: others can neither write into it nor, where it is ours alone, look into it.
 */
import { join } from "node:path";
import { messageOf } from "../../kit/errors.ts";

/** A held lock. Disposing it twice does nothing. */
export interface InstanceLock extends Disposable {
  readonly path: string;
}

export type LockOutcome =
  | { readonly kind: "locked"; readonly lock: InstanceLock }
  /** Another process holds it; `holderPid` is the process id that it wrote into the file, if any. */
  | { readonly kind: "held"; readonly path: string; readonly holderPid?: number; readonly message: string }
  /** The directory cannot be created or written. */
  | { readonly kind: "failed"; readonly path: string; readonly message: string; readonly cause: unknown };

export const LOCK_FILE = "lock";

/** Acquires the lock of `stateDir`, which is created (mode 0700) when it is missing. Never waits. */
export function acquireInstanceLock(stateDir: string): LockOutcome {
  const path = join(stateDir, LOCK_FILE);
  let file: Deno.FsFile;
  try {
    Deno.mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    checkPrivate(stateDir);
    if (isLink(path)) throw new Error("its lock is a symbolic link");
    file = Deno.openSync(path, { read: true, write: true, create: true, mode: 0o600 });
  } catch (cause) {
    const message = `Cannot use the state directory ${stateDir}: ${messageOf(cause)}; ` +
      "make it writable for the user of this daemon, or set state_dir";
    return { kind: "failed", path, message, cause };
  }
  if (!file.tryLockSync(true)) {
    const holderPid = readPid(file);
    file.close();
    const who = holderPid === undefined ? "another process" : `process ${holderPid}`;
    const message = `The state directory ${stateDir} is in use by ${who}; ` +
      "stop that one first, or give this one a state_dir of its own";
    return { kind: "held", path, message, ...(holderPid === undefined ? {} : { holderPid }) };
  }
  writePid(file);
  return { kind: "locked", lock: heldLock(path, file) };
}

/**
 * I3. A directory that is ours (it is empty, or has a lock) is closed to others. Throws an Error for one that others can write to: what
 * is found in it may be theirs.
 */
function checkPrivate(stateDir: string): void {
  const { mode } = Deno.statSync(stateDir);
  if (mode === null || (mode & 0o077) === 0) return;
  if ((mode & 0o022) !== 0) {
    throw new Error(
      `others may write to it (mode ${(mode & 0o7777).toString(8)}); chmod 0700 makes it private`,
    );
  }
  const names = [...Deno.readDirSync(stateDir)].map(({ name }) => name);
  if (names.length === 0 || names.includes(LOCK_FILE)) Deno.chmodSync(stateDir, 0o700);
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch {
    return false;
  }
}

function heldLock(path: string, file: Deno.FsFile): InstanceLock {
  let isHeld = true;
  return {
    path,
    [Symbol.dispose]() {
      if (!isHeld) return;
      isHeld = false;
      file.close();
    },
  };
}

/** For display only: nothing depends on it, so a full disk does not matter. */
function writePid(file: Deno.FsFile): void {
  try {
    file.truncateSync();
    file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch {
    // The lock itself is held all the same.
  }
}

/** The process id that the holder wrote into the file; undefined = none. */
export function readPid(file: Deno.FsFile): number | undefined {
  const buffer = new Uint8Array(32);
  const length = file.readSync(buffer) ?? 0;
  const text = new TextDecoder().decode(buffer.subarray(0, length)).trim();
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

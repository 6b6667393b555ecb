/**
 * The places where the program may write, over which a smoke test puts folders of its own: in a mount namespace that is gone with
 * the process, so that nothing of this machine is seen or changed.
 */
import { run } from "./command.ts";

/** What lies where. */
export interface Places {
  /** Folder for /var/lib/statemanager; it stays, for the next start. */
  readonly state: string;
  /** Socket for /run/systemd/notify. */
  readonly notify: string;
}

/** In the namespace /run is empty, and so is /var/lib where the State Manager has no folder in it yet. */
const MOUNT = `set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/statemanager /run/systemd
: > /run/systemd/notify
mount --bind "$2" /run/systemd/notify
[ -d /var/lib/statemanager ] || { mount -t tmpfs tmpfs /var/lib; mkdir /var/lib/statemanager; }
mount --bind "$1" /var/lib/statemanager
shift 2
exec "$@"`;

function unshare(): readonly string[] {
  return ["unshare", "--mount", ...(Deno.uid() === 0 ? [] : ["--user", "--map-root-user"])];
}

/** Words before those of a program: it is still the process that is started, and gets its signals. */
export function inPlaces({ state, notify }: Places): readonly string[] {
  return [...unshare(), "sh", "-c", MOUNT, "sh", state, notify];
}

/** Why that cannot be done here; undefined when it can. */
export function missingPlaces(): string | undefined {
  const { code, stderr } = run([...unshare(), "mount", "-t", "tmpfs", "tmpfs", "/run"]);
  return code === 0
    ? undefined
    : `no mount namespace can be made here: ${stderr.trim() || `unshare ended with ${code}`}`;
}

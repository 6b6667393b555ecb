/** Names the boot of this machine. */

/**
 * The kernel's boot id; "" = it may not be read: the runtime lets only a program that was granted everything read /proc. Then every boot
 * looks like the same one, and the driver of plain processes, which needs to tell them apart, does not work either.
 */
export function readBootId(): string {
  try {
    return Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

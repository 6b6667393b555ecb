/**
 * A program for a shell that understands a few orders, so that each fault can be made on purpose, whoever runs it:
 *
 *     SIGUSR1          it takes memory until the kernel ends it
 *     SIGUSR2          it lives on and says nothing any more
 *     version *crash*  it ends at once with exit code 1
 *     config mode=invalid  it refuses its configuration (exit code 78)
 *
 * It reads PICCOLO_VERSION and MODE.
 */

/** `beat`: a command that it runs again and again, seconds apart, to say that it is well. */
export function shellWorkload(beat?: { readonly command: string; readonly intervalS: number }): string {
  return `trap 'exit 0' TERM
trap 'x=0123456789; while :; do x=$x$x; done' USR1
trap 'while :; do sleep 1; done' USR2
case $PICCOLO_VERSION in *crash*) exit 1 ;; esac
[ "$MODE" != invalid ] || exit 78
while :; do ${beat === undefined ? "" : `${beat.command}; `}sleep ${beat?.intervalS ?? 1000} & wait $!; done`;
}

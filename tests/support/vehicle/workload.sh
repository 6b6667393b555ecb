#!/usr/bin/env bash
# One replica of a service of the reference vehicle: a process that costs next to nothing and can go wrong in the usual ways.
#
#   workload.sh VEHICLE_DIR NODE NAMESPACE/NAME REPLICA VERSION OWNER_PID      (working directory: its own instance folder)
#
# It reads `config.in` (lines key=value, percent-encoded) and writes what is really in force: `config`, then `version`, then a
# growing `heartbeat`. Nobody else writes these three. The first two arguments also mark it in /proc/*/cmdline.
#
# version contains "crash"     exits 1 at once
# version contains "unstable"  exits 3 half a second after its first heartbeat
# mode=invalid                 leaves `config-rejected`, exits 78
# mode=exhaust                 leaves `resource-exhausted`, exits 137
# mode=mute                    lives, but never sends a heartbeat
# mode=stubborn                ignores SIGTERM
# mute_after_ms=N              sends no heartbeat from N ms after its first one on, and lives
# slow_start_ms=N              first heartbeat after N ms
# crash_after_ms=N             exits 3 that long after its first heartbeat
#
# It forks nothing after start: up to a few dozen of these share two processors with everything else.
set -u
version=$5 owner=$6
mode='' slow_start_ms=0 crash_after_ms=0 mute_after_ms=0

mapfile -t settings <config.in
for setting in "${settings[@]}"; do
  case "$setting" in
    mode=*) mode=${setting#*=} ;;
    slow_start_ms=*) slow_start_ms=${setting#*=} ;;
    mute_after_ms=*) mute_after_ms=${setting#*=} ;;
    crash_after_ms=*) crash_after_ms=${setting#*=} ;;
  esac
done
: >config
for setting in "${settings[@]}"; do printf '%s\n' "$setting" >>config; done
printf '%s\n' "$version" >version

case "$version" in
  *crash*) exit 1 ;;
  *unstable*) crash_after_ms=400 ;;
esac
case "$mode" in
  invalid)
    echo "mode=invalid is not a mode" >config-rejected
    exit 78
    ;;
  exhaust)
    echo "out of memory" >resource-exhausted
    exit 137
    ;;
esac

if [ "$mode" = stubborn ]; then trap '' TERM; else trap 'exit 0' TERM; fi
exec 3<> <(:) # a pipe in which nothing ever comes: reading from it with a timeout is a sleep without a process
pause() { # milliseconds
  local seconds
  printf -v seconds '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
  read -r -t "$seconds" -u 3 || true
}

owner_lives() { # an orphaned vehicle parks itself; a zombie nobody collects has ended too
  local stat
  { read -r stat <"/proc/$owner/stat"; } 2>/dev/null || return 1
  stat=${stat##*) }
  [ "${stat%% *}" != Z ]
}

((slow_start_ms > 0)) && pause "$slow_start_ms"
age_ms=0
while owner_lives; do
  [ "$mode" = mute ] || ((mute_after_ms > 0 && age_ms > mute_after_ms)) || echo "$age_ms" >heartbeat
  ((crash_after_ms > 0 && age_ms > crash_after_ms)) && exit 3
  pause 200
  age_ms=$((age_ms + 200))
done

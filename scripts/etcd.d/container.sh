# The container way of scripts/etcd: which engine works here, and whether it has or can fetch the image. Sourced, not run.
# Reads: version. Sets: engine, image. Leaves to run.ts: starting and ending the containers.

find_container() {
  case "$version" in
    *.x)
      [ "$way" != container ] || say "an image needs the whole version, X.Y.Z"
      return 1
      ;;
  esac
  image=gcr.io/etcd-development/etcd:v$version
  local found= attempt
  for engine in docker podman; do
    command -v "$engine" >/dev/null || continue
    # The client alone is often installed where no daemon runs; only an answer counts.
    timeout 20 "$engine" info >/dev/null 2>&1 || continue
    found=1
    if "$engine" image inspect "$image" >/dev/null 2>&1; then
      say "etcd $version as a container of $engine (the image is here)"
      return 0
    fi
    for attempt in 1 2 3; do
      if timeout 300 "$engine" pull --quiet "$image" >/dev/null 2>&1; then
        say "etcd $version as a container of $engine (the image was fetched)"
        return 0
      fi
      sleep "$attempt"
    done
    say "$engine works but cannot fetch $image"
  done
  if [ "$way" = container ]; then
    [ -n "$found" ] || say "neither docker nor podman works here (\"docker info\" and \"podman info\" fail)"
    say "start one of them and check the network, or leave --way out to use another way"
  fi
  return 1
}

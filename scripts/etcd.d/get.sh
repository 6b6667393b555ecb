# The native ways of scripts/etcd: programs in a directory. Sourced, not run.
# Reads: here, version, way. Each from_* function fills the directory it is given, or says why it cannot and returns 1.
#   I1  A directory in the cache is complete: it appears by one rename.
#   I2  One process at a time fetches a version; the others wait and take what it left.

cache=${XDG_CACHE_HOME:-${HOME:?is not set; set it or XDG_CACHE_HOME}/.cache}/statemanager/etcd/$version

describe() {
  case "$1" in
    modules) echo "built from its Go modules" ;;
    package) echo "the distribution's package" ;;
    release) echo "the official release archive" ;;
  esac
}

# Three attempts, because a fresh machine's network may be slow to answer. Output is shown only when all have failed.
three_times() {
  local attempt log status=1
  log=$(mktemp)
  for attempt in 1 2 3; do
    if "$@" >"$log" 2>&1; then
      status=0
      break
    fi
    [ "$attempt" = 3 ] || sleep $((attempt * 2))
  done
  [ "$status" = 0 ] || tail -n 5 "$log" | sed 's/^/scripts\/etcd:   /' >&2
  rm -f "$log"
  return "$status"
}

# Whether a version that was found is the one wanted.
is_wanted() {
  case "$version" in
    *.x) [ "${1%.*}" = "${version%.x}" ] ;;
    *) [ "$1" = "$version" ] ;;
  esac
}

version_of() { "$1" --version 2>/dev/null | sed -n '1s/^etcd Version: *//p'; }

from_modules() { # directory
  if ! command -v go >/dev/null; then
    say "cannot build etcd: there is no go on PATH"
    return 1
  fi
  case "$version" in
    [0-2].* | 3.[0-4].*)
      say "etcd $version cannot be built from Go modules: its module path has no release as old as 3.4 that go accepts"
      return 1
      ;;
  esac
  local sums=$here/etcd.d/modules/$version query=v${version%.x} module name
  mkdir "$1/src"
  say "building etcd $version from its Go modules; the first time takes about a minute"
  if [ -d "$sums" ]; then
    # What is fetched is checked against the digests of the repository.
    cp "$sums/go.mod" "$sums/go.sum" "$1/src/"
  else
    in_dir "$1/src" go mod init statemanager.test/etcd >/dev/null 2>&1
    three_times in_dir "$1/src" go get "go.etcd.io/etcd/server/v3@$query" "go.etcd.io/etcd/etcdctl/v3@$query" \
      "go.etcd.io/etcd/etcdutl/v3@$query" || { say "its Go modules cannot be fetched"; return 1; }
  fi
  for name in etcd etcdctl etcdutl; do
    module=$name
    [ "$name" != etcd ] || module=server
    three_times in_dir "$1/src" env CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$1/$name" "go.etcd.io/etcd/$module/v3" ||
      { say "building $name failed"; return 1; }
  done
  rm -rf "$1/src"
}

in_dir() { (cd "$1" && shift && "$@"); }

# Prints the directory of an etcd on PATH that is the version wanted.
on_path() {
  local program found dir
  program=$(command -v etcd) || return 1
  found=$(version_of "$program")
  dir=$(dirname "$program")
  if ! is_wanted "$found"; then
    say "the etcd on PATH is ${found:-of an unknown version}, not $version"
    return 1
  fi
  if [ ! -x "$dir/etcdctl" ]; then
    say "there is an etcd $found on PATH but no etcdctl beside it"
    return 1
  fi
  echo "$dir"
}

from_package() { # directory
  if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
    say "there is no etcd $version on PATH and no apt here to unpack one; install the packages of etcd and etcdctl"
    return 1
  fi
  mkdir "$1/deb"
  if ! in_dir "$1/deb" apt-get download etcd-server etcd-client >/dev/null 2>&1; then
    # Package lists of our own, since only root may renew the machine's.
    local lists=(-o "Dir::State::Lists=$1/deb/lists" -o "Dir::Cache=$1/deb/cache" -o "Debug::NoLocking=1")
    mkdir -p "$1/deb/lists/partial" "$1/deb/cache/archives/partial"
    if ! three_times apt-get "${lists[@]}" update || ! three_times in_dir "$1/deb" apt-get "${lists[@]}" download etcd-server etcd-client; then
      say "the distribution has no packages etcd-server and etcd-client, or they cannot be fetched; as root: apt-get install etcd-server etcd-client"
      return 1
    fi
  fi
  local deb found
  for deb in "$1"/deb/*.deb; do dpkg -x "$deb" "$1/deb/root" || return 1; done
  found=$(version_of "$1/deb/root/usr/bin/etcd")
  if ! is_wanted "$found"; then
    say "the distribution's etcd is ${found:-of an unknown version}, not $version; \"--version ${found%.*}.x\" takes it"
    return 1
  fi
  mv "$1"/deb/root/usr/bin/etcd* "$1/"
  rm -rf "$1/deb"
}

from_release() { # directory
  case "$version" in
    *.x)
      say "a release archive needs the whole version, X.Y.Z"
      return 1
      ;;
  esac
  if ! command -v curl >/dev/null; then
    say "cannot fetch the release archive: there is no curl"
    return 1
  fi
  local arch=amd64
  case "$(uname -m)" in aarch64 | arm64) arch=arm64 ;; esac
  local name=etcd-v$version-linux-$arch base=https://github.com/etcd-io/etcd/releases/download/v$version
  say "fetching the official release $base/$name.tar.gz"
  local file
  for file in "$name.tar.gz" SHA256SUMS; do
    three_times curl -fsSL --connect-timeout 20 -o "$1/$file" "$base/$file" || { say "the release archive cannot be fetched"; return 1; }
  done
  if ! (cd "$1" && grep " $name.tar.gz\$" SHA256SUMS | sha256sum --check --status); then
    say "$name.tar.gz does not have the sha256 sum of its release: refused"
    return 1
  fi
  tar -xzf "$1/$name.tar.gz" -C "$1" --strip-components=1 || return 1
  rm -f "$1/$name.tar.gz" "$1/SHA256SUMS"
}

take_from_cache() {
  local one
  for one in ${way:-modules package release}; do
    [ -x "$cache/$one/etcd" ] && [ -x "$cache/$one/etcdctl" ] || continue
    say "etcd $version from the cache ($(describe "$one"))"
    echo "$cache/$one"
    return 0
  done
  return 1
}

fetch() { # under the lock
  take_from_cache && return 0 # I2: another process has just left it
  local one dir
  for one in ${way:-modules package release}; do
    if [ "$one" = package ] && dir=$(on_path); then
      say "etcd $version from PATH ($dir)"
      echo "$dir"
      return 0
    fi
    work=$(mktemp -d "$cache/work.XXXXXX")
    # Not in a condition of its own shell: what the function says on stdout must not reach ours.
    if "from_$one" "$work" >&2; then
      chmod 755 "$work"
      rm -rf "${cache:?}/$one"
      mv -T "$work" "$cache/$one" # I1
      say "etcd $version is ready ($(describe "$one"))"
      echo "$cache/$one"
      return 0
    fi
    chmod -R u+w "$work" 2>/dev/null || true
    rm -rf "$work"
  done
  say "etcd $version cannot be had here, for the reasons above; install go, or put etcd and etcdctl $version on PATH, and run this again"
  return 1
}

# Prints the directory with the programs, or says why there is none and returns 1.
get_programs() {
  take_from_cache && return 0
  if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
    say "cannot write to $cache; set XDG_CACHE_HOME to a directory that can be written"
    return 1
  fi
  (
    trap '[ -z "${work:-}" ] || rm -rf "$work"' EXIT
    if command -v flock >/dev/null; then
      exec 9>"$cache/lock"
      flock --nonblock 9 || { say "waiting for another process that fetches etcd $version"; flock 9; }
    fi
    fetch
  )
}

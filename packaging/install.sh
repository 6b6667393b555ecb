#!/bin/sh
# Installs the State Manager from this unpacked archive. See --help.
set -eu

usage() {
  cat <<'HELP'
install.sh: installs the State Manager from the archive that it is in, or removes it again.

  --root DIR       install below DIR, the root of an image that is being made (default: this machine)
  --prefix PREFIX  /usr (default), /usr/local, or another absolute path
  --uninstall      remove what was installed; state stays, and so does a configuration that was changed
  --help           this text

Needs a POSIX shell and the usual small tools, no systemd. The configuration in /etc/piccolo is kept when
there is one already; the new one is then put beside it as statemanager.yaml.new. Nothing is started or enabled.
HELP
}

fail() { # exit code, message
  echo "install.sh: $2" >&2
  exit "$1"
}

root=
prefix=/usr
action=install
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --root | --prefix)
      [ $# -ge 2 ] || fail 2 "$1 needs a value"
      if [ "$1" = --root ]; then root=${2%/}; else prefix=${2%/}; fi
      shift
      ;;
    --uninstall) action=uninstall ;;
    *) fail 2 "unknown option $1; see --help" ;;
  esac
  shift
done
case "$prefix" in
  /?*) ;;
  *) fail 2 "--prefix must be an absolute path below /" ;;
esac
case "$prefix" in
  *[!A-Za-z0-9/._-]*) fail 2 "--prefix may have letters, digits and / . _ - only" ;;
esac
[ -z "$root" ] || [ -d "$root" ] || fail 2 "there is no directory $root"

here=$(cd "$(dirname "$0")" && pwd)
list=$prefix/lib/statemanager/installed-files
config=/etc/piccolo/statemanager.yaml

# Where a file of the archive goes. systemd looks below /usr and /usr/local by itself, else only in /etc.
target_of() {
  case "$prefix:$1" in
    /usr:* | /usr/local:*) echo "$prefix/${1#usr/}" ;;
    *:usr/lib/systemd/system/* | *:usr/lib/sysusers.d/* | *:usr/lib/tmpfiles.d/*) echo "/etc/${1#usr/lib/}" ;;
    *) echo "$prefix/${1#usr/}" ;;
  esac
}

# Remembers what it had to make, so that --uninstall takes that away and nothing else.
make_dir() {
  [ ! -d "$root$1" ] || return 0
  make_dir "$(dirname "$1")"
  mkdir "$root$1"
  chmod 755 "$root$1"
  made_dirs="$made_dirs $1"
}

# A new file takes the place of the old one in one step: a program that runs is not written into.
put() { # file of the archive, where to
  make_dir "$(dirname "$2")"
  case "$1" in
    usr/lib/systemd/system/*) sed "s,/usr/bin/statemanagerd,$prefix/bin/statemanagerd,g" "$here/$1" >"$root$2.part" ;;
    *) cp "$here/$1" "$root$2.part" ;;
  esac
  if [ -x "$here/$1" ]; then chmod 755 "$root$2.part"; else chmod 644 "$root$2.part"; fi
  mv -f "$root$2.part" "$root$2"
}

put_config() {
  if [ ! -e "$root$config" ]; then
    put "${config#/}" "$config"
  elif ! cmp -s "$here$config" "$root$config"; then
    put "${config#/}" "$config.new"
    echo "install.sh: kept $config; the one of this version is $config.new"
  fi
}

check_archive() {
  command -v sha256sum >/dev/null || return 0
  (cd "$here" && sha256sum -c SHA256SUMS >/dev/null 2>&1) ||
    fail 1 "this archive is damaged; sha256sum -c SHA256SUMS says where"
}

install_all() {
  check_archive
  old=
  made_dirs=
  installed=
  if [ -e "$root$list" ]; then
    old=$(sed -n 's/^f //p' "$root$list")
    made_dirs=$(sed -n 's/^d //p' "$root$list")
  fi
  # No name in the archive has a blank.
  for file in $(cd "$here" && find usr -type f | sort); do
    target=$(target_of "$file")
    put "$file" "$target"
    installed="$installed $target"
  done
  put_config
  make_dir "$(dirname "$list")"
  {
    for file in $installed; do echo "f $file"; done
    for dir in $made_dirs; do echo "d $dir"; done
  } >"$root$list.part"
  mv -f "$root$list.part" "$root$list"
  # What only the version before had.
  for file in $old; do
    grep -qxF "f $file" "$root$list" || rm -f "$root$file"
  done
  make_user
}

# In an image the first boot does it: systemd-sysusers.service and systemd-tmpfiles-setup.service.
make_user() {
  [ -z "$root" ] || return 0
  if command -v systemd-sysusers >/dev/null && command -v systemd-tmpfiles >/dev/null; then
    systemd-sysusers "$(target_of usr/lib/sysusers.d/statemanager.conf)"
    systemd-tmpfiles --create "$(target_of usr/lib/tmpfiles.d/statemanager.conf)"
  else
    echo "install.sh: now make a system user statemanager, and /var/lib/statemanager of that user with mode 0700;"
    echo "install.sh: the same with statemanager-node where a node is to be served"
  fi
}

uninstall_all() {
  [ -e "$root$list" ] || fail 1 "nothing is installed: there is no $root$list"
  sed -n 's/^f //p' "$root$list" | while IFS= read -r file; do rm -f "$root$file"; done
  made_dirs=$(sed -n 's/^d //p' "$root$list" | sort -r)
  rm -f "$root$list" "$root$config.new"
  if [ -e "$root$config" ] && cmp -s "$here$config" "$root$config"; then
    rm -f "$root$config"
  elif [ -e "$root$config" ]; then
    echo "install.sh: kept $config, which was changed"
  fi
  # What is not empty has something of somebody else in it.
  for dir in $made_dirs; do rmdir "$root$dir" 2>/dev/null || true; done
}

"${action}_all"

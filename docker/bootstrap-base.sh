#!/usr/bin/env bash
# Makes the base image of all our images without a registry. See --help.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: docker/bootstrap-base.sh [--pull] [--force]

Makes the image debian:trixie-slim, on which every image of chaoslemur is built, from
Debian packages (mmdebstrap, then "docker import"), for machines that reach a Debian
mirror but no container registry. Does nothing when the image is there.

  --pull    ask the registry first, and make the image only if that fails
  --force   make it even if it is there

environment:
  MIRROR   Debian archive to use; default: the one that this machine's apt is set to use
  IMAGE    name of the image (debian:trixie-slim)
  SUITE    Debian release    (trixie)
  KEYRING  keys of the archive (those of the package debian-archive-keyring)
TEXT
}

image=${IMAGE:-debian:trixie-slim}
suite=${SUITE:-trixie}
keyring=${KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}

main() {
  local pull='' force=''
  for argument in "$@"; do
    case $argument in
      --pull) pull=1 ;;
      --force) force=1 ;;
      -h | --help) usage && exit 0 ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
  if [ -z "$force" ] && docker image inspect "$image" >/dev/null 2>&1; then
    say "$image is there already"
    exit 0
  fi
  if [ -n "$pull" ] && docker pull -q "$image" >&2; then exit 0; fi
  install_tools
  # A statement of its own: a failure inside of an argument would go unnoticed.
  local mirror=${MIRROR:-}
  if [ -z "$mirror" ]; then mirror=$(mirror_of_this_machine); fi
  bootstrap "$mirror"
}

install_tools() {
  if command -v mmdebstrap >/dev/null && [ -e "$keyring" ]; then return; fi
  [ "$(id -u)" -eq 0 ] || die 'needs mmdebstrap and debian-archive-keyring: install them, or run as root'
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null
  apt-get install -y -qq --no-install-recommends mmdebstrap debian-archive-keyring </dev/null
}

# Where this machine gets its own Debian packages is a place that it can reach. The address is
# never written here: mirrors differ, and a network may allow one only.
mirror_of_this_machine() {
  local mirror
  mirror=$(debian_archives | head -n 1)
  if [ -z "$mirror" ]; then
    # apt knows its archives only after it has read them once.
    apt-get update -qq </dev/null >&2 || true
    mirror=$(debian_archives | head -n 1)
  fi
  [ -n "$mirror" ] || die 'found no Debian archive in the settings of apt: set MIRROR'
  echo "$mirror"
}

# One address a line. The suites -security and -updates may be on another host, and do not
# hold a whole release; third-party archives carry another origin.
debian_archives() {
  # shellcheck disable=SC2016 # apt fills these in, not the shell
  apt-get indextargets --format '$(ORIGIN)|$(RELEASE)|$(COMPONENT)|$(SITE)' 'Created-By: Packages' |
    awk -F'|' '$1 == "Debian" && $3 == "main" && $2 !~ /-(security|updates|backports)/ { print $4 }' |
    sort -u
}

bootstrap() {
  local mirror=$1 extra=()
  say "making $image (Debian $suite) ..."
  # A minimal system has no certificates, and apt in the image must reach the same mirror.
  case $mirror in https:*) extra+=(--include=ca-certificates) ;; esac
  # Documentation and translations are a third of the image, and no router reads them.
  # The licence texts stay.
  mmdebstrap --quiet --variant=minbase --keyring="$keyring" "${extra[@]}" \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$suite" - "$mirror" </dev/null |
    docker import --change 'CMD ["bash"]' - "$image" >/dev/null
  say "$image is ready"
}

say() { echo "bootstrap-base: $*" >&2; }
die() { say "$*" && exit 3; }

main "$@"

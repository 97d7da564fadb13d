#!/usr/bin/env bash
# Brings a Debian machine to a running Docker engine. See --help.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: docker/install-engine.sh

Brings a Debian (or Debian-like) machine without Docker to a running engine:
installs the distribution's package docker.io and starts it, through systemd where
that runs the machine, by hand where it does not (containers, small virtual machines).
Does nothing when an engine already answers. Must run as root.

environment:
  DOCKERD_LOG    log file of an engine started by hand   (/var/log/chaoslemur-dockerd.log)
  DOCKERD_ARGS   further arguments for dockerd, e.g. "--storage-driver vfs"
  DOCKERD_WAIT   seconds to wait for the engine's answer (60)
TEXT
}

log_file=${DOCKERD_LOG:-/var/log/chaoslemur-dockerd.log}
wait_s=${DOCKERD_WAIT:-60}

main() {
  case ${1:-} in
    '') ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  if engine_answers; then
    say "an engine answers already: $(engine_version)"
    exit 0
  fi
  [ "$(id -u)" -eq 0 ] || die 'must run as root: it installs packages and starts dockerd'
  if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then install_packages; fi
  start_engine
  wait_for_engine
  say "the engine answers: $(engine_version)"
}

install_packages() {
  command -v apt-get >/dev/null || die 'no apt-get here: install Docker the way your system does'
  export DEBIAN_FRONTEND=noninteractive
  say 'installing docker.io ...'
  apt-get update -qq </dev/null
  # apparmor: on a kernel with AppArmor the engine needs apparmor_parser to start any container.
  local packages=(docker.io iptables iproute2 ca-certificates apparmor)
  # From Debian 13 on the client is a package of its own.
  if apt-cache show docker-cli >/dev/null 2>&1; then packages+=(docker-cli); fi
  apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null
}

start_engine() {
  # The package may have started the engine while it was installed.
  if engine_answers; then return; fi
  if [ -d /run/systemd/system ]; then
    systemctl start docker
    return
  fi
  say "no systemd here: starting dockerd by hand, log in $log_file"
  drop_stale_pid_file /var/run/docker.pid dockerd
  drop_stale_pid_file /var/run/docker/containerd/containerd.pid containerd
  # Its own session, and none of our descriptors: whoever waits for the end of our output
  # (a CI runner, a pipe) must not wait for the engine.
  # shellcheck disable=SC2086 # several arguments in one variable
  setsid dockerd ${DOCKERD_ARGS:-} >"$log_file" 2>&1 </dev/null &
  dockerd_pid=$!
  disown
}

# A file that a killed engine left behind keeps the next one from starting, also when its number
# belongs to some other process by now: the name decides.
drop_stale_pid_file() {
  local file=$1 name=$2 pid
  [ -f "$file" ] || return 0
  pid=$(cat "$file")
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null || true)" != "$name" ]; then rm -f "$file"; fi
}

wait_for_engine() {
  local end=$((SECONDS + wait_s))
  until engine_answers; do
    if [ -n "${dockerd_pid:-}" ] && ! kill -0 "$dockerd_pid" 2>/dev/null; then
      show_log && die 'dockerd ended at once; its last lines are above'
    fi
    if [ "$SECONDS" -ge "$end" ]; then
      show_log && die "the engine did not answer within $wait_s s; its last lines are above"
    fi
    sleep 0.5
  done
}

show_log() {
  if [ -d /run/systemd/system ]; then
    journalctl -u docker --no-pager -n 30 >&2 || true
  else
    tail -n 30 "$log_file" >&2 || true
  fi
}

engine_answers() { [ -n "$(engine_version)" ]; }

# Empty when there is no client, no engine, or no answer in time.
engine_version() {
  local version
  if version=$(timeout 5 docker version --format '{{.Server.Version}}' 2>/dev/null); then
    echo "$version"
  fi
}

say() { echo "install-engine: $*" >&2; }
die() { say "$*" && exit 3; }

main "$@"

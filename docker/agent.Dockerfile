# The tools of the agent container: Node for the program, the rest for its levers and observers.
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends nodejs iproute2 iptables tcpdump fping \
 && rm -rf /var/lib/apt/lists/*

#!/bin/sh
# Builds the Java agent into build/agents/java, from what `mvn verify` left in bindings/java: one jar,
# and an archive of its classes as the virtual machine loads them, which halves the time it takes to
# start.
set -eu
cd "$(dirname "$0")/../../.."
built=bindings/java/target
out=build/agents/java
jdk=${JAVA_HOME:+$JAVA_HOME/bin/}

if [ ! -e "$built/test-classes/org/mmstats/agent/Agent.class" ]; then
    echo "build.sh: no agent in $built: run 'mvn verify' in bindings/java" >&2
    exit 1
fi
mkdir -p "$out"
rm -f "$out/agent.jsa"
"${jdk}jar" --create --file "$out/agent.jar" -C "$built/classes" . -C "$built/test-classes" .
MMSTATS_AGENT_OPTIONS="-XX:ArchiveClassesAtExit=$out/agent.jsa -Xlog:cds=off -Xlog:cds+dynamic=off" \
    tests/agents/java/agent-java write "$out/archived.mmstats" <<'SCENARIO'
field	hits	counter
field	load	f64	0.5
field	pair	tuple	QQ
step	hits	add	1
step	pair	set	1	2
SCENARIO
rm "$out/archived.mmstats"

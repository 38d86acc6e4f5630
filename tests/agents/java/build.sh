#!/bin/sh
# Builds the Java agent into build/agents/java, from what `mvn verify` left in bindings/java: a jar,
# and an archive of its classes as the virtual machine has them once they are loaded, which halves
# the time that it takes to start.
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

agent=tests/agents/java/agent-java
printf 'field\thits\tcounter\nfield\tload\tf64\t0.5\n' | $agent write "$out/archived.mmstats"
MMSTATS_AGENT_ARCHIVE=-XX:ArchiveClassesAtExit $agent decode "$out/archived.mmstats" >"$out/archived.json"
rm "$out/archived.mmstats" "$out/archived.json"

#!/bin/sh
# Takes the pictures of the manual on a screen of its own: src/release/pictures.sh [dialogs] [tutorial] [nuclei]
# Needs the assembled application and test classes (mvn package -DskipTests), Xvfb, and openbox for the windows' frames.
# Those of nuclei need ../shared/data/nuclei (CC0), or -Dcover.data=DIR in JAVA_TOOL_OPTIONS.
set -e
cd "$(dirname "$0")/../.."
results=$(mktemp -d)
display=:${COVER_DISPLAY:-97}
Xvfb "$display" -screen 0 1366x768x24 >/dev/null 2>&1 &
screen=$!
frames=
trap 'kill $screen $frames 2>/dev/null; rm -rf "$results"' EXIT
sleep 2
DISPLAY=$display openbox >/dev/null 2>&1 &
frames=$!
[ $# -gt 0 ] || set -- dialogs tutorial nuclei
DISPLAY=$display java --add-opens=java.base/java.lang=ALL-UNNAMED -Duser.home="$results" \
    -cp "target/app/*:target/app/lib/*:target/test-classes" org.coverfiji.pictures.Pictures . "$results" "$@"

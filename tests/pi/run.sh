#!/usr/bin/env bash
# run.sh [SYSTEM...]: walks through `make pi` on emulated Raspberry Pi systems and compares what they read with this
# machine. Everything comes from Debian and PyPI and stays in .cache/pi. What it cannot do without a board: execute apt
# within the system (its packages are unpacked beforehand), use cameras, or tell anything about speed.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PIP_NO_COMPILE=1 # what is not imported need not be compiled, least of all by an emulator
systems=("$@")
[ $# != 0 ] || systems=(bookworm-arm64 trixie-arm64 bookworm-armhf)

# Edge tests that start no programs, without those that only take long.
deselected=(-k "not random_damage and not 20000 and not large_pictures and not huge")
tests=()
for test in tests/edge/test_{normalise,light,finder,lines,segmentation,rules,judge,reader,results,images,paths,overlay,canvas}.py; do
    [ ! -e $test ] || tests+=("$test")
done

# Unpacks nothing and prints nothing of its own: `prove SYSTEM` proves one system that is unpacked.
prove() {
    local system=$1 start=$SECONDS base=$PWD/.cache/pi/$1
    local root=$base/root ziffer=$base/ziffer
    echo "$system"
    mkdir -p "$ziffer"
    for folder in edge models tests; do
        rm -rf "${ziffer:?}/$folder"
        tar --create --exclude=__pycache__ --exclude='*.keras' "$folder" | tar --extract --directory "$ziffer"
    done
    cp Makefile pyproject.toml "$ziffer"

    # pip looks into the file of the running Python for its kind of ARM, and must not see the emulator's script there.
    # A file of the same name within the emulated system goes first; what else is there leads back out.
    if [[ $system == *-armhf ]]; then
        local inside=$root$ziffer
        mkdir -p "$inside/.venv-edge/bin"
        cp "$root/usr/bin/python3.11" "$inside/.venv-edge/bin/python"
        for name in edge models tests Makefile pyproject.toml .venv-edge/lib .venv-edge/pyvenv.cfg; do
            ln -sfn "$ziffer/$name" "$inside/$name"
        done
    fi

    # A second time, `make pi` would only find that all is there.
    local stamp
    stamp=$(cat pyproject.toml edge/setup_pi.py | sha256sum)
    if [ "$(cat "$base/.set-up" 2>/dev/null)" != "$stamp" ]; then
        rm -rf "$ziffer/.venv-edge"
        make --silent -C "$ziffer" pi PI_PYTHON="$root/usr/bin/python" >"$base/make-pi.log" 2>&1 || {
            cat "$base/make-pi.log"
            return 1
        }
        "$ziffer/.venv-edge/bin/python" -m pip --quiet --disable-pip-version-check install pytest
        echo "$stamp" >"$base/.set-up"
    fi
    echo "  make pi: $(tail -1 "$base/make-pi.log")"
    .venv/bin/python tests/pi/compare.py "$ziffer/.venv-edge/bin/python" "$ziffer" || return 1
    if [ ${#tests[@]} != 0 ]; then
        (cd "$ziffer" && .venv-edge/bin/python -m pytest -p no:cacheprovider "${tests[@]}" "${deselected[@]}") || return 1
    fi
    echo "  done in $((SECONDS - start)) s"
}

for system in "${systems[@]}"; do
    tests/pi/emulate.sh "$system" "$PWD/.cache/pi/$system/root"
done
for system in "${systems[@]}"; do # side by side, since each keeps one core busy for minutes
    prove "$system" >".cache/pi/$system.log" 2>&1 &
    echo $! >".cache/pi/$system.pid"
done
failed=0
for system in "${systems[@]}"; do
    wait "$(cat ".cache/pi/$system.pid")" || failed=1
    cat ".cache/pi/$system.log"
done
[ $failed = 0 ] || echo "test-pi: something differs, see above" >&2
exit $failed

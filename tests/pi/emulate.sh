#!/usr/bin/env bash
# emulate.sh SYSTEM FOLDER: unpacks a Debian system for ARM into FOLDER, and makes FOLDER/usr/bin/python run it.
# SYSTEM is bookworm-arm64, trixie-arm64 or bookworm-armhf. Nothing of it is executed while unpacking, and neither
# a chroot nor binfmt nor a mount is needed: qemu-user runs its Python, which finds the system's files first.
set -euo pipefail
system=$1 folder=$2
suite=${system%-*} architecture=${system#*-}

packages=base-files,ca-certificates,python3,python3-venv
case $system in
    bookworm-arm64) packages+=,libgl1,libglib2.0-0 ;; # what pip's OpenCV loads; a desktop has it
    trixie-arm64) packages+=,libgl1,libglib2.0-0t64 ;;
    bookworm-armhf) packages+=,python3-numpy,python3-pil,python3-opencv ;; # PyPI has none of these for 32 bits
    *)
        echo "emulate.sh: $system is unknown" >&2
        exit 2
        ;;
esac
case $architecture in
    arm64) qemu=qemu-aarch64 triplet=aarch64-linux-gnu ;;
    armhf) qemu=qemu-arm triplet=arm-linux-gnueabihf ;;
esac

missing=()
command -v $qemu >/dev/null || missing+=(qemu-user)
command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
if [ ${#missing[@]} != 0 ]; then
    apt-get -qq update
    apt-get -o DPkg::Lock::Timeout=300 -qq --yes --no-install-recommends install "${missing[@]}" >/dev/null
fi

if [ ! -e "$folder/.unpacked" ]; then
    rm -rf "$folder"
    mkdir -p "$(dirname "$folder")"
    mirror=$(awk '/^URIs: http/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources)
    mmdebstrap --quiet --variant=extract --architectures=$architecture --include=$packages \
        --aptopt='APT::Install-Recommends "false"' \
        --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
        "$suite" "$folder" "$mirror"
    touch "$folder/.unpacked"
fi

# What update-alternatives would have set up.
for library in blas lapack; do
    if [ -d "$folder/usr/lib/$triplet/$library" ]; then
        ln -sfn $library/lib$library.so.3 "$folder/usr/lib/$triplet/lib$library.so.3"
    fi
done

# -0 passes on the name by which Python was called, from which it finds its virtual environment.
cat >"$folder/usr/bin/python" <<END
#!/bin/sh
exec $qemu -0 "\$0" -L "$folder" "$folder/usr/bin/python3" "\$@"
END
chmod +x "$folder/usr/bin/python"

# ziffer's front door. Every target sets up the environment that it needs; the second time that is quick.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# The first Python that runs: 3.11 first, since it is the only one with the tflite-runtime of the Pi's Bookworm.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c '' 2>/dev/null && { echo $$p; break; }; done)
# On a board the system's own Python, since picamera2 belongs to it.
PI_PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
PY := .venv/bin/python
PY_EDGE := .venv-edge/bin/python

.PHONY: help
help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | sort | column -t -s '|'

define make_venv
	@echo "setting up $(1) (once)" >&2
	@$(PYTHON) -m venv $(1)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(1)/bin/python -m pip install --quiet --group $(2)
	@touch $@
endef

.venv/.ready: pyproject.toml
	$(call make_venv,.venv,dev)

ifneq ($(wildcard .venv-edge/.pi),)
.venv-edge/.ready: pyproject.toml
	@$(PI_PYTHON) edge/setup_pi.py
else
.venv-edge/.ready: pyproject.toml
	$(call make_venv,.venv-edge,edge)
endif

.PHONY: test
test: .venv/.ready  ## run all tests
	@$(PY) -m pytest

.PHONY: lint
lint: .venv/.ready  ## check the style
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

.PHONY: demo
demo: .venv-edge/.ready  ## read the bundled sample pictures; annotated pictures go to build/demo/
	@$(PY_EDGE) edge/classify_image.py --save build/demo edge/samples

build/bench/peer.tflite: convert/peer.py | .venv/.ready
	@mkdir -p $(@D)
	@$(PY) -m convert.peer $@ >$(@D)/peer.log 2>&1 || { cat $(@D)/peer.log; exit 1; }

.PHONY: bench
bench: .venv-edge/.ready build/bench/peer.tflite  ## measure speed and memory on this machine; JSON goes to build/bench/
	@$(PY_EDGE) edge/bench.py --json build/bench/bench.json

.PHONY: pi
pi:  ## on a Raspberry Pi: set up what reading needs, and look whether all is well
	@$(PI_PYTHON) edge/setup_pi.py

DIR ?= ziffer
.PHONY: deploy
deploy:  ## from a workstation: copy edge/ and models/ to PI=user@host (into DIR=ziffer) and set up there
	@[ -n "$(PI)" ] || { echo 'usage: make deploy PI=user@host [DIR=folder]' >&2; exit 2; }
	@command -v rsync >/dev/null || { echo 'make deploy needs rsync (on Debian: sudo apt install rsync)' >&2; exit 2; }
	@rsync --archive --compress --exclude=__pycache__ --exclude='*.keras' edge models Makefile pyproject.toml '$(PI):$(DIR)/'
	@ssh '$(PI)' "cd '$(DIR)' && python3 edge/setup_pi.py"

.PHONY: test-pi
test-pi: .venv/.ready  ## run the edge as three Raspberry Pi systems, on emulated ARM
	@$(PY) tests/pi/run.py $(SYSTEMS)

.PHONY: train train-digits train-eye
train: train-digits train-eye  ## train all networks (about 75 minutes): models/*.keras and pictures

train-digits: .venv/.ready  ## train the two networks that tell digits (about 15 minutes)
	@$(PY) -m train

train-eye: .venv/.ready  ## render scenes and train the network that finds digits (about an hour; goes on after Ctrl-C)
	@$(PY) -m train.eye

.PHONY: convert
convert: .venv/.ready  ## make the float and int8 TFLite files, and measure them
	@$(PY) -m convert
	@$(PY) -m convert.eye

.PHONY: samples
samples: .venv/.ready  ## render the sample pictures of edge/samples
	@$(PY) -m train.samples

.PHONY: evaluate
evaluate: .venv/.ready  ## read photos (PHOTOS=folder) and rendered scenes; print tables, save a sheet of every miss
	@$(PY) -m train.evaluate $(if $(PHOTOS),--photos "$$PHOTOS") $(EVALUATE)

.PHONY: calibrate
calibrate: .venv/.ready  ## fit the temperature and thresholds that the manifest holds
	@$(PY) -m train.calibrate
	@$(PY) -m train.eye.joining

.PHONY: camera
camera: .venv-edge/.ready  ## read what the camera sees, in a window (SOURCE=test: without a camera)
	@$(PY_EDGE) edge/classify_camera.py --source "$${SOURCE:-auto}"

.PHONY: soak
soak: .venv/.ready  ## read 20,000 frames and see that memory and file descriptors hold (3 minutes)
	@$(PY) tests/soak.py

.PHONY: ending
ending: .venv/.ready  ## measure how long the camera program takes to end on a signal (5 minutes)
	@$(PY) tests/ending.py

.PHONY: draw
draw: .venv-edge/.ready  ## open the drawing board: write digits, watch the network read
	@$(PY_EDGE) edge/draw.py

.PHONY: pictures
pictures: .venv-edge/.ready  ## make the README's pictures anew
	@$(PY_EDGE) docs/make_pictures.py

.PHONY: figures
figures: .venv-edge/.ready  ## write the figures of the shipped networks into the READMEs
	@$(PY_EDGE) docs/update_figures.py

"""What the READMEs show is true: their commands exist, their Python runs, their JSON and their links hold."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from docs.update_figures import update

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.de.md")
SHELL = ("sh", "bash", "console", "shell")
# Commands of the system, which are not ours to test.
FOREIGN = {"git", "cd", "sudo", "ssh", "scp", "rpicam-vid", "libcamera-vid", "curl", "docker"}


def blocks(name: str) -> list[tuple[str, str]]:
    """Returns the fenced blocks of a README as (language, text)."""
    return re.findall(r"^```(\w*)\n(.*?)^```", (ROOT / name).read_text(), re.MULTILINE | re.DOTALL)


def in_prose(name: str) -> list[list[str]]:
    """Returns the code between backticks in a README's running text as words."""
    prose = re.sub(r"^```.*?^```", "", (ROOT / name).read_text(), flags=re.MULTILINE | re.DOTALL)
    return [shlex.split(code) for code in re.findall(r"`([^`]+)`", prose)]


def commands(name: str) -> list[list[str]]:
    """Returns each command of a README's text and shell blocks as words, pipes and `&&` taken apart."""
    found = [words for words in in_prose(name) if words[0] in ("python", "make") and len(words) > 1]
    for language, text in blocks(name):
        if language not in SHELL:
            continue
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            while words:
                end = next((i for i, word in enumerate(words) if word in ("|", "&&", ";", ">")), len(words))
                found.append(words[:end])
                words = words[end + 1 :] if end < len(words) and words[end] != ">" else []
    variables = [word.partition("=") for words in found for word in words]
    found += [
        ["python", "-m", "train.evaluate", *shlex.split(options)]
        for variable, _, options in variables
        if variable == "EVALUATE"  # which `make evaluate` passes on
    ]
    return [words for words in found if words]


ALL = [
    pytest.param(words, id=f"{name}: {' '.join(words)}")
    for name in READMES
    if (ROOT / name).exists()
    for words in commands(name)
]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@lru_cache
def help_of(*program: str) -> str:
    ended = subprocess.run(
        [sys.executable, *program, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def program_of(words: list[str]) -> tuple[str, ...]:
    """Returns what a command gives to Python: a file, or -m and a module; nothing of another command."""
    if not Path(words[0]).name.startswith("python"):
        return ()
    return tuple(words[1:3] if words[1] == "-m" else words[1:2])


def unknown(words: list[str], text: str) -> list[str]:
    """Returns the options among `words` that a program's help does not name."""
    options = [word.split("=")[0] for word in words if word.startswith("--")]
    return [option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", text)]


@pytest.mark.parametrize("words", ALL)
def test_every_command_exists_with_its_options(words):
    words = [word for word in words if not re.fullmatch(r"[A-Z_]+=.*", word)]
    if words[0] == "make":
        assert set(words[1:]) <= targets()
    elif program := program_of(words):
        missing = unknown(words, help_of(*program))
        assert not missing, f"{' '.join(program)} knows no {missing}"
    else:
        assert words[0] in FOREIGN


@pytest.mark.parametrize("name", READMES)
def test_options_in_the_text_are_those_of_a_program_that_is_shown(name):
    programs = {program_of(words) for words in commands(name)} - {()}
    helps = [help_of(*program) for program in programs]
    told = [words for words in in_prose(name) if words[0].startswith("--")]
    assert told
    for words in told:
        assert any(not unknown(words, text) for text in helps), f"no program knows {' '.join(words)}"


@pytest.mark.parametrize("name", READMES)
def test_the_python_of_a_readme_runs(name, tmp_path):
    shown = [text for language, text in blocks(name) if language == "python"]
    assert shown
    for text in shown:
        for file in re.findall(r"""["']([\w./-]+\.(?:jpg|png))["']""", text):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "edge/samples/number.jpg", tmp_path / file)
        program = f"import sys; sys.path[:1] = [{str(ROOT)!r}]\n{text}"
        ended = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.strip()


@pytest.mark.parametrize("name", READMES)
def test_the_json_of_a_readme_keeps_the_contract(name):
    lines = [
        line for language, text in blocks(name) if language == "json" for line in text.strip().splitlines()
    ]
    assert lines
    for line in lines:
        told = json.loads(line)
        assert {"image", "frame", "drawing"} & told.keys()
        if "error" not in told:
            assert len("".join(told["lines"])) == len(told["digits"])
            assert all(digit.keys() == {"digit", "confidence", "box"} for digit in told["digits"])


@pytest.mark.parametrize("name", READMES)
def test_files_that_a_readme_points_to_are_there(name):
    text = (ROOT / name).read_text()
    links = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r"""(?:src|href)=["']([^"'#]+)["']""", text)
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert local
    assert [link for link in local if not (ROOT / link).exists()] == []


@pytest.mark.parametrize(("name", "german"), [("README.md", False), ("README.de.md", True)])
def test_the_figures_of_each_network_are_those_of_the_manifest(name, german):
    text = (ROOT / name).read_text()
    models = json.loads((ROOT / "models/manifest.json").read_text())["models"]
    assert all(f"\n| `{model}`" in text for model, told in models.items() if "accuracy" in told)
    best = f"{models['cnn_int8.tflite']['accuracy']['mnist_test']:.2f} %"
    assert (best.replace(".", ",") if german else best) in text
    assert update(text, models, german) == text, "run `make figures`"


def test_both_readmes_show_the_same_commands_python_and_pictures():
    def shown(name):
        text = (ROOT / name).read_text()
        return commands(name), sorted(re.findall(r"docs/pictures/[\w./-]+", text))

    assert shown("README.md") == shown("README.de.md")

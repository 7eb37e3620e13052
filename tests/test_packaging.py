"""The files that put Wenda on a machine name only commands, settings and paths that exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import typer
import yaml
from typer.exceptions import TyperException

from qa import __version__
from qa.cli import app
from qa.settings import Settings
from tests.conftest import ROOT

DOCKERFILE = "packaging/Dockerfile"
COMPOSE = "packaging/compose.yaml"
KUBERNETES = "packaging/kubernetes.yaml"
UNIT = "packaging/wenda.service"
FILES = (DOCKERFILE, COMPOSE, KUBERNETES, UNIT)
GUIDES = ("docs/operations.md", "SECURITY.md")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@cache
def instructions() -> tuple[tuple[str, str], ...]:
    """Of the Dockerfile: name and arguments of each, in order."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", text(DOCKERFILE)))
    pairs = (line.split(maxsplit=1) for line in joined.splitlines() if line.strip())
    return tuple((name, " ".join(rest.split())) for name, rest in pairs)


@cache
def stages() -> Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """Of the Dockerfile: what each stage is made from, and its instructions."""
    found: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    name = ""
    for instruction, rest in instructions():
        if instruction == "FROM":
            origin, _, name = rest.partition(" AS ")
            found[name] = (origin, ())
        elif name:
            found[name] = (found[name][0], (*found[name][1], (instruction, rest)))
    return found


def lineage(stage: str) -> Iterator[str]:
    """A stage and the stages that its image is made from."""
    while stage in stages():
        yield stage
        stage = stages()[stage][0]


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all(text(name)))


def pod() -> Any:
    return documents(KUBERNETES)[0]["spec"]["template"]["spec"]


def unit() -> dict[str, list[str]]:
    """The settings of the unit; those that are written twice have two values."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"(?m)^(\w+)=(.*)$", text(UNIT)):
        found.setdefault(name, []).append(value)
    return found


def commands() -> list[str]:
    """Every ``qa …`` that one of the files runs, or a guide shows."""
    shell = [run for name, rest in instructions() if name == "RUN" for run in re.findall(r"bin/(qa [^&]+)", rest)]
    containers = [shlex.join(one["command"]) for one in (*pod()["initContainers"], *pod()["containers"])]
    started = re.findall(r"(?m)^ExecStart=\S+/(qa .*)$", text(UNIT))
    parts = dict(instructions())
    entry = [shlex.join(yaml.safe_load(parts["ENTRYPOINT"]) + yaml.safe_load(parts["CMD"]))]
    blocks = [block for name in GUIDES for block in re.findall(r"(?s)```(?:bash|console)\n(.*?)```", text(name))]
    shown = [line for block in blocks for line in re.findall(r"(?m)^\s*(?:\$ )?(?:\S*/)?(qa [^\n#;&]+)", block)]
    return [command.strip() for command in (*shell, *containers, *started, *entry, *shown)]


def parse(command: str) -> None:
    """Parse a command as its program would, without running it. Raises TyperException for what does not exist."""
    found: Any = typer.main.get_command(app)
    name, *rest = shlex.split(command)
    context = None
    while hasattr(found, "commands"):
        context = found.make_context(name, list(rest), parent=context)
        name, found, rest = found.resolve_command(context, rest)
    found.make_context(name, rest, parent=context)


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_exists_with_its_options(command: str) -> None:
    parse(command)


def test_commands_of_every_file_are_among_those_above() -> None:
    assert {"qa serve", "qa snapshots import /snapshots/wenda.tar --activate"} <= set(commands())
    assert "qa build --corpus corpus --index /index" in commands()
    assert len(set(commands())) > 12


@pytest.mark.parametrize("command", ["qa serve --prot 1", "qa snapshots imprt x", "qa nothing"])
def test_a_command_that_does_not_exist_would_be_noticed(command: str) -> None:
    with pytest.raises(TyperException):
        parse(command)


def test_every_test_that_the_threat_model_names_exists() -> None:
    named = re.findall(r"`((?:tests/[\w/]+/)?(?:tests/)?test_\w+\.py)`", text("SECURITY.md"))
    assert len(named) > 20
    folder = ROOT
    for name in named:
        path = ROOT / name if name.startswith("tests/") else folder / name
        assert path.is_file(), name
        folder = path.parent


@pytest.mark.parametrize("name", [*FILES, *GUIDES])
def test_every_setting_that_is_named_exists(name: str) -> None:
    known = {f"QA_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"\bQA_[A-Z_]+\b", text(name))) <= known


def test_settings_have_values_that_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    container = pod()["containers"][0]["env"]
    for entry in container:
        monkeypatch.setenv(entry["name"], entry["value"])
    assert Settings().host == "0.0.0.0"
    for variable, value in documents(COMPOSE)[0]["services"]["wenda"]["environment"].items():
        monkeypatch.setenv(variable, re.sub(r"\$\{\w+:-(.*)\}", r"\1", value))
    assert Settings().trusted_proxies == "172.30.0.1"


def test_what_is_copied_into_the_image_exists_and_is_not_left_out() -> None:
    sent = {line.removeprefix("!") for line in text(".dockerignore").splitlines() if line.startswith("!")}
    copied = {
        part
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from=")
        for part in rest.split()[:-1]
    }
    assert copied
    assert [part for part in copied if not (ROOT / part).exists()] == []
    assert copied <= sent


def test_what_is_copied_from_another_stage_was_made_there() -> None:
    copies = [rest for name, rest in instructions() if name == "COPY" and rest.startswith("--from=")]
    assert len(copies) == 2
    for copy in copies:
        stage, path, _ = copy.removeprefix("--from=").split()
        assert any(path in rest for _, rest in stages()[stage][1])


@pytest.mark.parametrize("stage", ["serve", "shipped"])
def test_what_serves_holds_no_torch_and_nothing_else_that_prepares_models(stage: str) -> None:
    steps = [rest for ancestor in lineage(stage) for _, rest in stages()[ancestor][1]]
    packages = [rest for ancestor in lineage("packages") for _, rest in stages()[ancestor][1]]
    assert not re.search(r"torch|models|sentence", " ".join((*steps, *packages)))
    taken = [rest for rest in steps if rest.startswith("--from=")]
    assert set(taken) <= {"--from=packages /opt/wenda /opt/wenda", "--from=index /index /srv/wenda/index"}
    assert "index" not in lineage(stage)


def test_every_package_but_torch_is_installed_by_its_hash() -> None:
    runs = " && ".join(rest for name, rest in instructions() if name == "RUN").split(" && ")
    fetched = [run for run in runs if re.search(r"pip.* (install|wheel) ", run) and "--no-index" not in run]
    assert [run for run in fetched if "--require-hashes" not in run] == [run for run in fetched if '"torch==' in run]
    assert sum('"torch==' in run for run in fetched) == 1
    wanted = re.findall(r'"torch==(.*)"', text("pyproject.toml"))
    assert wanted == [rest.removeprefix("TORCH=") for _, rest in stages()["index"][1] if rest.startswith("TORCH=")]


@pytest.mark.parametrize("stage", ["serve", "shipped"])
def test_the_container_runs_as_nobody_and_is_ended_and_watched(stage: str) -> None:
    steps = {name: rest for ancestor in reversed(list(lineage(stage))) for name, rest in stages()[ancestor][1]}
    assert steps["USER"] == "10001:10001"
    assert steps["STOPSIGNAL"] == "SIGTERM"
    assert "/readyz" in steps["HEALTHCHECK"]
    assert "LABEL" in steps


def test_every_image_has_a_version_and_none_is_the_latest() -> None:
    bases = [origin for origin, _ in stages().values() if origin not in stages()]
    assert set(bases) == {"python:${PYTHON}"}
    assert re.search(r"(?m)^ARG PYTHON=3\.\d+-slim-\w+$", text(DOCKERFILE))
    images = [one["image"] for one in (*pod()["initContainers"], *pod()["containers"])]
    images.append(documents(COMPOSE)[0]["services"]["wenda"]["image"])
    assert set(images) == {f"wenda:{__version__}"}
    assert not any("latest" in text(name) for name in FILES)


def test_compose_lets_the_service_write_to_its_volume_alone() -> None:
    (compose,) = documents(COMPOSE)
    service = compose["services"]["wenda"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"][0].startswith("/tmp:")
    assert [mount.partition(":")[0] for mount in service["volumes"]] == list(compose["volumes"])
    assert "/readyz" in service["healthcheck"]["test"][-1]
    assert all(published.startswith("127.0.0.1:") for published in service["ports"])


@pytest.mark.parametrize("container", ["snapshot", "wenda"])
def test_kubernetes_gives_a_container_no_rights_and_bounds_its_memory(container: str) -> None:
    (found,) = [one for one in (*pod()["initContainers"], *pod()["containers"]) if one["name"] == container]
    confined = found["securityContext"]
    assert confined["readOnlyRootFilesystem"] is True
    assert confined["allowPrivilegeEscalation"] is False
    assert confined["capabilities"] == {"drop": ["ALL"]}
    assert found["resources"]["limits"]["memory"] == "1800Mi"
    assert pod()["securityContext"]["runAsNonRoot"] is True
    volumes = {volume["name"] for volume in pod()["volumes"]}
    assert {mount["name"] for mount in found["volumeMounts"]} <= volumes


def test_kubernetes_asks_what_the_service_answers() -> None:
    container = pod()["containers"][0]
    probes = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
    assert probes == {"startup": "/readyz", "liveness": "/livez", "readiness": "/readyz"}
    deployment, service, _ = documents(KUBERNETES)
    assert service["spec"]["selector"] == deployment["spec"]["selector"]["matchLabels"]
    assert service["spec"]["selector"] == deployment["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["ports"][0]["targetPort"] in {port["name"] for port in container["ports"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DynamicUser", ["yes"]),
        ("StateDirectory", ["wenda"]),
        ("ProtectSystem", ["strict"]),
        ("PrivateTmp", ["yes"]),
        ("NoNewPrivileges", ["yes"]),
        ("CapabilityBoundingSet", [""]),
        ("MemoryMax", ["1800M"]),
        ("LimitNOFILE", ["8192"]),
        ("SystemCallFilter", ["@system-service", "~@privileged"]),
    ],
)
def test_the_unit_confines_the_service(name: str, expected: list[str]) -> None:
    assert unit()[name] == expected

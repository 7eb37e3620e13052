"""The operators' endpoints. They are there only where a token or a webhook's secret is set."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from fastapi import Query as Parameter

from qa import builder, builds, rebuild, snapshot
from qa.api.admin_guard import PREFIX, REBUILD
from qa.api.admin_schemas import ActivatedOut, BuildOut, BuildsOut, SnapshotOut, SnapshotsOut
from qa.api.feedback_schemas import InsightsIn, InsightsOut
from qa.api.schemas import ProblemOut
from qa.api.state import CurrentService, CurrentState
from qa.errors import NoFormerSnapshotError, SnapshotError
from qa.insights.report import insights

BUILDS = f"{PREFIX}builds"

_PROBLEM: dict[str, Any] = {"model": ProblemOut, "content": {"application/problem+json": {}}}
_REFUSED: dict[int | str, dict[str, Any]] = {401: {**_PROBLEM, "description": "The bearer token is missing or wrong."}}
_BUSY: dict[int | str, dict[str, Any]] = {
    **_REFUSED,
    409: {**_PROBLEM, "description": "A build is running (`build` is its address), or the snapshot cannot be used."},
}

router = APIRouter(tags=["operations"], responses=_REFUSED)


@router.post(REBUILD, status_code=202, operation_id="startBuild", summary="Rebuild from the documents", responses=_BUSY)
def start_build(state: CurrentState, response: Response, *, force: bool = False) -> BuildOut:
    """Start a build in a process of its own. `Location` says where to see how it goes on; a body is not looked at.

    `force` publishes even if answers get worse. Code hosts may call this as a webhook, with `X-Hub-Signature-256`.
    """
    record = rebuild.start(state.settings, force=force)
    response.headers["Location"] = f"{BUILDS}/{record.id}"
    return BuildOut.model_validate(record)


@router.get(BUILDS, operation_id="listBuilds", summary="List builds")
def list_builds(state: CurrentState) -> BuildsOut:
    """Builds of the command line, of watching and of this API, the newest first."""
    return BuildsOut(builds=[BuildOut.model_validate(record) for record in builds.records(state.settings.index)])


@router.get(
    f"{BUILDS}/{{build_id}}",
    operation_id="getBuild",
    summary="See how a build goes on",
    responses={404: {**_PROBLEM, "description": "There is no such build."}},
)
def get_build(build_id: str, state: CurrentState) -> BuildOut:
    """Progress while it runs; then how it ended, its warnings, and which answers changed."""
    return BuildOut.model_validate(builds.read(state.settings.index, build_id))


@router.get(f"{PREFIX}snapshots", operation_id="listSnapshots", summary="List snapshots")
def list_snapshots(state: CurrentState) -> SnapshotsOut:
    """What may be activated."""
    index = state.settings.index
    live = snapshot.current_id(index)
    return SnapshotsOut(snapshots=[_snapshot_out(state, name, live) for name in snapshot.snapshot_ids(index)])


@router.post(
    f"{PREFIX}snapshots/{{snapshot_id}}/activate",
    operation_id="activateSnapshot",
    summary="Make a snapshot the live one",
    responses=_BUSY,
)
def activate(snapshot_id: str, state: CurrentState) -> ActivatedOut:
    """It is verified first."""
    builder.activate(state.settings.index, snapshot_id)
    return ActivatedOut(live=snapshot_id)


@router.post(f"{PREFIX}rollback", operation_id="rollBack", summary="Go back to the former snapshot", responses=_BUSY)
def roll_back(state: CurrentState) -> ActivatedOut:
    """Activate the snapshot that was live when the live one was built."""
    index = state.settings.index
    live = snapshot.current_id(index)
    former = snapshot.read_manifest(index, live).parent if live else None
    if former not in snapshot.snapshot_ids(index):
        raise NoFormerSnapshotError("the snapshot before the live one is not on disk any more; see the list")
    builder.activate(index, str(former))
    return ActivatedOut(live=str(former))


@router.get(
    f"{PREFIX}insights",
    operation_id="getInsights",
    summary="See what people ask in vain",
    responses={
        422: {**_PROBLEM, "description": "A parameter is not valid."},
        503: {**_PROBLEM, "description": "What was stored cannot be read, or no index is loaded."},
    },
)
def get_insights(
    parameters: Annotated[InsightsIn, Parameter()], service: CurrentService, state: CurrentState
) -> InsightsOut:
    """Groups of unanswered questions with documents to fill in, and votes. Takes seconds: all of them are encoded."""
    path = state.settings.feedback_path
    return InsightsOut.model_validate(insights(service.engine, path, parameters.min, parameters.days))


def _snapshot_out(state: CurrentState, name: str, live: str | None) -> SnapshotOut:
    out = SnapshotOut(id=name, live=name == live)
    try:
        manifest = snapshot.read_manifest(state.settings.index, name)
    except SnapshotError:
        return out
    return out.model_copy(
        update={"created": manifest.created, "parent": manifest.parent, "counts": dict(manifest.counts)}
    )

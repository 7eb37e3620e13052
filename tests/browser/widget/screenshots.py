"""Pictures of the panel's states, for docs/widget. Run by scripts/widget-screenshots."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Literal, get_args

from playwright.sync_api import Browser, FloatRect, sync_playwright

from tests.browser.widget.scenes import SCENES
from tests.browser.widget.stage import Stage
from tests.chromium import CHROMIUM, OPTIONS

FOLDER = Path(__file__).parents[3] / "docs" / "widget"
Theme = Literal["light", "dark"]

SHOWN = ["open", "suggestions", "loading", "answer", "no-answer", "clarify", "danger", "rate", "reason", "search-open"]

# Letters as wide as those of Arial, and Chinese ones, on any machine that has these free fonts; a shadow takes more
# bytes than all letters.
STYLE = (
    'style="--qa-font: Liberation Sans, Noto Sans CJK SC, sans-serif; --qa-shadow: none; --qa-width: 380px; '
    '--qa-height: 480px"'
)
MARGIN = 10  # pixels around the panel


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for scene, lang, theme in product(SHOWN, ["zh-CN", "en"], get_args(Theme)):
            path = FOLDER / f"{scene}-{lang}-{theme}.png"
            _take(browser, path, lang, theme)
            print(f"{path.name}: {path.stat().st_size} bytes")  # noqa: T201
        browser.close()


def _take(browser: Browser, path: Path, lang: str, theme: Theme) -> None:
    """One picture, of the state that the file's name begins with."""
    context = browser.new_context(
        viewport={"width": 660, "height": 650}, color_scheme=theme, reduced_motion="reduce", locale="en-GB"
    )
    stage = Stage(context.new_page(), lang)
    stage.attributes = STYLE
    SCENES[path.name.removesuffix(f"-{lang}-{theme}.png")](stage)
    stage.page.add_style_tag(content="main > :not(qa-help) { visibility: hidden }")
    stage.page.screenshot(path=path, clip=_around(stage))
    stage.end()


def _around(stage: Stage) -> FloatRect:
    """The panel and a margin."""
    box = stage.dialog.bounding_box()
    assert box
    return {
        "x": box["x"] - MARGIN,
        "y": box["y"] - MARGIN,
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }


if __name__ == "__main__":
    main()

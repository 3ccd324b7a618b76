"""The icon font is cut to the icons in use: each name that the desk writes has its picture."""

import re
from pathlib import Path

from news.admin.frame import GROUPS

ROOT = Path(__file__).resolve().parent.parent
ICONS = set((ROOT / "static/vendor/unfold-icons-0.91.0/icons.txt").read_text().split())
SPAN = re.compile(r"material-symbols-outlined[^>]*>\s*([a-z0-9_]+)\s*<")
TOOL = re.compile(r"""^\s*\["([a-z0-9_]+)", "[A-Z]""", re.MULTILINE)


def test_every_icon_in_templates_scripts_and_sidebar_is_cut():
    used = {entry.icon for group in GROUPS for entry in group} | {"home"}
    for path in [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/desk/*.js")]:
        used.update(SPAN.findall(path.read_text()))
    used.update(TOOL.findall((ROOT / "static/desk/toolbar.js").read_text()))
    assert {"format_bold", "drag_indicator"} <= used
    assert used <= ICONS

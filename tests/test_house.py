"""What holds for the whole house, and no tool knows."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JUNK_DRAWERS = {"utils", "helpers", "common", "services", "misc"}
MODULES = sorted(
    file.relative_to(ROOT)
    for folder in ["news", "aseanapol_site"]
    for file in (ROOT / folder).rglob("*.py")
    if "migrations" not in file.parts
)


def lines(module):
    return len((ROOT / module).read_text().splitlines())


def test_no_module_is_over_400_lines():
    assert {str(module): lines(module) for module in MODULES if lines(module) > 400} == {}


def test_modules_are_named_after_what_they_know():
    assert [str(module) for module in MODULES if JUNK_DRAWERS & {module.stem, *module.parts}] == []


def test_every_setting_is_in_the_example_and_nowhere_else():
    source = (ROOT / "aseanapol_site" / "settings.py").read_text()
    example = (ROOT / ".env.example").read_text()
    read = set(re.findall(r'\b(?:text|flag|required|number)\("([A-Z0-9_]+)"', source))
    named = set(re.findall(r"^([A-Z0-9_]+)=", example, re.MULTILINE))
    assert read == named

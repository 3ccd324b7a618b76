"""What the command makes, removes and says, and that one bad picture does not stop it."""

import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from news.enums import PictureChoice
from news.models import Picture, PictureSet, SetPicture
from news.pictures.renditions import AT_THE_DESK, all_names, make_renditions, missing
from tests.factories import attach_picture, make_picture, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def rendered(files):
    return sorted(path.name for path in files.glob("pictures/renditions/**/*") if path.is_file())


def call(*options):
    out, err = io.StringIO(), io.StringIO()
    call_command("render_pictures", *options, stdout=out, stderr=err)
    return out.getvalue()


def in_set(picture, choice):
    return SetPicture.objects.create(set=PictureSet.objects.create(title="A set"), picture=picture, choice=choice)


def test_what_is_missing_is_made_once(files):
    used, other = make_picture(600, 400), make_picture(500, 400)
    attach_picture(make_release(), used)

    desk = missing(other, AT_THE_DESK)

    said = call()

    assert missing(used) == []
    assert rendered(files) == sorted([*all_names(used), *desk])
    assert said.endswith(f"2 of 2 pictures\n{len(all_names(used)) + len(desk)} files made, 0 files removed.\n")
    assert missing(other, AT_THE_DESK) == []
    assert call().endswith("0 files made, 0 files removed.\n")


def test_a_picture_in_a_text_is_used_too():
    picture = make_picture()
    make_release(body=f'<figure><img src="/media/{picture.sha256[:16]}/960.webp" alt="x"></figure>')
    call()
    assert missing(picture) == []


def test_nothing_is_made_of_what_was_thrown_away(files):
    in_set(make_picture(), PictureChoice.THROWN)
    call()
    assert rendered(files) == []


def test_what_is_not_wanted_goes(files):
    changed, deleted = make_picture(1200, 400), make_picture(500, 400)
    for picture in (changed, deleted):
        make_renditions(picture)
    Picture.objects.filter(pk=changed.pk).update(credit="Somebody")
    Picture.objects.filter(pk=deleted.pk).delete()
    former = files / "pictures" / "renditions" / ("0" * 64) / "480.webp"  # as they were kept once
    former.parent.mkdir()
    former.write_bytes(b"x")
    before = rendered(files)

    said = call("--dry-run")

    assert rendered(files) == before
    assert said.endswith(
        f"{len(AT_THE_DESK)} files would be made, {len(before)} files would be removed. Nothing was done.\n"
    )
    assert call().endswith(f"{len(AT_THE_DESK)} files made, {len(before)} files removed.\n")
    assert rendered(files) == sorted(AT_THE_DESK)
    assert [path.name for path in (files / "pictures" / "renditions").iterdir()] == [changed.sha256[:2]]


def test_it_goes_on_where_it_was_stopped(files, monkeypatch):
    first, second = make_picture(600, 400), make_picture(500, 400)
    for picture in (first, second):
        attach_picture(make_release(), picture)

    def stopped(picture, names):
        if picture == first:
            raise KeyboardInterrupt
        return make_renditions(picture, names)

    with monkeypatch.context() as patch:
        patch.setattr("news.management.commands.render_pictures.make_renditions", stopped)
        with pytest.raises(KeyboardInterrupt):
            call()
    assert (missing(first), missing(second)) == (all_names(first), [])

    assert f"{len(all_names(first))} files made" in call()


def test_one_bad_picture_is_said_and_the_rest_goes_on(files):
    good, bad, lost = (make_picture(600, 400) for _ in range(3))
    Path(files / bad.file.name).write_bytes(b"no picture")
    Path(files / lost.file.name).unlink()
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="2 pictures could not be rendered") as refusal:
        call_command("render_pictures", stdout=out, stderr=err)

    assert refusal.value.returncode == 1
    assert f"Picture {bad.pk} " in err.getvalue()
    assert f"Picture {lost.pk} " in err.getvalue()
    assert missing(good, AT_THE_DESK) == []


def test_on_a_terminal_a_bar_is_drawn():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    make_picture()
    make_picture()
    out = Terminal()
    call_command("render_pictures", stdout=out)
    assert "\r[###############...............] 1 of 2 pictures\r[##############################] 2 of 2 pictures\n" in (
        out.getvalue()
    )


def test_without_words_and_without_pictures(files):
    assert call() == "0 files made, 0 files removed.\n"
    make_picture()
    assert call("--verbosity=0") == ""


def test_what_was_left_half_written_goes_after_a_day(files):
    old, young = files / ".parts" / "old", files / ".parts" / "young"
    old.parent.mkdir()
    for path in (old, young):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    call("--dry-run")
    assert old.exists()
    call()
    assert (old.exists(), young.exists()) == (False, True)

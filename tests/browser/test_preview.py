"""Somebody without an account, on a telephone, is asked to approve; and the frame in which the desk shows a version."""

import datetime

import pytest
from django.utils import timezone

from news import workflow
from news.enums import Role
from news.models import SignOff
from news.pictures.renditions import picture_url
from tests.browser import measure
from tests.factories import (
    attach_picture,
    make_account,
    make_event,
    make_organizer,
    make_participation,
    make_person,
    make_picture,
    make_release,
)

pytestmark = pytest.mark.django_db(transaction=True)

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
FRAME = """(address) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.title = "As readers will see it";
    frame.src = address;
    document.body.replaceChildren(frame);
}"""


@pytest.fixture
def edition():
    facts = make_event(name="A meeting of the heads of units")
    make_organizer(facts)
    make_participation(facts, make_person("Nguyễn Hữu Ngọc"), rank_long="Police Colonel")
    inside = make_picture(900, 600)
    body = (
        f'<p>On 17 September 2024 four officers met.</p><figure><img src="{picture_url(inside, 960)}" alt="x"></figure>'
    )
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    edition = make_release(event=facts, title="Four officers meet", body=body, embargo_until=tomorrow)
    attach_picture(edition, make_picture(900, 600), is_lead=True)
    return edition


@pytest.fixture
def path(edition):
    editor = make_account(role=Role.EDITOR, first_name="Edi")
    sign_off = workflow.ask_sign_off(edition, by=editor, name="Dato' Aminah", message="Please look at the rank.")
    return workflow.link_path(sign_off.preview)


def test_somebody_approves_with_a_thumb_and_without_a_script(new_page, path):
    page = new_page(**TELEPHONE, java_script_enabled=False)
    page.goto(path)
    page.get_by_role("link", name="You are asked to approve this").tap()
    page.get_by_label("Approve this version").check()
    assert page.get_by_label("Your name").input_value() == "Dato' Aminah"
    page.get_by_role("button", name="Send my answer").tap()
    page.get_by_text("Thank you. Your answer is recorded.").wait_for()
    assert SignOff.objects.get().answer == "approved"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_before_and_after_the_answer(new_page, path, scheme):
    page = new_page(**TELEPHONE, color_scheme=scheme, bypass_csp=True)
    page.goto(path)
    found = [*measure.axe(page), *measure.sideways(page), *measure.small_text(page)]
    found += measure.small_targets(page, within=".preview-answer")
    page.get_by_label("Send comments").check()
    page.get_by_label("Comments, if you have any").fill("The rank is right.")
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_text("Thank you. Your answer is recorded.").wait_for()
    measure.open_all(page)
    found += [*measure.axe(page), *measure.sideways(page), *measure.small_targets(page, within=".preview-answer")]
    assert found == []


def test_the_desk_shows_a_version_in_a_frame_that_may_do_nothing(new_page, edition):
    page = new_page(viewport={"width": 1000, "height": 800})
    page.goto("/about/")
    with page.expect_response(lambda answer: "/picture/" in answer.url) as shown:
        page.evaluate(FRAME, workflow.look_path(edition))
        frame = page.frame_locator("iframe")
        frame.get_by_role("heading", name="Four officers meet").wait_for()
        frame.locator(".lead img").scroll_into_view_if_needed()
    assert shown.value.ok

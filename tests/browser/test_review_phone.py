"""The second person on a phone: reads, sees what changed, ticks, sends back; the writer mends it; it is approved."""

import re

import pytest
from django.urls import reverse

from news import workflow
from news.enums import Role, State
from news.models import Ticks
from tests.factories import PASSWORD, make_account

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, name):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/admin/$"))


def link(edition, what):
    return reverse(f"admin:news_edition_{what}", args=[edition.pk])


def test_read_changed_tick_and_two_buttons(new_page):
    writer = make_account("wren", Role.WRITER)
    make_account("seth", Role.EDITOR)
    text = "<p>Ten forces met in Manila on 3 May 2024. Colonel Tan Ah Kow spoke.</p>" * 3
    edition = workflow.new_release(
        {"title": "Ten forces meet", "standfirst": "They met.", "body": text, "kind": "notice"}, by=writer
    )

    # The writer hands in and gets a text to send.
    desk = new_page(viewport={"width": 1280, "height": 900})
    sign_in(desk, "wren")
    desk.goto(link(edition, "change"))
    desk.get_by_role("link", name="Hand in").click()
    desk.get_by_label("seth").check()
    desk.get_by_role("button", name="Hand in").click()
    ready = desk.get_by_label("Text to send").input_value()
    assert link(edition, "review") in ready

    # The second person opens the link on a phone.
    phone = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    sign_in(phone, "seth")
    phone.goto(link(edition, "review"))
    inside = phone.frame_locator("iframe.review-frame")
    inside.get_by_role("heading", name="Ten forces meet").wait_for()
    # One scroll bar: the frame is as high as what it shows, and stays so.
    phone.wait_for_function("document.querySelector('.review-frame').clientHeight > 300")
    high = phone.evaluate("document.querySelector('.review-frame').clientHeight")
    assert high < 6000
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    buttons = phone.locator(".review-bar .btn:visible")
    assert [button.inner_text().split("\n")[-1] for button in buttons.all()] == ["Send back", "Approve"]
    for button in buttons.all():
        box = button.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 120
        assert box["y"] + box["height"] <= 740
    boxes = phone.locator('[name="tick"]')
    number = boxes.count()
    assert number >= 4
    with phone.expect_response(re.compile("/ticks/")) as kept:
        boxes.first.tap()
    assert kept.value.status == 204
    assert phone.get_by_text(f"{number - 1} not ticked yet.").is_visible()
    assert len(Ticks.objects.get().entries) == 1
    assert phone.evaluate("document.querySelector('.review-frame').clientHeight") == high

    # And sends it back, in place.
    phone.get_by_role("button", name="Send back").tap()
    phone.get_by_label("What must change? wren reads this.").fill("Eleven forces were there.")
    phone.locator(".review-back").get_by_role("button", name="Send back").tap()
    phone.get_by_text("Sent back. Its writers read your comment.").wait_for()
    edition.refresh_from_db()
    assert edition.state == State.DRAFT

    # The writer reads why, mends it, hands it in again.
    desk.goto(link(edition, "change"))
    assert desk.get_by_text("Eleven forces were there.").first.is_visible()
    workflow.edit(edition, {"body": text.replace("Ten", "Eleven")}, by=writer, lock_version=edition.lock_version)
    desk.goto(link(edition, "submit"))
    desk.get_by_role("button", name="Hand in").click()
    desk.get_by_label("Text to send").wait_for()

    # The second person sees what changed first, and the tick of before is still there.
    phone.goto(link(edition, "review"))
    assert phone.locator("#changes ins").first.inner_text() == "Eleven"
    assert phone.get_by_role("heading", name="Look here first").is_visible()
    assert phone.locator('[name="tick"]:checked').count() == 1
    phone.get_by_role("button", name="Approve").tap()
    phone.get_by_text("entries are not ticked.").wait_for()
    assert phone.locator('[name="when"]:checked').count() == 0
    phone.get_by_label("Publish at a time").check()
    phone.locator("#id_day").fill("2031-05-03")
    phone.locator("#id_time").fill("06:00")
    assert phone.get_by_text("That is 2 May 2031, 22:00 UTC.").is_visible()
    phone.get_by_role("button", name="Approve").tap()
    phone.get_by_text("It goes out Saturday 3 May 2031, 06:00 (2 May 2031, 22:00 UTC).").wait_for()
    edition.refresh_from_db()
    assert edition.state == State.APPROVED

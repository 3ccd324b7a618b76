import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from news import workflow
from news.enums import Role, State, WithdrawalKind
from news.models import Document, EditionDocument, SignOff
from news.pictures.renditions import KEY_LENGTH, picture_url
from tests.factories import (
    attach_picture,
    make_account,
    make_contact,
    make_event,
    make_organization,
    make_organizer,
    make_own_organization,
    make_participation,
    make_person,
    make_picture,
    make_programme,
    make_release,
    make_session,
    make_topic,
    publish,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_account(first_name="Wira", last_name="Tan")


@pytest.fixture
def editor():
    return make_account(role=Role.EDITOR, first_name="Edi", last_name="Lim")


def link(edition, by=None):
    return workflow.link_path(workflow.make_preview(edition, by=by or make_account()))


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))).replace(" .", ".")


def a_draft(**facts):
    event = make_event(name="Zebra Meeting", venue="Hall 7", programme=make_programme("Zebra Programme"))
    make_organizer(event, make_organization("Zebra Bureau"))
    make_participation(event, make_person("Zebra Officer"), role="speaker")
    return make_release(event=event, title="A Zebra title", body="<p>Zebra words.</p>", slug="zebra-slug", **facts)


def asked(edition, editor, **facts):
    sign_off = workflow.ask_sign_off(edition, by=editor, **{"name": "Dato' Partner", **facts})
    return sign_off, workflow.link_path(sign_off.preview)


def digest_in(response):
    return re.search(r'name="digest" value="([0-9a-f]{64})"', response.content.decode())[1]


def answer(client, path, **facts):
    data = {"answer": "approved", "name": "Dato' Partner", "comment": "", "digest": digest_in(client.get(path))}
    return client.post(path, data | facts)


# What is shown, and to whom


def test_a_draft_with_draft_facts_stands_there_as_readers_will_see_it(client):
    page = text(client.get(link(a_draft())))
    for words in ["A Zebra title", "Zebra words.", "Zebra Meeting", "Zebra Bureau", "Zebra Officer", "Hall 7"]:
        assert words in page
    assert "Preview. Not published. Version 1." in page
    assert "Valid until" in page
    assert "Not published yet" in page


def test_the_draft_itself_is_nowhere_else(client):
    edition = a_draft()
    link(edition)
    for path in ["/", "/news/", "/events/", "/sitemap.xml", "/feeds/news.rss", "/news/None/zebra-slug/", "/people/"]:
        assert "Zebra" not in client.get(path).content.decode().replace("zebra-slug", "")
    assert client.get(edition.event.get_absolute_url()).status_code == 404


def test_open_facts_go_before_the_public_ones(client):
    facts = publish(make_event(name="Old name"))
    edition = make_release(event=facts)
    make_event(event=facts.event, name="New name")
    page = text(client.get(link(edition)))
    assert "New name" in page
    assert "Old name" not in page


def test_a_revision_begins_with_the_change_that_readers_will_be_told(client):
    first = publish_release(at=timezone.now() - datetime.timedelta(days=2))
    again = make_release(release=first.release, title="Mended", change_note="The rank is Police Colonel.")
    path = link(again)
    page = text(client.get(path))
    assert "The rank is Police Colonel." in page
    assert first.release.reference in page
    assert "Mended" not in text(client.get(first.release.get_absolute_url()))
    assert "The rank is" not in text(client.get(first.release.get_absolute_url()))


def test_an_event_has_a_preview_of_its_own(client):
    facts = make_event(name="Zebra Meeting")
    page = client.get(link(facts))
    assert "Zebra Meeting" in text(page)
    assert "Coverage of this event" in text(page)


def test_before_an_event_readers_will_see_little_and_so_does_the_preview(client):
    facts = make_event(starts=timezone.localdate() + datetime.timedelta(days=30), venue="Hall 7")
    assert "Hall 7" not in text(client.get(link(facts)))


def test_nothing_of_it_is_for_machines(client):
    edition = a_draft(standfirst="A Zebra summary")
    attach_picture(edition, is_lead=True)
    response = client.get(link(edition))
    html = response.content.decode()
    for part in ["canonical", "og:", "article:", "application/ld+json", "wa.me", "facebook", "Cite it as", "rss"]:
        assert part not in html
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert not response.cookies


def test_links_to_what_is_not_public_do_nothing_and_others_open_beside(client):
    topic = make_topic("Fraud")
    other = publish_release(topics=[topic])
    edition = make_release(
        topics=[topic], body='<p><a href="https://example.org/a">out</a> <a href="/news/">in</a></p>'
    )
    html = client.get(link(edition)).content.decode()
    assert f'<a target="_blank" href="{other.release.get_absolute_url()}"' in html
    assert '<a target="_blank" href="https://example.org/a"' in html
    assert not re.findall(r'<a [^>]*href="/(?!news/[0-9]{4}/)', html)


PATHS = ["", "picture/0123456789abcdef/960.webp", "document/0123456789abcdef/x.pdf"]


@pytest.mark.parametrize("below", PATHS)
def test_every_answer_is_private_whatever_it_is(client, below):
    path = link(a_draft())
    for address in [path + below, f"/preview/{'x' * 40}/{below}"]:
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_an_address_cut_off_before_its_last_slash_is_no_answer_to_keep(client):
    response = client.get(link(a_draft()).rstrip("/"))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_other_pages_are_framed_by_nobody(client):
    response = client.get("/news/")
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_robots_are_told(client):
    assert "Disallow: /preview/\n" in client.get("/robots.txt").content.decode()


# Tokens


@pytest.mark.parametrize("broken", ["x", "", "é", "a.b", "a.b.c", "%00", "%FF", "0" * 9000, "..", "t1.1.x"])
def test_a_token_that_was_not_made_here_is_not_found(client, broken):
    a_draft()
    assert client.get(f"/preview/{broken}/").status_code in {400, 404}


def test_a_changed_token_is_not_found(client):
    path = link(a_draft())
    token = path.split("/")[2]
    for place in (0, 10, 31, 33, len(token) - 1):
        changed = token[:place] + ("0" if token[place] != "0" else "1") + token[place + 1 :]
        assert client.get(f"/preview/{changed}/").status_code == 404


def test_one_kind_of_token_is_not_the_other(client):
    edition = a_draft()
    look = workflow.look_path(edition)
    assert client.get(look).status_code == 200
    value, *_ = look.split("/")[2].split(".")
    assert client.get(f"/preview/{value}.{look.split('.')[-1]}").status_code == 404


def test_an_ended_link_says_whom_to_ask(client, writer):
    preview = workflow.make_preview(a_draft(), by=writer)
    path = workflow.link_path(preview)
    workflow.revoke(preview, by=make_account())
    response = client.get(path)
    assert response.status_code == 410
    assert "Please ask Wira Tan of the ASEANAPOL Secretariat for a new one." in text(response)
    assert "Zebra" not in text(response)


def test_a_name_to_sign_in_with_is_told_to_nobody(client):
    nameless = make_account("night-shift-7", role=Role.EDITOR)
    sign_off, path = asked(a_draft(), nameless, message="Please.")
    assert "night-shift-7" not in client.get(path).content.decode()
    workflow.revoke(sign_off.preview, by=nameless)
    assert "night-shift-7" not in client.get(path).content.decode()


def test_an_expired_link_has_ended(client, writer):
    preview = workflow.make_preview(a_draft(), by=writer)
    preview.expires_at = timezone.now()
    preview.save()
    assert client.get(workflow.link_path(preview)).status_code == 410


def test_a_draft_in_the_bin_has_no_preview(client):
    edition = a_draft()
    path = link(edition)
    edition.state = State.DISCARDED
    edition.save()
    assert client.get(path).status_code == 410


def test_after_publication_it_leads_to_the_public_page_whatever_came_since(client, writer):
    preview = workflow.make_preview(make_release(), by=writer)
    path = workflow.link_path(preview)
    edition = publish(preview.edition)
    public = edition.release.get_absolute_url()
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, public)
    assert response["Cache-Control"] == "private, no-store"
    preview.expires_at = timezone.now()
    preview.save()
    publish(make_release(release=edition.release))
    assert client.get(path)["Location"] == public
    withdraw(edition.release.editions.get(state=State.PUBLISHED), "explained", "Because.")
    assert client.get(path)["Location"] == public
    assert client.get(public).status_code == 410


# A look from the desk


def test_a_look_shows_any_version_for_an_hour_and_leaves_no_row(client):
    edition = publish_release(title="Public words")
    path = workflow.look_path(edition)
    response = client.get(path)
    assert response.status_code == 200
    assert "Published. Version 1" in text(response)
    assert "Valid until" not in text(response)


def test_a_look_ends_after_an_hour(client, monkeypatch):
    path = workflow.look_path(a_draft())
    import time

    later = time.time() + 3601
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    response = client.get(path)
    assert response.status_code == 410
    assert "Zebra" not in text(response)


def test_nobody_answers_by_a_look(client):
    path = workflow.look_path(a_draft())
    assert client.post(path, {"answer": "approved"}).status_code == 405
    assert client.put(path).status_code == 405


# Pictures and documents


def test_private_pictures_are_shown_below_the_token_only(client):
    beside, inside, other = make_picture(), make_picture(), make_picture()
    edition = make_release(body=f'<figure><img src="{picture_url(inside, 960)}" alt="x"></figure>')
    attach_picture(edition, beside, is_lead=True)
    path = link(edition)
    html = client.get(path).content.decode()
    assert "/media/" not in html
    for picture in (beside, inside):
        folder = f"{path}picture/{picture.sha256[:KEY_LENGTH]}"
        for form in ("avif", "webp", "jpg"):
            assert f"{folder}/480.{form} 60w" in html
        address = f"{folder}/960.webp"
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert response["Cache-Control"] == "private, no-store"
        assert b"".join(response.streaming_content).startswith(b"RIFF")
        assert client.get(picture_url(picture, 960)).status_code == 404
    assert client.get(f"{path}picture/{other.sha256[:KEY_LENGTH]}/960.webp").status_code == 404
    assert client.get(f"{path}picture/{beside.sha256[:KEY_LENGTH]}/961.webp").status_code == 404


def test_hidden_pictures_are_hidden_here_too(client):
    beside, inside = make_picture(hidden_at=timezone.now()), make_picture(hidden_at=timezone.now())
    edition = make_release(body=f'<figure><img src="{picture_url(inside, 960)}" alt="x"></figure>')
    attach_picture(edition, beside, is_lead=True, alt="A hidden face")
    path = link(edition)
    assert "A hidden face" not in client.get(path).content.decode()
    for picture in (beside, inside):
        assert client.get(f"{path}picture/{picture.sha256[:KEY_LENGTH]}/960.webp").status_code == 404


def test_pictures_end_with_their_link(client, writer):
    edition = make_release()
    picture = attach_picture(edition).picture
    preview = workflow.make_preview(edition, by=writer)
    address = f"{workflow.link_path(preview)}picture/{picture.sha256[:KEY_LENGTH]}/480.webp"
    response = client.get(address)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    workflow.revoke(preview, by=writer)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", WithdrawalKind.values)
def test_after_a_withdrawal_no_link_from_before_opens_its_files(client, writer, kind):
    edition = make_release(standfirst="Summary.")
    picture = attach_picture(edition).picture
    path = link(edition, by=writer)
    below = [f"{path}picture/{picture.sha256[:KEY_LENGTH]}/480.webp"]
    document = a_document()
    EditionDocument.objects.create(edition=edition, document=document, title="Agenda", order=1)
    below.append(f"{path}document/{document.sha256[:KEY_LENGTH]}/agenda.pdf")
    for address in below:
        response = client.get(address)
        assert (response.status_code, bool(b"".join(response.streaming_content))) == (200, True)
    publish(edition)
    assert {client.get(address).status_code for address in below} == {404}, "readers have addresses of their own"
    withdraw(edition, kind)
    assert {client.get(address).status_code for address in below} == {404}


def a_document(name="a", **facts):
    from django.core.files.base import ContentFile

    document = Document(sha256=name * 64, format="pdf", size=4, title="Joint statement", **facts)
    document.file.save("x.pdf", ContentFile(b"%PDF"), save=True)
    return document


def test_documents_likewise(client):
    edition, document, hidden = make_release(), a_document("a"), a_document("b", hidden_at=timezone.now())
    EditionDocument.objects.create(edition=edition, document=document, title="Joint statement")
    EditionDocument.objects.create(edition=edition, document=hidden, title="Hidden statement")
    path = link(edition)
    html = client.get(path).content.decode()
    assert "/media/" not in html
    assert "Hidden statement" not in html
    address = re.search(r'href="(/preview/[^"]+\.pdf)"', html)[1]
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert b"".join(response.streaming_content) == b"%PDF"
    assert client.get(f"{path}document/{'b' * 16}/x.pdf").status_code == 404
    assert client.get(f"{path}document/{'a' * 16}/x.png").status_code == 404
    assert client.get(f"{link(make_release())}document/{'a' * 16}/x.pdf").status_code == 404


# Answers


def test_the_person_who_was_asked_approves(client, editor):
    edition = a_draft()
    sign_off, path = asked(edition, editor, message="Please look at the ranks.")
    page = text(client.get(path))
    assert "You are asked to approve this: answer below" in page
    assert "Edi Lim, ASEANAPOL Secretariat, writes:" in page
    assert "Please look at the ranks." in page
    assert 'value="Dato&#x27; Partner"' in client.get(path).content.decode()
    response = answer(client, path)
    assert (response.status_code, response["Location"]) == (302, f"{path}#answer")
    sign_off.refresh_from_db()
    assert (sign_off.answer, sign_off.answered_by) == ("approved", "Dato' Partner")
    page = text(client.get(path))
    assert "Thank you. Your answer is recorded." in page
    assert "Approved by Dato' Partner" in page


def test_an_answer_needs_neither_cookie_nor_referrer(editor):
    client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    sign_off, path = asked(a_draft(), editor)
    assert answer(client, path).status_code == 302
    sign_off.refresh_from_db()
    assert sign_off.answer == "approved"


def test_who_is_signed_in_at_the_desk_answers_for_nobody(client, editor):
    _, path = asked(a_draft(), editor)
    client.force_login(editor)
    response = answer(client, path, comment="Mine")
    assert response.status_code == 403
    assert "You are signed in at the desk." in text(response)
    assert "Mine" in text(response)
    assert not SignOff.objects.exclude(answer="").exists()


def test_an_answer_to_words_that_are_no_longer_there_is_refused(client, editor, writer):
    edition = a_draft()
    sign_off, path = asked(edition, editor)
    seen = digest_in(client.get(path))
    facts = edition.event.editions.get()
    workflow.edit(facts, {"venue": "Another hall"}, by=writer, lock_version=facts.lock_version)
    response = answer(client, path, digest=seen, answer="comments", comment="My long comment")
    assert response.status_code == 409
    assert "A newer version stands here now. Look again." in text(response)
    assert "My long comment" in text(response)
    assert "Another hall" in text(response)
    assert digest_in(response) != seen
    sign_off.refresh_from_db()
    assert sign_off.answer == ""


def test_a_stale_answer_says_so_and_asks_again(client, editor, writer):
    edition = a_draft()
    _, path = asked(edition, editor)
    answer(client, path)
    workflow.edit(edition, {"title": "Another title"}, by=writer, lock_version=edition.lock_version)
    page = text(client.get(path))
    assert "The version changed since your answer." in page
    assert "It changed since you answered: answer below" in page


def test_comments_need_words_and_what_was_typed_stays(client, editor):
    _, path = asked(a_draft(), editor)
    response = answer(client, path, answer="comments", name="")
    assert response.status_code == 400
    assert "Write your comments." in text(response)
    assert "Give your name." in text(response)
    assert re.search(r'value="comments" required checked', response.content.decode())


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"answer": "yes"},
        {"answer": ["approved", "refused"], "name": "x" * 500},
        {"answer": "approved", "name": "a\x00b"},
        {"answer": "approved", "name": "a\nb"},
        {"answer": "approved", "comment": "\x00"},
        {"answer": "comments", "comment": "x" * 10_000},
        {"answer": "approved", "digest": "\x00" * 64},
        {"answer": "approved", "digest": ""},
        {"answer": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
    ],
)
def test_hostile_answers_write_nothing(client, editor, data):
    sign_off, path = asked(a_draft(), editor)
    usual = {"name": "N", "digest": digest_in(client.get(path))}
    response = client.post(path, usual | data)
    assert response.status_code in {400, 409}
    assert "Nothing was recorded yet." in text(response)
    sign_off.refresh_from_db()
    assert sign_off.answer == ""


def test_markup_of_an_answer_stays_words(client, editor):
    _, path = asked(a_draft(), editor, message="<b>bold</b>")
    answer(client, path, answer="comments", name="<i>N</i>", comment="<script>1</script>")
    html = client.get(path).content.decode()
    for markup in ["<b>bold", "<i>N", "<script>1"]:
        assert markup not in html


def test_after_the_end_nobody_answers(client, editor):
    sign_off, path = asked(a_draft(), editor)
    seen = digest_in(client.get(path))
    workflow.revoke(sign_off.preview, by=editor)
    assert client.post(path, {"answer": "approved", "name": "N", "digest": seen}).status_code == 410
    sign_off.refresh_from_db()
    assert sign_off.answer == ""


def test_after_publication_an_answer_leads_to_the_public_page(client, editor):
    edition = make_release()
    _, path = asked(edition, editor)
    publish(edition)
    response = client.post(path, {"answer": "approved", "name": "N", "digest": "x"})
    assert (response.status_code, response["Location"]) == (302, edition.release.get_absolute_url())


def test_an_embargo_stands_in_red_until_it_is_over(client, editor):
    now = timezone.now()
    edition = make_release(embargo_until=now + datetime.timedelta(days=1))
    _, path = asked(edition, editor)
    assert client.get(path).content.decode().count("EMBARGO until") == 2
    edition.embargo_until = now - datetime.timedelta(days=1)
    edition.save()
    assert "EMBARGO" not in client.get(path).content.decode()


@pytest.mark.parametrize("times", [1, 3])
def test_a_preview_costs_the_same_however_much_it_holds(client, editor, django_assert_num_queries, times):
    make_contact()
    own = make_own_organization()
    facts = make_event()
    for _ in range(times):
        make_organizer(facts)
        make_participation(facts, organization=own, person=make_person())
        make_participation(facts, session=make_session(facts))
    edition = make_release(event=facts, topics=[make_topic() for _ in range(times)])
    for _ in range(times):
        attach_picture(edition)
    path, look = link(edition), workflow.look_path(edition)
    with django_assert_num_queries(14):
        client.get(path)
    with django_assert_num_queries(14):
        client.get(look)
    _, path = asked(edition, editor)
    answer(client, path)
    with django_assert_num_queries(38):
        client.get(path)

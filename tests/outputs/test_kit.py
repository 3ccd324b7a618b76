"""What lies in the press kit, read as a reader's program would read it."""

import datetime
import io
import re
import tracemalloc
import zipfile
from functools import partial

import pytest
from django.core.files.base import ContentFile
from docx import Document

from news.models import Picture
from news.outputs import kit
from news.outputs.kit import packing
from news.queries import release
from tests import factories as make

pytestmark = pytest.mark.django_db

MOMENT = datetime.datetime(2024, 9, 20, 17, 0, 2)
WINDOWS_KEEPS = {"con", "prn", "aux", "nul", *(f"{name}{at}" for name in ("com", "lpt") for at in range(1, 10))}
BODY = (
    '<p>They <strong>met</strong> at <a href="/events/x/">this place</a>.<br>Second line.</p><h2>Then</h2>'
    "<ul><li>one<ul><li>inner</li></ul></li></ul><ol start='3'><li>three</li></ol>"
    "<blockquote><p>We stand together.</p><footer>— Colonel Cruz</footer></blockquote>"
    "<table><caption>Forces</caption><thead><tr><th>Force</th><th>People</th></tr></thead>"
    "<tbody><tr><td>PNP</td><td>12</td></tr></tbody></table>"
    '<p>Write to <a href="mailto:a@b.test">a@b.test</a>.</p>'
)


def page_of(edition):
    return release.read(edition.release.url_year, edition.release.slug)


def opened(edition):
    """`(folder, {name: bytes})`; every checksum has been looked at."""
    made = kit.read(page_of(edition))
    data = b"".join(made.stream())
    assert len(data) == made.length
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == len({name.lower() for name in packed.namelist()})
        folders = {name.partition("/")[0] for name in packed.namelist()}
        assert len(folders) == 1
        return folders.pop(), {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def words_in(data):
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in data.replace(b"\r\n", b"")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


@pytest.fixture
def seoul():
    """A rich release: ranks, honorifics, sessions, accents, one very long name, sixty participants."""
    own = make.make_own_organization("ASEANAPOL Secretariat")
    facts = make.make_event(
        name="International Symposium",
        starts=datetime.date(2024, 8, 27),
        ends=datetime.date(2024, 8, 29),
        place=make.make_place("Seoul", make.make_country("KR"), zone="Asia/Seoul"),
        venue="Westin Josun",
        also_in=[make.make_country("SG")],
        subjects="Scam centres\nMoney mules",
    )
    make.make_organizer(
        facts,
        make.make_organization("Korean National Police Agency (KNPA)"),
        role="host",
        led_by=make.make_person("Cho Ji-ho"),
        honorific="H.E.",
        rank_long="Commissioner General",
    )
    head = make.make_person("David Martinez Vinluan")
    make.make_participation(
        facts, head, organization=own, role="head_of_delegation", rank_long="Police Colonel", rank_short="PCOL",
        position="Executive Director",
    )  # fmt: skip
    for name in ["Nguyễn Văn Đức", "Dato’ Sri Razarudin bin Husain @ Abd Rasid", "L" + "o" * 180, "นายตำรวจ ใจดี"]:
        make.make_participation(facts, make.make_person(name), role="delegate", honorific="Mr", position="Delegate")
    for at in range(60):
        make.make_participation(facts, make.make_person(f"Officer Number{at}"), role="attendee", rank_long="Inspector")
    session = make.make_session(
        facts, "Opening of the panel", kind="panel", day=datetime.date(2024, 8, 28), starts=datetime.time(9)
    )
    make.make_participation(facts, make.make_person("Ying Wu"), role="moderator", session=session, honorific="Ms")
    make.make_participation(facts, head, organization=own, role="panellist", session=session)
    make.make_participation(facts, make.make_person("A Minister"), role="represented", position="Minister")
    make.publish(facts)
    make.make_contact()
    make.make_page("reuse", "Reuse", '<p>Name the source. <a href="/contact/">Ask us</a>.</p>')
    edition = make.make_release(
        title="Delegation joins Seoul symposium",
        slug="seoul",
        standfirst="Three officers took part.",
        dateline="Seoul, 29 August 2024",
        motto="Together We Keep This Region Safe",
        body=BODY,
        event=facts,
        display_date=datetime.datetime(2024, 9, 20, 9, 0, 2, tzinfo=datetime.UTC),
    )
    make.attach_picture(
        edition, is_lead=True, caption="Police Colonel Vinluan (left)", alt="A panel of four people in Seoul",
        credit="KNPA",
    )  # fmt: skip
    make.attach_picture(edition, alt="A panel of four people in Seoul", caption="The same words")
    make.attach_document(edition, make.make_document("Joint statement"))
    return make.publish(edition)


class TestContents:
    def test_one_folder_with_safe_names(self, seoul):
        folder, files = opened(seoul)
        assert folder == "aseanapol-pr-2024-001-seoul"
        assert sorted(files) == [
            "01-a-panel-of-four-people-in-seoul.png",
            "02-a-panel-of-four-people-in-seoul.png",
            "README.txt",
            "captions.txt",
            "documents/01-joint-statement.pdf",
            "facts.txt",
            "release.docx",
            "release.txt",
        ]

    def test_pictures_and_documents_are_whole(self, seoul):
        from PIL import Image

        _, files = opened(seoul)
        lead = seoul.pictures.get(is_lead=True).picture
        with Image.open(io.BytesIO(files["01-a-panel-of-four-people-in-seoul.png"])) as image:
            assert image.size == (lead.width, lead.height)
        stored = seoul.documents.get().document
        with stored.file.open("rb") as file:
            assert files["documents/01-joint-statement.pdf"] == file.read()

    def test_captions(self, seoul):
        said = words_in(opened(seoul)[1]["captions.txt"])
        assert (
            "01-a-panel-of-four-people-in-seoul.png\nCaption: Police Colonel Vinluan (left)\n"
            "Credit: KNPA\nWhat is seen: A panel of four people in Seoul\n"
        ) in said
        assert "Caption: The same words" in said

    def test_the_text(self, seoul):
        said = words_in(opened(seoul)[1]["release.txt"])
        for part in [
            "ASEANAPOL Secretariat. Press release ASP/PR/2024/001\nPublished 20 September 2024, 17:00 (UTC+8)\n",
            "\nDelegation joins Seoul symposium\n================================\n\nThree officers took part.\n",
            "\nSeoul, 29 August 2024. They met at this place <",
            "/events/x/>.\nSecond line.\n",
            "\nThen\n----\n\n- one\n  - inner\n\n3. three\n",
            "\n    We stand together.\n    — Colonel Cruz\n",
            "\nForces\nForce | People\nPNP | 12\n",
            "Write to a@b.test.",
            "\nTogether We Keep This Region Safe\n",
            "Telephone: +60 3-1234 5678\n",
            "About us, in a paragraph.",
            "/news/2024/seoul/\n",
        ]:
            assert part in said

    def test_the_facts_spell_every_name_and_rank(self, seoul):
        said = words_in(opened(seoul)[1]["facts.txt"])
        for line in [
            "Name: International Symposium",
            "Dates: 27–29 August 2024 (three days)",
            "Place: Seoul, Republic of Korea",
            "Venue: Westin Josun",
            "Also in: Singapore",
            "Host: Korean National Police Agency (KNPA), led by Commissioner General H.E. Cho Ji-ho",
            "- David Martinez Vinluan, Police Colonel (PCOL), Executive Director (Led the delegation; Panellist)",
            "Delegates (4 people)",
            "- Mr Nguyễn Văn Đức, Delegate",
            "- Mr Dato’ Sri Razarudin bin Husain @ Abd Rasid, Delegate",
            f"- Mr L{'o' * 180}, Delegate",
            "- Mr นายตำรวจ ใจดี, Delegate",
            "Took part (60 people)",
            "- Officer Number0, Inspector",
            "- Officer Number59, Inspector",
            "Session: Opening of the panel",
            "28 August 2024, 09:00",
            "Times of day: Seoul time",
            "Moderator: Ms Ying Wu",
            "Panellist: David Martinez Vinluan",
            "- A Minister, Minister",
            "- Money mules",
        ]:
            assert line in said.split("\n")

    def test_the_file_for_word(self, seoul):
        data = opened(seoul)[1]["release.docx"]
        document = Document(io.BytesIO(data))
        said = [paragraph.text for paragraph in document.paragraphs]
        assert said[:4] == [
            "Delegation joins Seoul symposium",
            "Three officers took part.",
            "Seoul, 29 August 2024",
            "They met at this place.\nSecond line.",
        ]
        assert [cell.text for cell in document.tables[0].rows[1].cells] == ["PNP", "12"]
        assert "Press contact" in said
        assert document.core_properties.identifier == "ASP/PR/2024/001"
        assert document.core_properties.author == "ASEANAPOL Secretariat"
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            assert packed.testzip() is None
            assert "docProps/custom.xml" not in packed.namelist()
            everything = b"".join(packed.read(name) for name in packed.namelist())
        assert b"NewsroomVersion" not in everything
        assert b"DRAFT" not in everything

    def test_how_to_use_it_and_whom_to_ask(self, seoul):
        said = words_in(opened(seoul)[1]["README.txt"])
        assert "Name the source. Ask us <" in said
        assert "/contact/>" in said
        assert "press@newsroom.test" in said
        assert "/news/2024/seoul/" in said
        assert "/reuse/" in said

    def test_corrections_are_told(self, seoul):
        again = make.make_release(
            release=seoul.release, title="Corrected", change_note="Two officers, not three.", body="<p>x</p>"
        )
        make.publish(again)
        assert "Two officers, not three." in words_in(opened(again)[1]["release.txt"])

    def test_without_anything_it_is_whole(self):
        folder, files = opened(make.publish_release(slug="con", title="CON"))
        assert folder.endswith("-con")
        assert sorted(files) == ["README.txt", "captions.txt", "facts.txt", "release.docx", "release.txt"]
        assert "no pictures" in words_in(files["captions.txt"])


class TestWhatIsNotToldYet:
    @pytest.fixture
    def coming(self):
        own = make.make_own_organization()
        facts = make.make_event(starts=datetime.date(2999, 1, 2), venue="zqvenue", subjects="zqsubject")
        make.make_participation(facts, make.make_person("zqguest"), organization=own)
        make.make_session(facts, "zqsession")
        make.publish(facts)
        return make.publish_release(event=facts)

    def test_before_the_event_only_what_readers_know(self, coming):
        _, files = opened(coming)
        said = "".join(words_in(data) for name, data in files.items() if name.endswith(".txt"))
        assert "zq" not in said
        assert "More is told when the event has begun." in said
        assert "2 January 2999" in said

    def test_all_of_it_where_an_editor_ticked_so(self, coming):
        facts = coming.event.editions.get()
        facts.show_all_before = True
        facts.save()
        assert "zqguest" in words_in(opened(coming)[1]["facts.txt"])


class TestPicturesInTheText:
    def test_they_are_there_once_each(self):
        beside, inside = make.make_picture(), make.make_picture(credit="An agency")
        figure = '<figure><img src="/media/{}/960.webp" alt="{}"><figcaption>{}</figcaption></figure>'
        body = figure.format(inside.sha256[:16], "Inside", "In words") + figure.format(beside.sha256[:16], "Again", "")
        edition = make.make_release(body=f"<p>x</p>{body}")
        make.attach_picture(edition, beside, alt="Beside")
        _, files = opened(make.publish(edition))
        assert {name for name in files if name[0] == "0"} == {"01-beside.png", "02-inside.png"}
        said = words_in(files["captions.txt"])
        assert "02-inside.png\nCaption: In words\nCredit: An agency\nWhat is seen: Inside" in said
        assert "[Picture: In words]" in words_in(files["release.txt"])


class TestNames:
    @pytest.mark.parametrize(
        "title",
        [
            "../..",
            "/etc/passwd",
            "C:\\CON",
            "😀😀",
            "w" * 250,
            "CON",
            "nul.txt",
            "a\x00b",
            "ตำรวจ",
            "..",
            ". .",
            "x" + " y" * 120,
        ],
    )
    def test_hostile_titles_give_safe_names(self, title):
        edition = make.make_release(title=title[:250].replace("\x00", ""))
        for _ in range(2):
            make.attach_picture(edition, alt=title.replace("\x00", "")[:250])
        make.attach_document(edition, make.make_document(title.replace("\x00", "")[:200]))
        folder, files = opened(make.publish(edition))
        for name in [folder, *(part for path in files for part in path.split("/"))]:
            assert re.fullmatch(r"[A-Za-z0-9-]+(\.[a-z0-9]+)?", name)
            assert name.partition(".")[0].lower() not in WINDOWS_KEEPS
            assert len(name) < 100


class TestMissingFiles:
    def test_a_picture_without_its_file_is_left_out_and_said(self):
        edition = make.make_release()
        gone, there = make.make_picture(), make.make_picture()
        make.attach_picture(edition, gone, alt="Gone")
        make.attach_picture(edition, there, alt="There")
        make.publish(edition)
        gone.file.storage.delete(gone.file.name)
        _, files = opened(edition)
        assert "01-gone.png" not in files
        assert "02-there.png" in files
        assert "01-gone.png\nNot in this kit" in words_in(files["captions.txt"])

    def test_what_is_no_picture_any_more_is_left_out(self):
        edition = make.make_release()
        broken = make.make_picture()
        make.attach_picture(edition, broken, alt="Broken")
        make.publish(edition)
        broken.file.storage.delete(broken.file.name)
        broken.file.storage.save(broken.file.name, ContentFile(b"no picture"))
        files = opened(edition)[1]
        assert "01-broken.png" not in files

    def test_a_document_without_its_file_is_left_out(self):
        edition = make.make_release()
        paper = make.attach_document(edition).document
        make.publish(edition)
        paper.file.storage.delete(paper.file.name)
        assert not [name for name in opened(edition)[1] if name.startswith("documents/")]


class TestBytes:
    def test_the_same_version_gives_the_same_bytes(self, seoul):
        first, second = (kit.read(page_of(seoul)) for _ in range(2))
        assert first.etag == second.etag
        assert b"".join(first.stream()) == b"".join(second.stream())

    def test_times_are_those_of_publication(self, seoul):
        made = b"".join(kit.read(page_of(seoul)).stream())
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            assert {info.date_time for info in packed.infolist()} == {(2024, 9, 20, 17, 0, 2)}
            assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}

    def test_anything_else_gives_another_etag(self, seoul):
        etags = [kit.read(page_of(seoul)).etag]
        Picture.objects.update(credit="Somebody else")
        etags.append(kit.read(page_of(seoul)).etag)
        seoul.pictures.update(caption="Other words")
        etags.append(kit.read(page_of(seoul)).etag)
        seoul.body = seoul.body.replace("<strong>met</strong>", "met")
        seoul.save()
        etags.append(kit.read(page_of(seoul)).etag)
        assert len(set(etags)) == 4

    @pytest.mark.parametrize("pictures", [1, 3])
    def test_three_queries_however_many(self, pictures, django_assert_num_queries):
        edition = make.make_release()
        inside = [make.make_picture() for _ in range(pictures)]
        edition.body = "".join(f'<figure><img src="/media/{p.sha256[:16]}/960.webp" alt="x"></figure>' for p in inside)
        edition.save()
        for _ in range(pictures):
            make.attach_picture(edition)
            make.attach_document(edition)
        found = page_of(make.publish(edition))
        with django_assert_num_queries(3):
            b"".join(kit.read(found).stream())


class Large(io.RawIOBase):
    """A file of a size, made of nothing."""

    opened = 0

    def __init__(self, size):
        Large.opened += 1
        self.left = size

    def read(self, length=-1):
        data = bytes(min(self.left, length))
        self.left -= len(data)
        return data

    def close(self):
        Large.opened -= not self.closed
        super().close()


class TestPacking:
    SIZE = 5_000_000

    def entries(self, number=12):
        return [packing.Entry(f"x/{at:02}.jpg", self.SIZE, partial(Large, self.SIZE)) for at in range(number)]

    def test_sixty_megabytes_pass_through_little_memory(self):
        entries = self.entries()
        tracemalloc.start()
        sent = sum(map(len, packing.stream(entries, MOMENT)))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert sent == packing.length(entries, MOMENT) > 60_000_000
        assert peak < 2_000_000

    def test_no_file_is_read_before_the_zip_is(self, monkeypatch):
        """A store far away would send each file twice, and all of them to whoever has the kit already."""
        edition = make.publish_release(title="T")
        make.attach_picture(edition, make.make_picture(300, 200))
        whole = kit.read(page_of(edition))
        b"".join(whole.stream())

        def read(*args, **kwargs):
            raise OSError("it was read")

        monkeypatch.setattr("django.core.files.storage.default_storage._open", read)
        again = kit.read(page_of(edition))
        assert (again.etag, again.length) == (whole.etag, whole.length)

    def test_who_leaves_in_the_middle_leaves_nothing_open(self):
        Large.opened = 0
        pieces = packing.stream(self.entries(), MOMENT)
        for _ in range(5):
            next(pieces)
        assert Large.opened == 1
        pieces.close()
        assert Large.opened == 0

    def test_a_file_that_became_another_ends_it(self):
        shorter = packing.Entry("x/a.jpg", 10, partial(io.BytesIO, b"123"))
        with pytest.raises(OSError, match="3 bytes and not 10"):
            b"".join(packing.stream([shorter], MOMENT))

    def test_the_length_of_what_needs_another_form_is_not_told(self):
        huge = packing.Entry("x/a.jpg", 3_000_000_000, io.BytesIO)
        assert packing.length([huge], MOMENT) is None

    @pytest.mark.parametrize("year", [1970, 2500])
    def test_a_moment_that_no_zip_knows_is_moved(self, year):
        data = b"".join(packing.stream([packing.Entry("x/a", 0, io.BytesIO)], MOMENT.replace(year=year)))
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None

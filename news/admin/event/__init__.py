"""The event's form at the desk.

`form` holds the fields of the event itself, `rows` the lists of organizers, people and sessions,
`delegation` and `forces` the ticks that make rows. `content` makes of all of them the one dict that
`record/` writes. `page` is the admin; `list` is its list, `acts` its buttons, `answers` what its scripts ask.
"""

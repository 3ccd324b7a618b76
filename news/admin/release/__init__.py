"""The press release at the desk: `page` is the admin, `form` its fields, `listing` its list."""

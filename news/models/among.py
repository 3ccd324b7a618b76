"""`column__among=values`: the same as `in`, for thousands of values. They are one parameter instead of one each."""

import json

from django.db.models import Field, Lookup


@Field.register_lookup
class Among(Lookup):
    """Values are integers or texts as the database has them. Of a relation write `relation__pk__among`."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, list(self.rhs)]

    def as_sqlite(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, json.dumps(list(self.rhs))]  # noqa: S608

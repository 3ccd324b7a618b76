"""Who sees and changes what at the desk: `rules/` decides, Django's own permissions play no part."""

from news.enums import Act
from news.models import Edition, EventEdition
from news.rules import can, people


class ByRules:
    """For model admins. Entries are written by the directory's rules, editions by the table of acts."""

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return can(request.user, "view", obj or self.model)

    def has_add_permission(self, request, obj=None):
        if self.model in (Edition, EventEdition):
            return not people.writer(request.user)
        return can(request.user, "add", self.model)

    def has_change_permission(self, request, obj=None):
        if self.model in (Edition, EventEdition):
            return not people.writer(request.user) if obj is None else can(request.user, Act.EDIT, obj)
        return can(request.user, "change", obj or self.model)

    def has_delete_permission(self, request, obj=None):
        """Editions go to the bin; entries that nothing names any more are an editor's to delete."""
        if self.model in (Edition, EventEdition):
            return False
        return can(request.user, "delete", obj or self.model)


class RowsByRules:
    """For inlines: rows may be written by whoever may write the thing they belong to."""

    def _writes(self, request, obj):
        if obj is None:
            return not people.writer(request.user)
        if isinstance(obj, Edition | EventEdition):
            return can(request.user, Act.EDIT, obj)
        return can(request.user, "change", obj)

    def has_view_permission(self, request, obj=None):
        return can(request.user, "view", self.model)

    def has_add_permission(self, request, obj=None):
        return self._writes(request, obj)

    has_change_permission = has_delete_permission = has_add_permission

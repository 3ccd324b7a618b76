"""Paper on a version."""


def panel(request, edition):
    return None


def urls(model_admin):
    return []

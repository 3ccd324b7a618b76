from django.contrib import admin
from django.urls import include, path

from aseanapol_site import health

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", admin.site.urls),
    path("", include("news.pages.urls")),
]

handler400 = "news.pages.errors.bad_request"
handler403 = "news.pages.errors.forbidden"
handler404 = "news.pages.errors.not_found"
handler500 = "news.pages.errors.server_error"

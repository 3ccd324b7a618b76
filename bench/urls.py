"""The site's addresses and one bare view, which shows what the machine and Django cost by themselves."""

from django.http import HttpResponse
from django.urls import path

from aseanapol_site import urls


def bare(request):
    return HttpResponse("<!doctype html><title>Bare</title>")


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

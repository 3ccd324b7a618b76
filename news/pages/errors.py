from django.http import HttpResponse


def not_found(request, exception):
    return HttpResponse(status=404)


bad_request = forbidden = not_found


def server_error(request):
    return HttpResponse(status=500)

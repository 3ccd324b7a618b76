"""The content security policy: strict for readers, exactly as loose as the desk needs below /admin/. And what is
compressed on its way."""

from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from js_asset import Media

DESK_PREFIX = "/admin/"

# The desk's framework evaluates expressions and sets style attributes. The rich-text editor's
# import map is an inline script, which the nonce lets through. Styles must not get the nonce:
# browsers ignore 'unsafe-inline' beside one.
DESK_DIRECTIVES = {
    "script-src": [SELF, UNSAFE_EVAL, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
}


def is_desk(request):
    return request.path_info.startswith(DESK_PREFIX)


class ContentPolicyMiddleware(CSPMiddleware):
    def process_template_response(self, request, response):
        """Gives the media of the desk's forms this request's nonce."""
        context = response.context_data or {}
        if is_desk(request) and "media" in context:
            context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return response

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if is_desk(request) and parts.config is None and not report_only:
            parts.config = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | DESK_DIRECTIVES
        return parts


# Compressed already: a second time costs the server seconds and the reader the length of the download.
PACKED = ("image/", "application/zip", "application/pdf", "application/vnd.")


class CompressionMiddleware(GZipMiddleware):
    """Pages shrink to a fifth. Django pads them at random, so their length gives no secret away."""

    def process_response(self, request, response):
        kind = response.get("Content-Type", "")
        if kind.startswith(PACKED) and not kind.startswith("image/svg"):
            return response
        return super().process_response(request, response)

"""What a file says about itself, as the system's exiftool reads it."""

import json
import os
import re
import shutil
import subprocess

import pytest

# Of the file itself, of its form, and the two that are wanted. Everything else is a leak.
ALLOWED = re.compile(
    r"SourceFile|ExifTool:ExifToolVersion|System:.*"
    r"|File:(FileType|FileTypeExtension|MIMEType|ExifByteOrder|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample"
    r"|ColorComponents|YCbCrSubSampling)"
    r"|JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution)"
    r"|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency|SignificantBits)"
    r"|RIFF:(ImageWidth|ImageHeight|WebP_Flags|VP8Version|HorizontalScale|VerticalScale|AlphaPreprocessing"
    r"|AlphaFiltering|AlphaCompression|AlphaIsUsed|ImageVersion)"
    r"|(Meta|QuickTime|Track\d+):.*"  # boxes of AVIF; what they may not hold is looked for below
    r"|IFD0:(Artist|Copyright)"
    r"|Composite:(ImageSize|Megapixels)"
)
FORBIDDEN_WORD = re.compile(r"GPS|Make|Model|Serial|Software|Comment|Title|Description|Author|Date(?!s)|Thumbnail|XMP")


def exiftool(data):
    """{"group:tag": value} of the bytes. Fails where the tests are run for good and exiftool is missing."""
    program = shutil.which("exiftool")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("exiftool is missing: apt-get install libimage-exiftool-perl")
        pytest.skip("exiftool is not installed")
    done = subprocess.run([program, "-a", "-G1", "-s", "-j", "-"], input=data, capture_output=True, check=True)
    return json.loads(done.stdout)[0]


def leaks(data):
    """What the bytes say and may not."""
    said = exiftool(data)
    return {
        name: value
        for name, value in said.items()
        if not ALLOWED.fullmatch(name)
        or (not name.startswith(("System:", "Source")) and FORBIDDEN_WORD.search(name.split(":")[1]))
    }

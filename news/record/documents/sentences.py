"""What is said to whoever sent a file that is not taken."""

from news.errors import Problems

MAX_BYTES = 20 * 1024 * 1024

EMPTY = "This file is empty. Choose another."
TOO_HEAVY = "This file is larger than 20 MB. Save a smaller copy and send that."
UNKNOWN = "This file is no PDF and no office file, whatever its name says. Save it as PDF."
TWO_FILES = "Two files are put together in this one. Save it again and send that."
NO_STORE = "The file could not be stored just now. Try again in a minute."

CUT_OFF = "This PDF is damaged or cut off. Save it again and send that."
BEFORE_PDF = "Something stands before this PDF in the file. Save it as PDF again and send that."
LOCKED_PDF = "This PDF is protected by a password. Save it without protection and send that."
ACTIVE_PDF = "This PDF holds a program. Print it to PDF and send that."
CARRYING_PDF = "This PDF has other files inside. Save it without them and send that."
CLOSED_PDF = "This PDF cannot be looked into. Print it to PDF and send that."

BROKEN_SCAN = "This scan is damaged or too large. Scan it again, or save it as PDF."

DAMAGED = "This file is damaged or cut off. Save it again and send that."
LOCKED = "This file is protected by a password. Save it without the password and send that."
MACROS = "This file holds macros. Save it without them, or save it as PDF."
INSIDE = "This file has other files or programs inside. Save it as PDF and send that."
FETCHES = "This file fetches parts from elsewhere. Save it as PDF and send that."
BOMB = "This file unpacks to far more than a document holds. Save it as PDF and send that."
TOO_FULL = "This file is too long to be looked through. Save it as PDF and send that."

OLD_WORD = "This is a file of an old Word. Save it as .docx and send that."
OLD_EXCEL = "This is a file of an old Excel. Save it as .xlsx and send that."
OLD_POWERPOINT = "This is a file of an old PowerPoint. Save it as .pptx and send that."
OTHER_OFFICE = "This kind of office file is not taken. Save it as .docx, .xlsx, .pptx or PDF."
RTF = "This is an RTF file. Save it as .docx or PDF and send that."
PAGE = "This is a web page, and no PDF. Save it as PDF and send that."
DRAWING = "This is an SVG drawing, and no PDF. Save it as PDF and send that."
PROGRAM = "This is a program, and no PDF or office file. Choose another."
PHOTOGRAPH = "This kind of picture is no document. Save it as PDF and send that."
FOLDER = "This is a packed folder. Unpack it and send each document by itself."

NOT_FOR_READERS = "Readers get a PDF or an office file. Save the scan as PDF and send that."
NO_SCAN = "A scan is a PDF, a JPEG or a PNG. Save it as one of these."


def refused(sentence):
    return Problems({"file": [sentence]})

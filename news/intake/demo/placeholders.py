"""Pictures that stand in for photographs: flat drawings in the site's colours, marked as such.

The same name always gives the same bytes (with one version of Pillow).
"""

import io
import math

SIZE = (1600, 1067)
MARK = "Placeholder picture"

NAVY, DEEP, DARK, BLUE, LIGHT = "#0b2142", "#1a3660", "#24426f", "#2f5187", "#3d608f"
GOLD, PAPER, SAND, FAINT, GREY = "#c79b3e", "#f1ece0", "#e5dcc8", "#b7c3d4", "#535d69"


class Sheet:
    """A drawing of 1200 × 800 units. It is drawn twice as large as it becomes, so edges are smooth."""

    FINER = 2

    def __init__(self, ground=NAVY, mark=FAINT):
        from PIL import Image, ImageDraw

        self.unit = SIZE[0] * self.FINER / 1200
        self.ground, self.mark = ground, mark
        self.image = Image.new("RGB", (SIZE[0] * self.FINER, SIZE[1] * self.FINER), ground)
        self.pen = ImageDraw.Draw(self.image)

    def _at(self, *points):
        return [(x * self.unit, y * self.unit) for x, y in points]

    def box(self, x, y, width, height, fill, radius=0):
        self.pen.rounded_rectangle(self._at((x, y), (x + width, y + height)), radius * self.unit, fill)

    def dot(self, x, y, radius, fill):
        self.pen.ellipse(self._at((x - radius, y - radius), (x + radius, y + radius)), fill)

    def ring(self, x, y, radius, fill, width, start=0, end=360):
        """A ring, or the part of it between two angles, clockwise from three o'clock."""
        outer = radius + width / 2
        corners = self._at((x - outer, y - outer), (x + outer, y + outer))
        self.pen.arc(corners, start, end, fill, round(width * self.unit))

    def line(self, points, fill, width):
        self.pen.line(self._at(*points), fill, round(width * self.unit), joint="curve")

    def shape(self, points, fill):
        self.pen.polygon(self._at(*points), fill)

    def hill(self, base, height, phase, fill):
        """A soft line of hills from edge to edge, filled to the ground."""
        tops = [(x, base - height * math.sin(x / 190 + phase) * math.cos(x / 420)) for x in range(0, 1201, 8)]
        self.shape([*tops, (1200, 801), (0, 801)], fill)

    def person(self, x, y, size, head, body):
        self.dot(x, y - size, size * 0.58, head)
        self.pen.pieslice(self._at((x - size, y - size * 0.25), (x + size, y + size * 1.75)), 180, 360, body)

    def jpeg(self):
        """The finished picture as bytes, with the mark in its lower corner."""
        from PIL import Image, ImageDraw, ImageFont

        small = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        font = ImageFont.load_default(30)
        pen, corner = ImageDraw.Draw(small), (52, SIZE[1] - 48)
        left, top, right, bottom = pen.textbbox(corner, MARK, font=font, anchor="ls")
        pen.rounded_rectangle((left - 16, top - 14, right + 16, bottom + 14), 8, self.ground)
        pen.text(corner, MARK, font=font, fill=self.mark, anchor="ls")
        data = io.BytesIO()
        small.save(data, format="JPEG", quality=92, subsampling=0)
        return data.getvalue()


def hall():
    sheet = Sheet()
    for row in range(6):
        radius, seats = 170 + 62 * row, 9 + 3 * row
        for seat in range(seats):
            angle = math.radians(180 + 8 + seat * (180 - 16) / (seats - 1))
            gold = (row, seat) == (2, 10)
            colour = GOLD if gold else (BLUE if row < 2 else LIGHT)
            sheet.dot(600 + radius * math.cos(angle), 700 + radius * math.sin(angle), 19 if gold else 14, colour)
    sheet.box(545, 640, 110, 70, PAPER)
    return sheet


def panel():
    sheet = Sheet()
    for place in range(6):
        gold = place == 3
        sheet.person(190 + 164 * place, 385, 90, GOLD if gold else LIGHT, GOLD if gold else BLUE)
    sheet.box(60, 470, 1080, 120, PAPER)
    sheet.box(60, 590, 1080, 220, DEEP)
    return sheet


def network():
    sheet = Sheet()
    dots = [(180, 220), (420, 140), (640, 310), (900, 180), (1050, 420), (800, 560), (520, 600), (260, 470)]
    for one, other in ["01", "07", "12", "17", "23", "25", "26", "27", "34", "35", "45", "56", "67"]:
        sheet.line([dots[int(one)], dots[int(other)]], LIGHT, 4)
    for place, (x, y) in enumerate(dots):
        sheet.dot(x, y, 44 if place == 2 else 26, GOLD if place == 2 else PAPER)
    return sheet


def flags():
    sheet = Sheet()
    colours = [BLUE, GOLD, LIGHT, PAPER, DARK, GOLD, PAPER, LIGHT]
    for place, colour in enumerate(colours):
        x, y = 130 + 128 * place, 160 + 14 * abs(3.5 - place)
        sheet.box(x, y, 8, 760 - y, PAPER)
        wave = [(x + 8 + step, y + 14 - 26 * math.sin(step / 78 * math.pi)) for step in range(0, 79, 2)]
        sheet.shape([*wave, *[(px, py + 150) for px, py in reversed(wave)]], colour)
    return sheet


def city():
    sheet = Sheet()
    sheet.dot(830, 300, 150, GOLD)
    sheet.hill(520, 60, 0.4, DEEP)
    towers = [150, 260, 200, 330, 240, 390, 180, 290, 220, 350, 170, 270]
    for place, height in enumerate(towers):
        sheet.box(40 + 96 * place, 720 - height, 72, height + 100, (DARK, BLUE)[place % 2])
        for window in range(2, height // 44):
            sheet.box(58 + 96 * place, 714 - 40 * window, 36, 8, LIGHT)
    sheet.hill(700, 26, 2.2, NAVY)
    return sheet


def stage():
    sheet = Sheet()
    for x, wide in [(300, 190), (600, 230), (900, 190)]:
        sheet.shape([(x - 16, 0), (x + 16, 0), (x + wide, 470), (x - wide, 470)], DEEP)
    sheet.box(0, 470, 1200, 60, BLUE)
    sheet.shape([(548, 330), (652, 330), (630, 470), (570, 470)], GOLD)
    sheet.box(530, 312, 140, 22, PAPER)
    for row, colour in enumerate([LIGHT, BLUE, DARK]):
        for place in range(13):
            sheet.person(20 + 98 * place - 49 * (row % 2), 620 + 76 * row, 36, colour, colour)
    return sheet


def reception():
    sheet = Sheet()
    for row, y in enumerate([170, 400, 630]):
        for place in range(4 - row % 2):
            x, gold = 180 + 280 * place + 140 * (row % 2), (row, place) == (1, 1)
            for chair in range(8):
                angle = math.radians(45 * chair + 22.5)
                sheet.dot(x + 92 * math.cos(angle), y + 92 * math.sin(angle), 15, LIGHT)
            sheet.dot(x, y, 66, GOLD if gold else PAPER if (row + place) % 2 else BLUE)
    return sheet


def talks():
    sheet = Sheet()
    sheet.ring(490, 390, 190, LIGHT, 44)
    sheet.ring(710, 390, 190, GOLD, 44)
    sheet.ring(490, 390, 190, LIGHT, 44, start=-75, end=0)
    return sheet


def waves():
    sheet = Sheet()
    for place in range(7):
        points = [
            (x, 120 + 95 * place + 42 * math.sin(x / 170 + place * 0.55) * math.cos(x / 610))
            for x in range(-10, 1211, 6)
        ]
        sheet.line(points, GOLD if place == 3 else LIGHT, 11 if place == 3 else 6)
    return sheet


def screen():
    sheet = Sheet(SAND, GREY)
    sheet.box(170, 90, 860, 560, NAVY, radius=16)
    for place in range(4):
        x, y = 210 + 400 * (place % 2), 130 + 250 * (place // 2)
        sheet.box(x, y, 380, 230, DEEP)
        sheet.person(x + 190, y + 142, 80, GOLD if place == 0 else LIGHT, GOLD if place == 0 else BLUE)
        sheet.box(x, y + 222, 380, 30, NAVY)
    sheet.box(560, 650, 80, 50, BLUE)
    sheet.box(440, 700, 320, 18, BLUE)
    return sheet


def seats():
    sheet = Sheet(SAND, GREY)
    for row in range(4):
        for place in range(8):
            gold = (row, place) == (2, 5)
            colour = GOLD if gold else (NAVY, BLUE)[(row + place) % 3 == 0]
            x, y = 110 + 124 * place + 20 * (place > 3), 110 + 140 * row
            sheet.box(x, y, 92, 66, colour, radius=8)
            sheet.box(x, y + 74, 92, 14, colour, radius=6)
    return sheet


def passports():
    sheet = Sheet()
    for row in range(2):
        for place in range(5):
            x, y, gold = 100 + 208 * place, 110 + 300 * row, (row, place) == (0, 3)
            sheet.box(x, y, 168, 240, GOLD if gold else (BLUE, DARK)[(row + place) % 2], radius=12)
            sheet.ring(x + 84, y + 96, 38, PAPER, 6)
            sheet.box(x + 40, y + 176, 88, 10, PAPER)
            sheet.box(x + 56, y + 200, 56, 10, PAPER)
    return sheet


def forest():
    sheet = Sheet()
    for row, (ground, colour, tree) in enumerate([(470, DEEP, DARK), (580, DARK, BLUE), (690, BLUE, LIGHT)]):
        sheet.hill(ground + 40, 30, row * 1.7, colour)
        for place in range(9 - row):
            x, gold = 60 + place * 136 + row * 50, (row, place) == (1, 4)
            top, half = ground - 190 - 24 * (place % 3), 46 + 6 * row
            for step in range(3):
                y = top + 62 * step
                sheet.shape(
                    [(x, y), (x + half * (step + 2) / 3, y + 96), (x - half * (step + 2) / 3, y + 96)],
                    GOLD if gold else tree,
                )
            sheet.box(x - 6, top + 215, 12, 50, GOLD if gold else tree)
    return sheet


DRAWINGS = {
    drawing.__name__: drawing
    for drawing in [
        hall,
        panel,
        network,
        flags,
        city,
        stage,
        reception,
        talks,
        waves,
        screen,
        seats,
        passports,
        forest,
    ]
}


def draw(name):
    """The JPEG of a drawing, 1600 × 1067."""
    return DRAWINGS[name]().jpeg()

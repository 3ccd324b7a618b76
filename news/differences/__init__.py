"""What is different between two texts, word by word. Pure Python, and quick on long texts.

`word_by_word` and `paragraphs` say what changed from one text to another; `three_way` brings two
changed versions of one content together and says where they clash.
"""

from .paragraphs import Paragraph, paragraphs
from .pieces import Piece, word_by_word

__all__ = ["Paragraph", "Piece", "paragraphs", "word_by_word"]

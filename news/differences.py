"""What is different between two texts, word by word."""

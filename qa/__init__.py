"""Wenda (问答): finds the passages of guidance that answer a question, in Chinese and English."""

__version__ = "0.1.0"

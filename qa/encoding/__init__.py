"""Text to vectors: how models come in (`prepare`), how they run (`onnx`), and a stand-in for tests (`hash_encoder`).

Only `prepare` and what it calls need torch and sentence-transformers, and they import them inside functions.
"""

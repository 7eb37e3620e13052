"""Text to vectors: how models come in (`prepare`), how they run (`onnx`), and a stand-in for tests (`hash_encoder`).

Only `prepare` and what it calls need torch and sentence-transformers, and they import them inside functions.
"""

import os

# Else importing ONNX Runtime (1.32, Linux) writes an identifier of this machine into ~/.cache, for figures that it
# sends to its makers. It reads this once, when it is loaded: later is too late.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

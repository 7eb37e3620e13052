"""Rankings: dense, lexical, fused."""

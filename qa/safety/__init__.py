"""What protects the asker: secrets are cut out, contacts are checked, scams are recognised. No model judges."""
